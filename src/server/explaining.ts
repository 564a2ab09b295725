import { outerAddressesOf } from '../commands/shared-address.ts'
import type { TunnelSpec } from '../dataplane/port.ts'
import type { EndName, Explanation, Setting } from '../domain/cause.ts'
import { type Fault, isOfTunnel, spellFault, type TunnelPlace } from '../domain/fault.ts'
import type { FieldChange } from '../domain/field-change.ts'
import type { NegotiationFailure } from '../domain/negotiation-failure.ts'
import { isCarrying } from '../domain/observation.ts'
import type { Resource, Tunnel } from '../domain/resource.ts'
import type { SeenChange } from '../domain/tunnel-change.ts'
import { explain, explainAbsence } from '../observed/explain.ts'
import { keptHistory } from '../observed/kept-history.ts'
import { storedEnd, type TunnelEnd } from '../observed/tunnel-end.ts'
import type { ObservedWorld } from '../observed/world.ts'
import { intentOf } from '../reconcile/desired.ts'
import { readGatewaySnapshot } from '../reconcile/gateway-snapshot.ts'
import type { Store, StoreReader } from '../store/port.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import type {
  EndView,
  ExplanationParts,
  ExplanationView,
  FaultView,
  FixView,
  LikelyChange,
  TunnelStory,
} from '../wire/native/explanation.ts'
import { settingsOfPath } from './changed-settings.ts'

interface Parts {
  readonly store: Pick<Store, 'read'>
  readonly observed: ObservedWorld
  readonly dialects: readonly Dialect[]
  /** Those that are injected now. */
  readonly faults?: (() => readonly Fault[]) | undefined
}

/** A tunnel of this installation, with all that is known of it. */
interface Placed {
  readonly connection: Resource<'connection'>
  readonly tunnel: Tunnel
  readonly root: Resource<'gateway'> | Resource<'router'> | undefined
  readonly spec?: TunnelSpec | undefined
  /** Undefined where nothing carries it. */
  readonly end: TunnelEnd | undefined
}

async function rootOf(reader: StoreReader, { id, spec }: Resource<'connection'>): Promise<string | undefined> {
  if (spec.gateway !== undefined) return spec.gateway
  return (await reader.referencing(id, 'router-attachment'))[0]?.spec.router
}

async function place(
  reader: StoreReader,
  observed: ObservedWorld,
  connection: Resource<'connection'>,
  tunnel: Tunnel,
): Promise<Placed> {
  const root = await rootOf(reader, connection)
  const snapshot = root === undefined ? undefined : await readGatewaySnapshot(reader, root)
  const intent = snapshot && intentOf(snapshot)
  const settings = intent?.tunnels.find(({ id }) => id === tunnel.id)
  const bare = { connection, tunnel, root: snapshot?.root }
  if (settings === undefined) return { ...bare, end: undefined }
  const sessions = root === undefined ? undefined : observed.gateway(root)?.value.bgp?.sessions
  return {
    ...bare,
    spec: settings,
    end: {
      settings,
      neighbor: intent?.bgp?.neighbors.find((each) => each.tunnel === tunnel.id),
      suspended: suspensionOf(bare),
      observed: observed.tunnel(tunnel.id)?.value,
      session: sessions?.find((each) => each.tunnel === tunnel.id),
    },
  }
}

const suspensionOf = ({ connection, root }: Pick<Placed, 'connection' | 'root'>) =>
  root?.kind === 'gateway' ? root.spec.suspended : connection.spec.suspended

/** So many customer gateways that stand for one address, in as many accounts, are read at once. */
const peersAtOnce = 50

/**
 * The tunnel of this installation whose outer addresses are the same, crosswise. All that its gateway carries is read of that
 * one alone: to a hub's address many others lead.
 */
async function findOther(reader: StoreReader, observed: ObservedWorld, own: TunnelEnd): Promise<Placed | undefined> {
  const { localAddress, remoteAddress } = own.settings
  const where = [{ by: 'facet', facet: 'address', anyOf: [localAddress] }] as const
  for (let from: { readonly after?: number } = {}; ; ) {
    const { items, next } = await reader.page('customer-gateway', { where, limit: peersAtOnce, ...from })
    for (const { id } of items) {
      for (const connection of await reader.referencing(id, 'connection')) {
        const addresses = await outerAddressesOf(reader, connection)
        const isMeant = ({ customerGateway, index }: Tunnel) =>
          customerGateway === id && addresses[index - 1] === remoteAddress
        const tunnel = connection.spec.tunnels.find(isMeant)
        if (tunnel !== undefined) return placeOther(reader, observed, own, connection, tunnel)
      }
    }
    if (next === undefined) return undefined
    from = { after: next }
  }
}

