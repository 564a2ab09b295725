import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { PingOptions, PingResult, ThroughputResult } from '../port.ts'
import { CommandError, runIn, spawnIn } from './command.ts'
import { devicesIn } from './ip.ts'
import { devices } from './names.ts'

/** How long after one ping the next is sent. */
const usualIntervalMs = 100

/** Rejects with CommandError when nothing could be sent, such as for want of a namespace. */
export async function ping(
  namespace: string,
  target: string,
  { count, timeoutMs, intervalMs }: PingOptions,
): Promise<PingResult> {
  const interval = intervalMs ?? usualIntervalMs
  const each = intervalMs === undefined ? ['-q'] : ['-D']
  const times = ['-c', String(count), '-i', String(interval / 1000), '-W', String(timeoutMs / 1000)]
  const args = ['-n', ...each, ...times, target]
  // It waits for answers to the last one only, and for twice the slowest answer's time at that.
  // On a busy machine it falls far behind its interval.
  const longest = 5000 + 3 * count * interval + Math.max(timeoutMs, intervalMs === undefined ? count * timeoutMs : 0)
  const said = await runIn(namespace, ['ping', ...args], { timeoutMs: longest }).catch((error: unknown) => {
    // 1 stands for no answer (ping(8)); the summary is the same.
    if (error instanceof CommandError && error.exitCode === 1) return error.stdout
    throw error
  })
  const result = readPing(said)
  if (result === undefined) throw new CommandError(['ping', ...args], undefined, `unexpected: ${said}`)
  return result
}

/** Reads the summary of iputils' ping, in the C locale; undefined when there is none. Pure. */
export function readPing(said: string): PingResult | undefined {
  const counts = /(\d+) packets transmitted, (\d+) received/.exec(said)
  if (counts === null) return undefined
  const answers = [...said.matchAll(/^\[(\d+\.\d+)\] \d+ bytes from/gm)].map(([, seconds]) => Number(seconds) * 1000)
  const [first = 0] = answers
  const average = /^rtt min\/avg\/max\/mdev = [\d.]+\/([\d.]+)\//m.exec(said)?.[1]
  return {
    sent: Number(counts[1]),
    received: Number(counts[2]),
    ...(average === undefined ? {} : { averageMilliseconds: Number(average) }),
    ...(answers.length === 0 ? {} : { answeredAt: answers.map((at) => Number((at - first).toFixed(3))) }),
  }
}

let nextPort = 5201

/** A stream from one namespace to another, by iperf3 at both ends, which are ended in any case. */
export async function throughput(from: string, to: string, seconds: number): Promise<ThroughputResult> {
  const address = (await devicesIn(to))?.find(({ ifname }) => ifname === devices.host)?.addr_info[0]?.local
  if (address === undefined) throw new Error(`${to} has no address to send to`)
  // Two measurements to one host may overlap.
  nextPort = nextPort === 5999 ? 5201 : nextPort + 1
  const port = String(nextPort)
  const server = spawnIn(to, ['iperf3', '-s', '-1', '--forceflush', '-p', port], { stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    await listens(server)
    const args = ['-c', address, '-p', port, '-t', String(seconds), '-J', '--connect-timeout', '5000']
    const said = await runIn(from, ['iperf3', ...args], { timeoutMs: seconds * 1000 + 15_000 })
    return readThroughput(said)
  } finally {
    await end(server)
  }
}

/** Reads what `iperf3 -J` says: what arrived, since the sender's own count holds what was on its way. Pure. */
export function readThroughput(said: string): ThroughputResult {
  const { bits_per_second, seconds } = JSON.parse(said).end.sum_received
  return { bitsPerSecond: Math.round(Number(bits_per_second)), seconds: Number(seconds) }
}

async function listens(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  const read = (text: string): void => {
    said += text
    if (said.includes('Server listening')) resolve()
  }
  server.stdout?.setEncoding('utf8').on('data', read)
  server.stderr?.setEncoding('utf8').on('data', read)
  server.once('error', reject)
  server.once('exit', (code) => reject(new CommandError(['iperf3', '-s'], code ?? undefined, said)))
  await promise
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
