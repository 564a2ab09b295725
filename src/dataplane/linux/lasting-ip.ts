import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { CommandError, enterNamespace, environment, inNamespace, namespaceFile } from './command.ts'
import { isUnderlay } from './names.ts'

/** Longer than it takes until everything has been looked at once more: a namespace that is looked at keeps its `ip`. */
const idleMs = 45_000
const patienceMs = 10_000

/** `ip` writes what it has when its buffer is full, when it ends, or after JSON: this is a line of JSON that nothing else is like. */
const marker = 'netconf show dev lo'
const markerLine = /^\[\{"family":"inet","interface":"lo"[^{}]*\}(?:,\{"family":"inet6","interface":"lo"[^{}]*\})?\]\n/m

/**
 * `ip` looks a device's number up once, and would take one of the same name that came later for the first. An underlay has a
 * device a tunnel, and all are made in it, where the kernel gives no number twice: there an old number is nobody's. What is set by
 * it fails, and is tried by a new process; what is asked by it finds nothing, and is to be asked anew.
 * The kernel shows all, whatever the group; `ip` learns all, and writes of those of the group alone, of which there are none.
 */
const learnDevices = 'link show group 2147483647'

/**
 * What sets nothing of a device has its number forgotten with whichever it was: the next line looks it up anew. A gateway has a device a tunnel: what is
 * about one of them must not have `ip` read all.
 */
const learnDevice = (name: string): string => `link set dev ${name}`

/** Those whose lists have devices' numbers in them, and none of the names that belong to these. */
const listsNumbers = (line: string): boolean => /^(route|netconf) show(?!.* dev )/.test(line)

/** The devices that are there before the line and that it names. `lo` always has its number. */
function namedBy(line: string): readonly string[] {
  const after = / (?:dev|master) (\S+)/g
  const [, own] = /^link (?:set|delete) (?!dev |group )(\S+)/.exec(line) ?? []
  const named = [...(own === undefined ? [] : [own]), ...[...line.matchAll(after)].map(([, name = '']) => name)]
  return named.filter((name) => name !== 'lo')
}

interface Line {
  readonly text: string
  /** Which of those that were asked for it is, or is for. */
  readonly of: number
}

/** What `ip` is told: the lines, behind the marker, and what it has to learn for them, of which it shows nothing behind the marker. */
export function linesFor(namespace: string | undefined, asked: readonly string[], mayKnow: boolean): readonly Line[] {
  const [begin, lines] = [{ text: marker, of: 0 }, asked.map((text, of) => ({ text, of }))]
  if (!mayKnow || (namespace !== undefined && isUnderlay(namespace))) return [begin, ...lines]
  // Where this process is, nothing is set of what is not ours, were it to no effect.
  const isWide = namespace === undefined ? !asked.every((line) => line.startsWith('netns ')) : asked.some(listsNumbers)
  if (isWide) return [{ text: learnDevices, of: 0 }, begin, ...lines]
  const learnt = new Set<string>()
  const learned = lines.flatMap((line) => {
    const anew = namedBy(line.text).filter((name) => !learnt.has(name))
    for (const name of anew) learnt.add(name)
    return [...anew.map((name) => ({ text: learnDevice(name), of: line.of })), line]
  })
  return [begin, ...learned]
}

function startIp(namespace: string | undefined): ChildProcessWithoutNullStreams {
  const args = ['-json', '-details', '-statistics', '-batch', '-']
  return namespace === undefined
    ? spawn('ip', args, { env: environment })
    : spawn(enterNamespace, inNamespace(namespace, ['ip', ...args]), { env: environment })
}

interface Request {
  readonly asked: readonly string[]
  readonly lines: readonly Line[]
  resolve(said: string): void
  reject(error: Error): void
}

/** One process, and the request that it is at. */
class IpProcess {
  /** Which namespace it is in: one of the same name may take the place of the one that it was started in. */
  readonly there: number | undefined
  readonly #namespace: string | undefined
  readonly #child: ChildProcessWithoutNullStreams
  readonly #exited: Promise<unknown>
  #linesBefore = 0
  #stdout = ''
  #stderr = ''
  #request: Request | undefined
  #idle: NodeJS.Timeout | undefined
  ended = false
  /** Of the lines of its last request. */
  failedAt: number | undefined