/** Of one that nothing carries it is known what it is set to, and why it does not answer. */
async function placeOther(
  reader: StoreReader,
  observed: ObservedWorld,
  { settings: { localAddress: remote, remoteAddress: local } }: TunnelEnd,
  connection: Resource<'connection'>,
  tunnel: Tunnel,
): Promise<Placed> {
  const placed = await place(reader, observed, connection, tunnel)
  const stored = storedEnd(connection, tunnel, { local, remote }, observed.tunnel(tunnel.id)?.value)
  return { ...placed, end: placed.end ?? { ...stored, suspended: suspensionOf(placed) } }
}

const mostChanges = 100

/** Since when it has not been up. */
const downSince = (history: readonly SeenChange[]): number | undefined =>
  history[history.findLastIndex(({ to }) => to === 'child-up') + 1]?.at

function sinceOf({ end }: Placed, history: readonly SeenChange[]): number | undefined {
  const { observed, session } = end ?? {}
  if (!isCarrying(observed)) return downSince(history)
  if (observed?.failure !== undefined) return observed.failure.at
  return observed?.health?.verdict?.passes === false ? observed.health.verdict.since : session?.since
}

const mostLikely = 3
/** What is asked for takes effect before the data plane shows it, and two clocks' readings are not compared closer. */
const slackMilliseconds = 1000

async function changesAt(
  reader: StoreReader,
  end: EndName,
  { connection, tunnel, root }: Placed,
  isMeant: (change: FieldChange) => boolean,
  until: number,
): Promise<readonly LikelyChange[]> {
  const about = [connection.id, tunnel.customerGateway, ...(root?.kind === 'gateway' ? [root.id] : [])]
  const pages = await Promise.all(about.map((id) => reader.eventPage({ about: id, limit: mostChanges })))
  return pages.flat().flatMap(({ at, action, actor, requestId, changes = [] }) => {
    const meant = changes.filter(isMeant)
    return meant.length === 0 || at > until ? [] : [{ at, end, action, actor, requestId, changes: meant }]
  })
}

/** The changes, at either end, of what the ends do not agree on; of anything where it is not known what that is. */
async function likelyChanges(
  reader: StoreReader,
  ends: readonly (readonly [EndName, Placed])[],
  differing: readonly Setting[],
  since: number | undefined,
): Promise<readonly LikelyChange[]> {
  const until = since === undefined ? Number.POSITIVE_INFINITY : since + slackMilliseconds
  const all = await Promise.all(
    ends.map(([name, placed]) => {
      const isMeant = ({ path }: FieldChange): boolean => {
        const settings = settingsOfPath(path, placed.tunnel.index)
        return differing.length === 0 ? settings.length > 0 : settings.some((each) => differing.includes(each))
      }
      return changesAt(reader, name, placed, isMeant, until)
    }),
  )
  return all
    .flat()
    .toSorted((a, b) => b.at - a.at)
    .slice(0, mostLikely)
}

/** Of both ends the settings that differ, by either end's name for them. */
const differingOf = ({ differs, fixes }: Pick<ExplanationView, 'differs' | 'fixes'>): readonly Setting[] =>
  differs.length === 0 ? [] : [...differs, ...fixes].map(({ setting }) => setting)

const placeOf = ({ connection, tunnel, root }: Placed): TunnelPlace => ({
  ...{ tunnel: tunnel.id, connection: connection.id, account: connection.account },
  gateway: root?.id,
})

/** What is injected on a tunnel, or on the same path at its other end. */
const faultsAt = (faults: readonly Fault[], own: Placed, other: Placed | undefined): readonly FaultView[] =>
  faults.flatMap((fault): readonly FaultView[] => {
    if (isOfTunnel(fault, placeOf(own))) return [{ ...fault, end: 'this' }]
    return other !== undefined && isOfTunnel(fault, placeOf(other)) ? [{ ...fault, end: 'other' }] : []
  })

/** What is broken on purpose comes before all that might be wrong. */
const withFaults = (told: Explanation, faults: readonly FaultView[]): Explanation =>
  faults.length === 0
    ? told
    : { ...told, sentence: `${told.sentence}; what is injected may be why: ${faults.map(spellFault).join(', ')}` }

const dialectIn = (dialects: readonly Dialect[]) => async (reader: StoreReader, account: string) => {
  const name = (await reader.account(account))?.dialect ?? ''
  return dialects.find((each) => each.name === name)
}

/** A tunnel as it is to be, and whose its ends are. */
export interface TriedTunnel extends Pick<TunnelStory, 'end' | 'other'> {
  readonly connection: Resource<'connection'>
  /** What carries it; absent where nothing does. */
  readonly root?: string | undefined
  /** Absent where nothing of it is to be in the data plane. */
  readonly spec?: TunnelSpec | undefined
}

