import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { environment, run } from './command.ts'
import { namespaces } from './ip.ts'
import { numbering } from './namespace.ts'
import type { Timers } from './processes.ts'

/** What was taken away, or set to something else, in a namespace: as `ip monitor` tells it. */
export interface Loss {
  /** Absent for the one that this process is in. */
  readonly namespace: string | undefined
  readonly text: string
}

const objects = ['nsid', 'link', 'address', 'route', 'rule', 'netconf']

/** It reads nothing that would tell it of our end, so the kernel is asked to end it with us (prctl(2), PR_SET_PDEATHSIG). */
export const endsWithUs = ['--pdeathsig', 'KILL']
const restartMs = 1000

/** The namespaces whose names begin with the prefix, and the machine's own: absent, the one that this process is in. */
export interface Watched {
  readonly prefix: string
  readonly machine?: string | undefined
}

/**
 * Watches the namespaces in one process: the kernel tells one namespace of what happens in
 * others to which it has given numbers (ip-monitor(8), all-nsid). Events may get lost, and what is watched too late is not told
 * of: both are for the next look to find. Ends with the answer.
 */
export function watchKernel(watched: Watched, timers: Timers, onLoss: (loss: Loss) => void): () => void {
  let stopped = false
  let child: ChildProcess | undefined
  let cancel = () => {}
  const start = () => {
    const numbers = new Map<string, string>()
    child = spawn('setpriv', [...endsWithUs, 'ip', '-o', 'monitor', ...objects, 'all-nsid'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    child.on('error', () => {})
    child.unref()
    // Nobody's program is to go on only because this one is there.
    const { stdout } = child
    if (stdout !== null && 'unref' in stdout && typeof stdout.unref === 'function') stdout.unref()
    if (stdout !== null) {
      createInterface({ input: stdout }).on('line', (line) => {
        const loss = readLine(line, numbers, watched)
        if (loss !== undefined) onLoss(loss)
      })
    }
    child.once('spawn', () => void numberAll(watched, numbers).catch(() => {}))
    child.once('close', () => {
      if (!stopped) cancel = timers.after(restartMs, start)
    })
  }
  start()
  return () => {
    stopped = true
    cancel()
    child?.kill()
  }
}

async function numberAll({ prefix, machine }: Watched, numbers: Map<string, string>): Promise<void> {
  const numbered = new Set(await readNumbers(numbers))
  // Of what an older Culvert made. One that has been given its number meanwhile is refused another.
  const own = [...(await namespaces(prefix)), ...(machine === undefined ? [] : [machine])]
  const missing = own.filter((name) => !numbered.has(name))
  for (const name of missing) await run('ip', numbering(name)).catch(() => {})
  // What is given before anybody listens is not told of.
  if (missing.length > 0) await readNumbers(numbers)
}

/** Notes the numbers that have been given, and answers with the names. */
async function readNumbers(numbers: Map<string, string>): Promise<readonly string[]> {
  const known: readonly { readonly nsid: number; readonly name?: string }[] = JSON.parse(
    await run('ip', ['-json', 'netns', 'list-id']),
  )
  const named = known.flatMap(({ nsid, name }) => (name === undefined ? [] : [{ nsid, name }]))
  for (const { nsid, name } of named) numbers.set(String(nsid), name)
  return named.map(({ name }) => name)
}

/** Notes which number is whose, and answers with what was lost. */
export function readLine(line: string, numbers: Map<string, string>, { prefix, machine }: Watched): Loss | undefined {
  const [, number, text] = /^\[nsid (\w+)\](.*)$/.exec(line) ?? []
  if (number === undefined || text === undefined) return undefined
  const naming = /^(Deleted )?nsid (\d+)(?: \(iproute2 netns name: (\S+)\))?/.exec(text)
  if (naming !== null) {
    const [, deleted, of, name] = naming
    // A number that is given back may be another's next, whether or not its namespace still had a name.
    if (of !== undefined && deleted !== undefined) numbers.delete(of)
    else if (of !== undefined && name !== undefined) numbers.set(of, name)
    return undefined
  }
  const namespace = numbers.get(number)
  if (namespace === undefined && number !== 'current') return undefined
  const isWatched = namespace === machine || namespace?.startsWith(prefix)
  return isWatched && isLoss(text) ? { namespace, text } : undefined
}

/**
 * What we have set and somebody, who may be we, has set back. Routes of a routing daemon come and go, and what the kernel makes
 * by itself goes with what it was made for; IPv6 is not carried. Of other lines than a link's the device's name is none of that
 * namespace: `ip` takes it for a number of its own.
 */
export function isLoss(text: string): boolean {
  if (/ proto bird\b|table local\b|inet6|^(Deleted )?(fe80|ff00|multicast)/.test(text)) return false
  if (text.startsWith('Deleted ')) return true
  // A device that comes tells all of its settings.
  if (/^inet \S+ forwarding off $/.test(text)) return true
  const link = /^\d+: ([^:@]+)(?:@[^:]+)?: <([^>]*)>/.exec(text)
  if (link === null) return false
  const [, device = '', flags] = link
  const said = flags?.split(',') ?? []
  // Of a workload the other end is in a namespace that nobody watches: that one is down shows as no carrier.
  if (device.startsWith('w-') && said.includes('NO-CARRIER')) return true
  // Which MTU a tunnel's device is to have stands beside it, and is not told.
  return !said.includes('UP') || device.startsWith('tun-')
}
