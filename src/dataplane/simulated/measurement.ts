import type { Ipv4Address } from '../../domain/address.ts'
import type { PingOptions, PingResult, ThroughputResult } from '../port.ts'
import { forward, newTrip, type Trip } from './forwarding.ts'
import type { World } from './world.ts'

/** An echo request of ping's usual size: 56 bytes of data, with the headers of ICMP and IP. */
export const echoBytes = 84

const echoIntervalMilliseconds = 10

/** Chosen so that a tunnel shows in the figure: 0.02 ms a hop, 0.4 ms a tunnel, and up to 0.1 ms by chance. */
export function tripMilliseconds(
  world: World,
  { hops, tunnels, delayMs }: Pick<Trip, 'hops' | 'tunnels' | 'delayMs'>,
): number {
  return hops * 0.02 + tunnels * 0.4 + delayMs + world.random.integer(100) / 1000
}

/** The round trip in milliseconds, or undefined when the packet is lost on its way there or back. */
function echo(world: World, host: string, target: Ipv4Address, bytes: number): { trip: Trip } | undefined {
  const spec = world.hosts.get(host)?.spec
  if (spec === undefined) return undefined
  const trip = newTrip()
  const there = { source: spec.address, destination: target, bytes }
  const reached = forward(world, { kind: 'host', host: spec }, there, trip)
  if (reached === undefined) return undefined
  const back = { source: target, destination: spec.address, bytes: echoBytes }
  const answered = forward(world, reached, back, trip)
  return answered?.kind === 'host' && answered.host.id === host ? { trip } : undefined
}

/** Each packet is carried through the world as it stands when the packet is sent. A host that is not there is an error. */
export function ping(
  world: World,
  host: string,
  target: Ipv4Address,
  { count, timeoutMs, intervalMs }: PingOptions,
): Promise<PingResult> {
  if (!world.hosts.has(host)) return Promise.reject(new Error(`no host ${host} to ping from`))
  const times: number[] = []
  const answeredAt: number[] = []
  const one = (delay: number) =>
    new Promise<void>((resolve) => {
      world.clock.after(delay, () => {
        const answer = echo(world, host, target, echoBytes)
        const milliseconds = answer === undefined ? timeoutMs : tripMilliseconds(world, answer.trip)
        const inTime = answer !== undefined && milliseconds <= timeoutMs
        if (inTime) times.push(milliseconds)
        world.clock.after(Math.min(milliseconds, timeoutMs), () => {
          if (inTime) answeredAt.push(world.clock.now())
          resolve()
        })
      })
    })
  return Promise.all(Array.from({ length: count }, (_, i) => one(i * (intervalMs ?? echoIntervalMilliseconds)))).then(
    () => ({
      sent: count,
      received: times.length,
      ...(times.length === 0
        ? {}
        : { averageMilliseconds: Number((times.reduce((sum, time) => sum + time, 0) / times.length).toFixed(3)) }),
      ...(intervalMs === undefined ? {} : { answeredAt: answeredAt.map((at) => at - (answeredAt[0] ?? 0)) }),
    }),
  )
}

/** Not measured and no promise: fixed figures that let a person tell a way through a tunnel from one without. A bandwidth on the way limits them. */
const modelledBitsPerSecond = { direct: 1_000_000_000, tunnelled: 500_000_000 }

/**
 * The modelled figure for a TCP stream, after `seconds`; the Child SAs on the way count its bytes. Where a host is not
 * there, or the two do not reach each other, it is an error.
 */
export function throughput(
  world: World,
  from: string,
  to: string,
  { seconds }: { readonly seconds: number },
): Promise<ThroughputResult> {
  const target = world.hosts.get(to)?.spec.address
  if (target === undefined) return Promise.reject(new Error(`no host ${to} to send to`))
  const probe = echo(world, from, target, echoBytes)
  if (probe === undefined) return Promise.reject(new Error(`host ${to} cannot be reached from host ${from}`))
  const modelled = modelledBitsPerSecond[probe.trip.tunnels > 0 ? 'tunnelled' : 'direct']
  const bitsPerSecond = Math.min(modelled, probe.trip.mbps * 1_000_000)
  return new Promise((resolve, reject) => {
    world.clock.after(seconds * 1000, () => {
      const stream = echo(world, from, target, Math.round((bitsPerSecond / 8) * seconds))
      if (stream === undefined) reject(new Error(`host ${to} was lost on the way`))
      else resolve({ bitsPerSecond, seconds })
    })
  })
}
