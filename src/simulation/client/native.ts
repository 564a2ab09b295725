import type { Ipv4Prefix } from '../../domain/address.ts'
import type { DomainError } from '../../domain/error.ts'
import type { Result } from '../../domain/result.ts'
import type { RouteEntry, RoutePlace } from '../../domain/route-entry.ts'
import { StoreConflict, StoreUnavailable } from '../../store/port.ts'
import { addRoutes, changeRoute, removeRoute } from '../../wire/native/routes.ts'
import type { SeededChoice } from '../seeded-choice.ts'
import type { Candidate, Facts, Intent } from './intent.ts'
import type { Known, Model } from './model.ts'
import type { Tree, WireAnswer, WireCall } from './signing.ts'

const call = (action: string, parameters: Tree): WireCall => ({
  cloud: 'native',
  action,
  version: 'v1',
  region: '',
  parameters,
})

const refused = (error: string): WireAnswer => ({ requestId: '', error, body: {} })

/** The answer as the admin port gives it, without HTTP. Rejects where that would answer that it failed by its own fault. */
async function answer<T>(asked: Promise<Result<T, DomainError>>, asBody: (value: T) => Tree): Promise<WireAnswer> {
  try {
    const result = await asked
    return result.ok ? { requestId: '', body: asBody(result.value) } : refused(result.error.code)
  } catch (cause) {
    if (cause instanceof StoreUnavailable) return refused('ServiceUnavailable')
    if (cause instanceof StoreConflict) return refused('conflict')
    throw cause
  }
}

const everything = '0.0.0.0/0' as Ipv4Prefix

const factsOf = ({ place, source, destination, nextHop, ...rest }: RouteEntry): Facts => ({
  place: `${place.kind} ${place.id}`,
  source: source ?? '',
  destination,
  'next hop': nextHop,
  ...changeable(rest),
})

const changeable = (patch: Partial<Pick<RouteEntry, 'priority' | 'preference' | 'enabled' | 'published'>>): Facts =>
  Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, String(value)]))

function creation(model: Model, route: RouteEntry, because?: string): Intent {
  const name = model.newName('route')
  const facts = { name, ...factsOf(route) }
  return {
    call: call('POST /v1/routes', { routes: [{ name, ...route }] }),
    native: (parts) => answer(addRoutes(parts, [{ name, ...route }]), (routes) => ({ routes })),
    effect: because === undefined ? { do: 'create', kind: 'route', name, facts } : { do: 'nothing', because },
    idIn: ({ routes }) => (Array.isArray(routes) ? String(routes[0]?.id) : ''),
    draft: { on: [...new Set([route.place.id, route.nextHop])] },
  }
}

/** Few of them, so that routes meet others of the same destination, and of longer and shorter ones. */
function drawDestination(choice: SeededChoice, remote: string | undefined): Ipv4Prefix {
  const far =
    remote === undefined || remote === everything ? [] : [remote, remote.replace(/\.\d+\.\d+\/\d+$/, '.5.0/24')]
  const near = ['172.16.0.0/14', '172.16.1.0/24', '172.16.2.0/24', '172.16.2.128/25']
  return (choice.pick(choice.chance(40) && far.length > 0 ? far : choice.chance(8) ? [everything] : near) ??
    everything) as Ipv4Prefix
}

const drawRank = (choice: SeededChoice) => ({
  priority: choice.pick([5, 10, 10, 20]) ?? 10,
  preference: choice.pick([0, 0, 100, 200]) ?? 0,
})

/** Inside of the network, the whole of it, or wherever from. */
function drawSource(choice: SeededChoice, prefix: string | undefined): Ipv4Prefix {
  const inside = prefix?.replace('.0.0/16', '.1.0/24')
  return (choice.pick([prefix, prefix, inside, everything]) ?? everything) as Ipv4Prefix
}

/** One that stands in for what the connection is routed by itself, where it is. */
function drawStandIn(choice: SeededChoice, { id, facts }: Known, place: RoutePlace): RouteEntry | undefined {
  const { local, remote, automaticRoutes } = facts
  if (automaticRoutes !== 'true' || remote === undefined || remote === everything || !choice.chance(60))
    return undefined
  return {
    place,
    ...(place.kind === 'gateway' ? { source: (local ?? everything) as Ipv4Prefix } : {}),
    destination: remote as Ipv4Prefix,
    nextHop: id,
    ...drawRank(choice),
    enabled: choice.chance(50),
    published: choice.chance(50),
  }
}