  constructor(namespace: string | undefined, there: number | undefined) {
    this.there = there
    this.#namespace = namespace
    const where = entering(namespace)
    const child = startIp(namespace)
    this.#child = child
    this.#exited = once(child, 'close').catch(() => undefined)
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    // A program that ends before it has read everything says why by itself.
    child.stdin.on('error', () => {})
    child.once('error', (error) => this.#end(where, undefined, error.message))
    child.once('close', (code) => this.#end(where, code ?? undefined, this.#stderr))
  }

  /** Whether it has been asked something before. */
  get isUsed(): boolean {
    return this.#linesBefore > 0
  }

  /** What it wrote. One request at a time. Rejects with CommandError, and the process has ended then. */
  async request(asked: readonly string[]): Promise<string> {
    // One that has just begun knows of no device.
    const lines = linesFor(this.#namespace, asked, this.isUsed)
    clearTimeout(this.#idle)
    const late = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs)
    this.#hold(true)
    try {
      return await new Promise<string>((resolve, reject) => {
        this.#request = { asked, lines, resolve, reject }
        this.#child.stdin.write([...lines.map(({ text }) => text), marker, ''].join('\n'))
      })
    } finally {
      clearTimeout(late)
      this.#hold(false)
      this.#idle = setTimeout(() => void this.close(), idleMs).unref()
    }
  }

  /** Settles when it is no more: it keeps its namespace in being. */
  async close(): Promise<void> {
    clearTimeout(this.#idle)
    this.ended = true
    this.#hold(true)
    this.#child.stdin.end()
    await this.#exited
  }

  #read(text: string): void {
    this.#stdout += text
    if (!this.#stdout.endsWith('\n')) return
    const [, said, after] = this.#stdout.split(markerLine)
    const request = this.#request
    if (request === undefined || said === undefined || after === undefined) return
    this.#stdout = ''
    this.#request = undefined
    this.#linesBefore += request.lines.length + 1
    request.resolve(said)
  }

  #end(where: readonly string[], code: number | undefined, stderr: string): void {
    this.ended = true
    clearTimeout(this.#idle)
    const request = this.#request
    this.#request = undefined
    const line = /^Command failed -:(\d+)$/m.exec(stderr)
    this.failedAt = line === null ? undefined : request?.lines[Number(line[1]) - 1 - this.#linesBefore]?.of
    const failed = this.failedAt === undefined ? [] : (request?.asked[this.failedAt]?.split(' ') ?? [])
    const said = stderr.replace(/^Command failed -:\d+$/m, '')
    request?.reject(new CommandError(['ip', ...where, ...failed], code, said, this.#stdout))
  }

  /** Nobody's program is to go on only because an idle `ip` is there. */
  #hold(held: boolean): void {
    const { stdin, stdout, stderr } = this.#child
    for (const part of [this.#child, stdin as Socket, stdout as Socket, stderr as Socket]) {
      if (held) part.ref()
      else part.unref()
    }
  }
}

/** What is asked of one namespace, in the order in which it is asked. */
class LastingIp {
  readonly #namespace: string | undefined
  #process: IpProcess | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(namespace: string | undefined) {
    this.#namespace = namespace
  }

  /** `there` tells the namespace from an earlier one of the same name. */
  ask(lines: readonly string[], there: number | undefined): Promise<string> {
    const answer = this.#last.then(() => this.#ask(lines, there))
    this.#last = answer.catch(() => undefined)
    return answer
  }

  /**
   * What fails in an `ip` that has been used is tried by a new one before it counts as failed. `ip` keeps the numbers of
   * devices that are gone beside those that have their names now, and where one has a number again that its name had
   * before, takes the wrong one of both.
   */
  async #ask(lines: readonly string[], there: number | undefined): Promise<string> {
    const asked = await this.#current(there)
    const { isUsed } = asked
    try {
      return await asked.request(lines)
    } catch (error) {
      // Of some failures it does not say at which line: where there is one alone, it is that.
      const said = error instanceof CommandError && error.exitCode !== undefined
      const failedAt = asked.failedAt ?? (said && lines.length === 1 ? 0 : undefined)
      if (!isUsed || failedAt === undefined) throw error
      return (await this.#current(there)).request(lines.slice(failedAt))
    }
  }

  async close(): Promise<void> {
    await this.#last
    await this.#process?.close()
  }

  async #current(there: number | undefined): Promise<IpProcess> {
    const present = this.#process
    if (present !== undefined && !present.ended && present.there === there) return present
    await present?.close()
    const started = new IpProcess(this.#namespace, there)
    this.#process = started
    return started
  }
}

const lasting = new Map<string, LastingIp>()

/** As somebody would type it who tries a command that failed. */
const entering = (namespace: string | undefined): string[] => (namespace === undefined ? [] : ['-netns', namespace])

/**
 * Runs lines of an `ip` batch, in order, up to the first that fails, in an `ip` that stays in the namespace for the next
 * ones: to start a program takes many times as long as the kernel takes for what is asked. Objects come as JSON, one
 * document a line. `namespace` absent is the one that this process is in. Rejects with CommandError, whose command is the
 * line that failed.
 */
export async function askIp(namespace: string | undefined, lines: readonly string[]): Promise<string> {
  const there = namespace === undefined ? undefined : await namespaceNumber(namespace)
  if (namespace !== undefined && there === undefined) {
    await leaveNamespace(namespace)
    throw new CommandError(['ip', ...entering(namespace)], undefined, `${noNamespace} "${namespace}"`)
  }
  const key = namespace ?? ''
  const known = lasting.get(key) ?? new LastingIp(namespace)
  lasting.set(key, known)
  return known.ask(lines, there)
}

/** As `ip` begins to say it itself. */
const noNamespace = 'Cannot open network namespace'

/** In the words of `ip`, or of `nsenter`, which can not enter what is no network namespace. */
export const saysNoNamespace = (text: string): boolean =>
  /cannot open (network namespace|\/)|reassociate to namespace '[^']*' failed: Invalid argument/i.test(text)

/** What tells a namespace from another of the same name, or undefined when there is none; `ip netns` keeps them there: ip-netns(8). */
export const namespaceNumber = async (namespace: string): Promise<number | undefined> =>
  (await stat(namespaceFile(namespace)).catch(() => undefined))?.ino

/** Ends the `ip` that stays in the namespace, and settles when it has ended: a namespace lasts as long as anything in it. */
export async function leaveNamespace(namespace: string): Promise<void> {
  const known = lasting.get(namespace)
  lasting.delete(namespace)
  await known?.close()
}

/** Ends those of all namespaces that begin with `prefix`, the underlay's, networks', gateways' and tunnels'. */
export async function leaveNamespaces(prefix: string): Promise<void> {
  await Promise.all([...lasting.keys()].filter((name) => name.startsWith(prefix)).map(leaveNamespace))
}
