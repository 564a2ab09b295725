import type { Gateway, World } from '../dataplane/simulated/world.ts'
import { addressAt, containsPrefix, type Ipv4Address, type Ipv4Prefix } from '../domain/address.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { ReferenceModel } from './reference-model.ts'
import { terminatedBy } from './terminated.ts'
import { atOtherEnd, carryEachOther, type End, endsOf, fails } from './tunnels.ts'

/** One end of a session, by what is stored. */
interface Speaker {
  readonly end: End
  readonly address: Ipv4Address
  readonly neighborAddress: Ipv4Address
  readonly asNumber: number
  readonly neighborAsNumber: number
  readonly password: string | undefined
}

function speakerOf(end: End, { resources }: ReferenceModel): Speaker | undefined {
  const { bgp, customerGateway } = end.tunnel
  const peer = resources.get(customerGateway)
  const root = resources.get(end.gateway)
  if (bgp?.prefix === undefined || !bgp.enabled || peer?.kind !== 'customer-gateway') return undefined
  const [first, second] = [addressAt(bgp.prefix, 1), addressAt(bgp.prefix, 2)]
  const address = bgp.localAddress ?? first
  const neighborAddress = bgp.neighborAddress ?? (address === first ? second : first)
  const asNumber = bgp.localAsNumber ?? (root?.kind === 'gateway' ? root.spec.asNumber : undefined)
  const { asNumber: neighborAsNumber, authenticationKey: password } = peer.spec
  if (address === undefined || neighborAddress === undefined) return undefined
  if (asNumber === undefined || neighborAsNumber === undefined) return undefined
  return { end, address, neighborAddress, asNumber, neighborAsNumber, password }
}

/** Whether each is the neighbor that the other is configured with (RFC 4271 section 6.2, RFC 2385). */
const agree = (one: Speaker, other: Speaker): boolean =>
  one.address === other.neighborAddress &&
  other.address === one.neighborAddress &&
  one.asNumber === other.neighborAsNumber &&
  other.asNumber === one.neighborAsNumber &&
  one.password === other.password

/** A tunnel that speaks BGP, with the end that its neighbor is at. */
interface Session {
  readonly one: Speaker
  readonly other: Speaker
}

function sessionsOf(reference: ReferenceModel, world: World): readonly Session[] {
  const ends = endsOf(reference, world)
  const speakers = new Map(ends.map((end) => [end, speakerOf(end, reference)]))
  return ends.flatMap((end) => {
    const one = speakers.get(end)
    const others = atOtherEnd(end, ends).flatMap((far) => speakers.get(far) ?? [])
    const other = one && others.find((each) => agree(one, each) && carryEachOther(end, each.end, world))
    return one === undefined || other === undefined ? [] : [{ one, other }]
  })
}

const prefixOf = (network: string, { resources }: ReferenceModel): readonly Ipv4Prefix[] => {
  const resource = resources.get(network)
  return resource?.kind === 'network' ? rangesOf(resource.spec) : []
}

/** What the end at `other` tells, and the one at `one` takes of it. */
function learnedOf({ one, other }: Session, reference: ReferenceModel): readonly Ipv4Prefix[] {
  const publishes = [...reference.resources.values()].every(
    ({ kind, spec }) =>
      kind !== 'router-attachment' || spec.target.id !== other.end.connection.id || spec.publishesRoutes,
  )
  const far = terminatedBy(other.end.gateway, reference)
  const told = [...far.networks].filter((id) => publishes && far.propagates && !far.unpublished.has(id))
  const own = [...terminatedBy(one.end.gateway, reference).networks].flatMap((id) => prefixOf(id, reference))
  return told
    .flatMap((id) => prefixOf(id, reference))
    .filter((prefix) => !own.some((range) => containsPrefix(range, prefix)))
}

/** The tunnels that a gateway learns each prefix over. */
export type Learned = ReadonlyMap<Ipv4Prefix, readonly string[]>

