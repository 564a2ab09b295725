import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Credentials } from '../server/installation.ts'
import { DemoFailed } from './failure.ts'

/** How this checkout's `culvert` is started. */
export interface Culvert {
  readonly program: string
  /** What comes before the command's own arguments. */
  readonly args: readonly string[]
}

/** The reason in a line of the server's log, where it is one. */
export function reasonInLog(line: string): string | undefined {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: unknown; err?: { message?: unknown } }
    return [msg, err?.message].filter((part) => typeof part === 'string').join(': ') || undefined
  } catch {
    return line || undefined
  }
}

export interface ServerProcess {
  readonly pid: number
  readonly api: URL
  readonly admin: URL
  /** What it last complained of. */
  complaint(): string | undefined
  /** Asks it to stop, and after a while makes it. */
  stop(): Promise<void>
}

const politeMilliseconds = 8000
const startMilliseconds = 20_000

/** Keeps the end of what the server said on standard error: the reason, when it ends by itself. */
function keepTail(child: ChildProcess): () => string {
  let tail = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-4000)
  })
  return () => {
    const lines = tail.trim().split('\n')
    return lines.findLast((line) => line.startsWith('culvert: ')) ?? lines.at(-1) ?? ''
  }
}

/** Both addresses, once the server says that it answers there. */
async function readAddresses(child: ChildProcess): Promise<{ api: URL; admin: URL }> {
  if (child.stdout === null) throw new DemoFailed('the server has no output')
  let api: URL | undefined
  for await (const line of createInterface(child.stdout)) {
    const [, which, address] = /^(API|admin) listening on (http\S+)$/.exec(line) ?? []
    if (which === 'API') api = new URL(address ?? '')
    if (which === 'admin' && api !== undefined) return { api, admin: new URL(address ?? '') }
  }
  throw new DemoFailed('the server ended before it answered')
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const impatience = setTimeout(() => child.kill('SIGKILL'), politeMilliseconds)
  await ended
  clearTimeout(impatience)
}

/**
 * A server of our own on free ports. It is the leader of its own process group: a Ctrl-C in the terminal reaches the demo
 * alone, which still needs its server to take everything away. `died` is told when it ends without having been asked to.
 */
export async function startServer(
  culvert: Culvert,
  options: { readonly dataFolder: string; readonly dataPlane: 'simulated' | 'linux' },
  died: (why: DemoFailed) => void,
): Promise<ServerProcess> {
  const free = '127.0.0.1:0'
  const args = ['serve', '--listen', free, '--admin-listen', free, '--data', options.dataFolder, '--log-level', 'warn']
  const child = spawn(culvert.program, [...culvert.args, ...args, '--dataplane', options.dataPlane], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await once(child, 'spawn')
  const tail = keepTail(child)
  let stopping = false
  const ended = once(child, 'close').then(() => {
    const ending = child.exitCode === null ? `by ${child.signalCode}` : `with exit code ${child.exitCode}`
    const why = new DemoFailed(`the server ended: ${reasonInLog(tail()) ?? ending}`)
    if (!stopping) died(why)
    return why
  })
  const late = setTimeout(() => child.kill('SIGKILL'), startMilliseconds)
  const first = await Promise.race([readAddresses(child).catch(() => ended), ended])
  clearTimeout(late)
  if (first instanceof DemoFailed) throw first
  child.stdout?.resume()
  const stop = () => {
    stopping = true
    return stopChild(child)
  }
  return { pid: child.pid ?? 0, ...first, complaint: () => reasonInLog(tail()), stop }
}

/** Runs a command of `culvert` to its end. Rejects with what it said on standard error when it fails. */
export async function runCulvert(culvert: Culvert, args: readonly string[]): Promise<string> {
  const child = spawn(culvert.program, [...culvert.args, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const tail = keepTail(child)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new DemoFailed(`culvert ${args[0]}: ${tail() || `exit code ${code}`}`)
  return output
}

export async function readKeys(culvert: Culvert, dataFolder: string): Promise<Credentials> {
  // What is read was written by this same checkout.
  return JSON.parse(await runCulvert(culvert, ['credentials', '--json', '--data', dataFolder])) as Credentials
}
