import type { Ipv4Address } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import type { ObservedBgpSession } from '../domain/bgp.ts'
import type { Suspension } from '../domain/billing.ts'
import type { HealthCheck } from '../domain/health-check.ts'
import type { IkeIdentity } from '../domain/identity.ts'
import type { ChildParameters, IkeParameters, StartAction, TrafficSelectors } from '../domain/ike.ts'
import type { ObservedTunnel } from '../domain/observation.ts'
import type { Resource, Tunnel } from '../domain/resource.ts'

/** What one end of a tunnel is to be, with nothing left to default. */
export interface TunnelSettings extends Omit<IkeParameters, 'localIdentity' | 'remoteIdentity'> {
  readonly localAddress: Ipv4Address
  readonly remoteAddress: Ipv4Address
  readonly localIdentity: IkeIdentity
  readonly remoteIdentity: IkeIdentity
  readonly child: ChildParameters
  readonly selectors: readonly TrafficSelectors[]
  readonly startAction: StartAction
  readonly healthCheck?: Pick<HealthCheck, 'way'>
}

/** What a gateway expects of the neighbor over the tunnel. */
export interface NeighborSettings {
  readonly localAddress: Ipv4Address
  readonly neighborAddress: Ipv4Address
  readonly localAsNumber: AsNumber
  readonly neighborAsNumber: AsNumber
  readonly password?: string
}

/** One end of a tunnel: what is wanted of it, and what was seen there last. */
export interface TunnelEnd {
  readonly settings: TunnelSettings
  readonly neighbor?: NeighborSettings | undefined
  /** Why nothing of it is in the data plane. */
  readonly suspended?: Suspension | undefined
  /** Absent where the data plane does not have it. */
  readonly observed?: ObservedTunnel | undefined
  /** Absent where the gateway has none over the tunnel. */
  readonly session?: ObservedBgpSession | undefined
}

const identity = (given: IkeIdentity | undefined, address: Ipv4Address): IkeIdentity =>
  given ?? (address as string as IkeIdentity)

/** The end of a stored tunnel between these outer addresses, without what its gateway has beside it. */
export const storedEnd = (
  { spec: { selectors, startAction } }: Resource<'connection'>,
  { ike, child }: Tunnel,
  { local, remote }: { readonly local: Ipv4Address; readonly remote: Ipv4Address },
  observed: ObservedTunnel | undefined,
): TunnelEnd => ({
  settings: {
    ...ike,
    localAddress: local,
    remoteAddress: remote,
    localIdentity: identity(ike.localIdentity, local),
    remoteIdentity: identity(ike.remoteIdentity, remote),
    child,
    selectors,
    startAction,
  },
  observed,
})
