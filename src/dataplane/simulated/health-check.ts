import type { HealthCheck } from '../../domain/health-check.ts'
import { digestHealthCheck } from '../digest.ts'
import { noProbes, Probes } from '../health.ts'
import { forward, intoTunnel, newTrip } from './forwarding.ts'
import { echoBytes, tripMilliseconds } from './measurement.ts'
import { delayMilliseconds, isThere, passes, type Tunnel, tunnelChanged, type World } from './world.ts'

/** Sends the check's probes from now on, and goes on with those that are sent already; without a check it ends them. */
export function checkTunnel(world: World, tunnel: Tunnel, check: HealthCheck | undefined): void {
  const digest = check === undefined ? undefined : digestHealthCheck(check)
  if (tunnel.check?.digest === digest) return
  tunnel.check?.stop()
  delete tunnel.check
  if (check !== undefined) tunnel.check = startCheck(world, tunnel, check)
}

function startCheck(world: World, tunnel: Tunnel, check: HealthCheck): NonNullable<Tunnel['check']> {
  let probe = 0
  let cancel = () => {}
  const probes = new Probes(check, world.clock, noProbes, (record) => {
    const turned = record.verdict !== running.record.verdict
    running.record = record
    if (turned) tunnelChanged(world, tunnel)
  })
  const running = {
    digest: digestHealthCheck(check),
    probes: check,
    record: noProbes,
    stop() {
      cancel()
      probes.stop()
    },
  }
  const send = () => {
    cancel = world.clock.after(check.intervalMilliseconds, send)
    const number = ++probe
    probes.sent(number)
    const milliseconds = echo(world, tunnel, check)
    if (milliseconds !== undefined) world.clock.after(milliseconds, () => probes.answered(number, milliseconds))
  }
  cancel = world.clock.after(0, send)
  return running
}

/** The round trip, or undefined where no answer comes back. By which tunnel it does is for the peer's routes to say. */
function echo(world: World, tunnel: Tunnel, { source, destination, way }: HealthCheck): number | undefined {
  if (way === 'outside') {
    const ways = [
      [source, destination],
      [destination, source],
    ] as const
    if (!isThere(world, tunnel) || !ways.every(([from, to]) => passes(world, from, to))) return undefined
    const delayMs = ways.reduce((sum, [from, to]) => sum + delayMilliseconds(world, from, to), 0)
    return tripMilliseconds(world, { hops: 2, tunnels: 0, delayMs })
  }
  const trip = newTrip()
  const reached = intoTunnel(world, tunnel, { source, destination, bytes: echoBytes }, trip)
  if (reached === undefined) return undefined
  const back = newTrip()
  // What becomes of it behind the gateway does not matter: it is taken there.
  const answer = { source: destination, destination: source, bytes: echoBytes, answersProbe: true } as const
  forward(world, reached, answer, back)
  if (!back.leftBy.some(({ gateway }) => gateway === tunnel.gateway)) return undefined
  return tripMilliseconds(world, {
    hops: trip.hops + back.hops,
    tunnels: trip.tunnels + back.tunnels,
    delayMs: trip.delayMs + back.delayMs,
  })
}