/** Without a place that the connection's routes can stand at there is none. */
function drawRoute(model: Model, choice: SeededChoice, connection: Known): RouteEntry {
  const { gateway: id = '', remote } = connection.facts
  const place: RoutePlace = id === '' ? { kind: 'connection', id: connection.id } : { kind: 'gateway', id }
  const standIn = drawStandIn(choice, connection, place)
  if (standIn !== undefined) return standIn
  const network = model.get(model.get(id)?.draft.on[0] ?? '')
  const isPolicy = place.kind === 'gateway' && choice.chance(60)
  const rivals = model
    .usable('native', 'route')
    .filter(({ facts }) => facts['next hop'] !== connection.id && facts.place?.startsWith(`${place.kind} `))
    .filter(({ facts }) => place.kind === 'connection' || facts.place === `gateway ${id}`)
  const rival = choice.chance(50) ? choice.pick(rivals)?.facts : undefined
  const source = rival === undefined && isPolicy ? drawSource(choice, network?.draft.prefix) : rival?.source
  return {
    place,
    ...(source === undefined || source === '' ? {} : { source: source as Ipv4Prefix }),
    destination: (rival?.destination as Ipv4Prefix | undefined) ?? drawDestination(choice, remote),
    nextHop: connection.id,
    ...drawRank(choice),
    enabled: choice.chance(85),
    published: choice.chance(60),
    ...(rival === undefined ? {} : { preference: rival.preference === '0' ? 100 : 0, enabled: true, published: true }),
  }
}

/** A route of the network's own, into one of its gateways. */
function drawNetworkRoute(choice: SeededChoice, gateway: Known, network: string): RouteEntry {
  return {
    place: { kind: 'network', id: network },
    destination: drawDestination(choice, undefined),
    nextHop: gateway.id,
    ...drawRank(choice),
    enabled: choice.chance(85),
    published: false,
  }
}

/** What nobody may ask for, however the world stands by the time that it is asked. */
function drawMistake(model: Model, choice: SeededChoice, connection: Known): Intent {
  const route = drawRoute(model, choice, connection)
  const { place } = route
  const network = model.get(model.get(connection.facts.gateway ?? '')?.draft.on[0] ?? '')
  const inside = network?.draft.prefix?.replace('.0.0/16', '.9.0/24') as Ipv4Prefix | undefined
  const foreign = [...model.usable('alibaba', 'connection'), ...model.usable('tencent', 'connection')].filter(
    ({ cloud, id }) => cloud !== connection.cloud && id !== place.id,
  )
  const stranger = choice.pick(foreign)
  const mistakes: readonly (readonly [because: string, route: RouteEntry])[] = [
    ['no packet can have such a destination', { ...route, destination: '169.254.7.0/24' as Ipv4Prefix }],
    ['there is no such connection', { ...route, nextHop: 'nowhere' }],
    ['there is no such place', { ...route, place: { ...place, id: 'nowhere' } }],
    ...(place.kind === 'connection'
      ? [['such a place has no policies', { ...route, source: everything }] as const]
      : []),
    ...(inside === undefined
      ? []
      : [['a network would lose its own packets', { ...route, destination: inside }] as const]),
    ...(stranger === undefined ? [] : [['it is another account’s', { ...route, nextHop: stranger.id }] as const]),
  ]
  const [because, wrong] = choice.pick(mistakes) ?? ['', route]
  return creation(model, wrong, because)
}

function modification(choice: SeededChoice, { id }: Known): Intent {
  const { priority, preference } = drawRank(choice)
  const patch =
    choice.weighted<Partial<RouteEntry>>([
      [2, { preference }],
      [2, { priority }],
      [2, { enabled: choice.chance(50) }],
      [2, { published: choice.chance(50) }],
      [1, { priority, preference, enabled: true, published: choice.chance(60) }],
    ]) ?? {}
  return {
    call: call('PATCH /v1/routes/:id', { id, ...patch }),
    native: (parts) => answer(changeRoute(parts, id, patch), (route) => ({ route })),
    effect: { do: 'change', id, facts: changeable(patch) },
  }
}

export const deletion = ({ id }: Known): Intent => ({
  call: call('DELETE /v1/routes/:id', { id }),
  native: (parts) => answer(removeRoute(parts, id), () => ({})),
  effect: { do: 'delete', id },
})

export function candidates(model: Model, choice: SeededChoice): readonly Candidate[] {
  const connections = [...model.usable('tencent', 'connection'), ...model.usable('alibaba', 'connection')]
  // There are fewer of those that gateways terminate, and their routes have more to them.
  const bound = connections.filter(({ facts }) => (facts.gateway ?? '') !== '')
  const gateways = [...model.usable('tencent', 'gateway'), ...model.usable('alibaba', 'gateway')]
  const routes = model.usable('native', 'route')
  const from =
    <T>(list: readonly T[], make: (one: T) => Intent | undefined) =>
    () => {
      const one = choice.pick(list)
      return one === undefined ? undefined : make(one)
    }
  const ofNetwork = from(gateways, (gateway) => {
    const [network] = gateway.draft.on
    return network === undefined ? undefined : creation(model, drawNetworkRoute(choice, gateway, network))
  })
  return [
    {
      weight: connections.length > 0 ? (routes.length < 6 ? 7 : 3) : 0,
      make: () =>
        from(choice.chance(60) && bound.length > 0 ? bound : connections, (connection) =>
          creation(model, drawRoute(model, choice, connection)),
        )(),
    },
    { weight: gateways.length > 0 ? 1 : 0, make: ofNetwork },
    { weight: connections.length > 0 ? 0.7 : 0, make: from(connections, (one) => drawMistake(model, choice, one)) },
    { weight: routes.length > 0 ? 3 : 0, make: from(routes, (route) => modification(choice, route)) },
  ]
}