export interface Explaining extends ExplanationParts {
  /** Undefined when there is no such tunnel. */
  toTry(tunnel: string): Promise<TriedTunnel | undefined>
  /** Why the tunnel would fail like this. */
  explainFailure(tunnel: string, failure: NegotiationFailure): Promise<ExplanationView | undefined>
}

/** With the operation and parameter of its cloud that sets each. */
async function fixesIn(
  reader: StoreReader,
  dialectOf: (reader: StoreReader, account: string) => Promise<Dialect | undefined>,
  { fixes }: Pick<ExplanationView, 'fixes'>,
  places: Readonly<Record<EndName, Placed | undefined>>,
): Promise<readonly FixView[]> {
  return Promise.all(
    fixes.map(async (fix) => {
      const placed = places[fix.end]
      const dialect = placed && (await dialectOf(reader, placed.connection.account))
      if (placed === undefined || dialect === undefined) return fix
      const { connection, tunnel, root } = placed
      const at = { onRouter: root?.kind !== 'gateway', tunnels: connection.spec.tunnels.length, index: tunnel.index }
      const { remedyFor } = await dialect.remedies()
      return { ...fix, ...remedyFor(fix.setting, at, fix.value) }
    }),
  )
}

/** Undefined when there is no such tunnel. */
const readPlaced = <T>(
  { store, observed }: Pick<Parts, 'store' | 'observed'>,
  id: string,
  use: (reader: StoreReader, own: Placed) => Promise<T>,
): Promise<T | undefined> =>
  store.read(async (reader) => {
    const where = [{ by: 'facet', facet: 'tunnel', anyOf: [id] }] as const
    const [connection] = (await reader.page('connection', { where, limit: 1 })).items
    const tunnel = connection?.spec.tunnels.find((each) => each.id === id)
    if (connection === undefined || tunnel === undefined) return undefined
    return use(reader, await place(reader, observed, connection, tunnel))
  })

export function createExplaining({ store, observed, dialects, faults: injected = () => [] }: Parts): Explaining {
  const parts = { store, observed }
  const dialectOf = dialectIn(dialects)
  const view = async (reader: StoreReader, { connection, tunnel, root }: Placed): Promise<EndView> => ({
    tunnel: tunnel.id,
    connection: connection.id,
    account: connection.account,
    dialect: (await dialectOf(reader, connection.account))?.name ?? '',
    ...(root === undefined ? {} : { gateway: root.id }),
  })

  async function tell(reader: StoreReader, own: Placed): Promise<TunnelStory> {
    const other = own.end === undefined ? undefined : await findOther(reader, observed, own.end)
    const history = await keptHistory(reader, observed, own.tunnel.id)
    const told = own.end === undefined ? explainAbsence(suspensionOf(own)) : explain(own.end, other?.end)
    const faults = faultsAt(injected(), own, other)
    const ends = {
      end: await view(reader, own),
      ...(other === undefined ? {} : { other: await view(reader, other) }),
      ...(faults.length === 0 ? {} : { faults }),
    }
    if (told === undefined) return { ...ends, history }
    const since = sinceOf(own, history)
    const places: readonly (readonly [EndName, Placed])[] = [
      ['this', own],
      ...(other === undefined ? [] : [['other', other] as const]),
    ]
    const likely = await likelyChanges(reader, places, differingOf(told), since)
    const changedLast = likely[0]?.end ?? 'this'
    const fixes = await fixesIn(reader, dialectOf, told, { this: own, other })
    return {
      ...ends,
      history,
      explanation: {
        ...withFaults(told, faults),
        ...(since === undefined ? {} : { since }),
        likely,
        fixes: fixes.toSorted((a, b) => Number(b.end === changedLast) - Number(a.end === changedLast)),
      },
    }
  }

  return {
    story: (id) => readPlaced(parts, id, tell),
    toTry: (id) =>
      readPlaced(parts, id, async (reader, own) => {
        const other = own.end === undefined ? undefined : await findOther(reader, observed, own.end)
        const { connection, root, spec } = own
        const isDesired = suspensionOf(own) === undefined
        const ends = { end: await view(reader, own), ...(other && { other: await view(reader, other) }) }
        return { connection, root: root?.id, spec: isDesired ? spec : undefined, ...ends }
      }),
    explainFailure: (id, failure) =>
      readPlaced(parts, id, async (reader, own) => {
        const { end } = own
        if (end?.observed === undefined) return undefined
        return (await tell(reader, { ...own, end: { ...end, observed: { ...end.observed, failure } } })).explanation
      }),
  }
}
