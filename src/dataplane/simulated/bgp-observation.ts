import type { ObservedBgp, ObservedBgpSession } from '../../domain/bgp.ts'
import type { ObservedGateway } from '../../domain/observation.ts'
import { toldTo } from '../bgp-filter.ts'
import { speaksBfd } from './bgp.ts'
import { farGateway } from './bgp-path.ts'
import { learnedRoutes } from './bgp-routes.ts'
import { type BgpSession, type RoutingDaemon, sharesAddresses } from './bgp-session.ts'
import type { Gateway, World } from './world.ts'

export function observeBgp(world: World, gateway: Gateway): Pick<ObservedGateway, 'bgp'> {
  const { bgp } = gateway
  if (bgp === undefined) return {}
  const { daemon } = bgp
  const installed = learnedRoutes(gateway)
    .map(({ prefix }) => prefix)
    .sort()
  if (daemon === undefined) return { bgp: { alive: false, sessions: [], installed } }
  const sessions = Array.from(daemon.sessions.values(), (session) => observeSession(world, gateway, daemon, session))
  return { bgp: { digest: daemon.digest, alive: true, sessions, installed } satisfies ObservedBgp }
}

function observeSession(
  world: World,
  gateway: Gateway,
  { spec }: RoutingDaemon,
  session: BgpSession,
): ObservedBgpSession {
  const { neighbor, state, since, failure, taken, limitReached } = session
  const { tunnel, localAddress, neighborAddress, localAsNumber, neighborAsNumber } = neighbor
  const bfd = bfdOf(world, gateway, session)
  const learned = new Map((gateway.bgp?.learned ?? []).map((route) => [route.prefix, route.tunnels]))
  return {
    tunnel,
    state,
    since,
    localAddress,
    neighborAddress,
    localAsNumber,
    neighborAsNumber,
    ...(bfd === undefined ? {} : { bfd }),
    ...(failure === undefined ? {} : { failure }),
    limitReached,
    received: taken.map((route) => ({ ...route, selected: learned.get(route.prefix)?.includes(tunnel) === true })),
    advertised: state === 'established' && neighbor.tellsNothing !== true ? toldTo(spec, neighbor) : [],
  }
}

function bfdOf(world: World, gateway: Gateway, session: BgpSession): ObservedBgpSession['bfd'] {
  const far = farGateway(world, gateway, session)?.bgp?.daemon
  const other = far && [...far.sessions.values()].find((one) => sharesAddresses(one.neighbor, session.neighbor))
  if (other !== undefined && speaksBfd(world, gateway, { ...session, far: other })) return 'up'
  return session.state === 'established' && other !== undefined ? undefined : 'down'
}