/** The tunnels over which the gateway has a session that is established. */
const establishedOf = (gateway: Gateway | undefined): readonly string[] =>
  [...(gateway?.bgp?.daemon?.sessions.values() ?? [])]
    .filter(({ state }) => state === 'established')
    .map(({ neighbor }) => neighbor.tunnel)

/** Whether nothing is to be learned there, since what is behind it does not answer. */
const isWithdrawn = (gateway: Gateway | undefined, { id, healthCheck }: End['tunnel']): boolean =>
  healthCheck?.onFailure === 'withdraw' && fails(gateway?.tunnels.get(id))

/**
 * What every gateway is to have learned, as its sessions stand: of each neighbor the networks that are linked there, and of
 * nobody else anything, nor what the neighbor has learned itself.
 */
export function wantedLearned(reference: ReferenceModel, world: World): ReadonlyMap<string, Learned> {
  const all = new Map<string, Map<Ipv4Prefix, readonly string[]>>()
  for (const session of sessionsOf(reference, world)) {
    const { gateway, tunnel } = session.one.end
    const here = world.gateways.get(gateway)
    if (!establishedOf(here).includes(tunnel.id) || isWithdrawn(here, tunnel)) continue
    const learned = all.get(gateway) ?? new Map<Ipv4Prefix, readonly string[]>()
    all.set(gateway, learned)
    for (const prefix of learnedOf(session, reference)) learned.set(prefix, [...(learned.get(prefix) ?? []), tunnel.id])
  }
  return new Map([...all].map(([gateway, learned]) => [gateway, preferring(world.gateways.get(gateway), learned)]))
}

/** Of several tunnels those whose health check fails come after the others. */
function preferring(gateway: Gateway | undefined, learned: Learned): Learned {
  const passing = (tunnels: readonly string[]): readonly string[] => {
    const left = tunnels.filter((id) => !fails(gateway?.tunnels.get(id)))
    return left.length === 0 ? tunnels : left
  }
  return new Map([...learned].map(([prefix, tunnels]) => [prefix, passing(tunnels)]))
}

const spell = (learned: Learned): string =>
  [...learned]
    .map(([prefix, tunnels]) => `${prefix} of ${tunnels.toSorted().join(' and ')}`)
    .sort()
    .join(', ') || 'nothing'

/** Where sessions or what is learned of them are not as the store wants them, as the tunnels stand. */
export function neighborProblem(
  reference: ReferenceModel,
  world: World,
  excused: ReadonlySet<string>,
): string | undefined {
  const sessions = sessionsOf(reference, world)
  const wanted = new Set(sessions.map(({ one }) => one.end.tunnel.id))
  const learned = wantedLearned(reference, world)
  const speaks = new Set(
    endsOf(reference, world)
      .filter((end) => speakerOf(end, reference) !== undefined)
      .map(({ tunnel }) => tunnel.id),
  )
  for (const gateway of world.gateways.values()) {
    const strange = [...(gateway.bgp?.daemon?.sessions.keys() ?? [])].find((id) => !speaks.has(id))
    if (strange !== undefined) return `${gateway.id} has a session over ${strange}, which is not to speak BGP`
    const established = establishedOf(gateway)
    const surplus = established.find((id) => !wanted.has(id))
    if (surplus !== undefined) return `the session over ${surplus} is established, and its ends do not agree`
    const missing = [...gateway.tunnels.keys()].find((id) => wanted.has(id) && !established.includes(id))
    if (missing !== undefined && !excused.has(missing)) return `the session over ${missing} is not established`
    const is = spell(new Map((gateway.bgp?.learned ?? []).map(({ prefix, tunnels }) => [prefix, tunnels])))
    const due = spell(learned.get(gateway.id) ?? new Map())
    const isExcused = sessions
      .filter(({ one }) => one.end.gateway === gateway.id)
      .some(({ one, other }) => [one, other].some(({ end }) => excused.has(end.tunnel.id)))
    if (is !== due && !isExcused) {
      return `${gateway.id} has learned ${is} instead of ${due}`
    }
  }
  return undefined
}
