import type { Resource, Tunnel } from '../../../../domain/resource.ts'
import { configurationState, healthStatus, negotiationStatus } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'
import { type ConnectionExtras, extras } from '../../extras.ts'
import type { BgpView } from './bgp-config.ts'
import { type GivenHealthCheck, healthCheckOf } from './health-check.ts'
import { type Identities, shownIdentities } from './identities.ts'

export type VpnConnection = Resource<'connection'>

/** The API knows connections of one tunnel only. */
export function tunnelOf({ id, spec }: VpnConnection): Tunnel {
  const [tunnel] = spec.tunnels
  if (tunnel === undefined) throw new TypeError(`connection ${id} has no tunnel`)
  return tunnel
}

export interface VpnConnectionView {
  readonly connection: VpnConnection
  readonly tunnel: Tunnel
  readonly extras: ConnectionExtras
  readonly network: string
  readonly identities: Identities
  readonly state: 'PENDING' | 'AVAILABLE' | 'DELETING'
  readonly netStatus: 'AVAILABLE' | 'UNAVAILABLE' | ''
  readonly healthCheck: GivenHealthCheck
  /** Undefined of a connection whose RouteType is not Bgp. */
  readonly bgp: BgpView | undefined
  /** Empty before the first verdict, and where no health check is enabled. */
  readonly healthStatus: 'AVAILABLE' | 'UNAVAILABLE' | ''
}

/** There is no word for a change that is under way: one that was there once stays AVAILABLE. */
const states = { creating: 'PENDING', updating: 'AVAILABLE', ready: 'AVAILABLE', deleting: 'DELETING' } as const

const healthWords = { unknown: '', passes: 'AVAILABLE', fails: 'UNAVAILABLE' } as const

/** Reads each id once, however many connections share it. */
function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (id) => {
    const reading = known.get(id) ?? read(id)
    known.set(id, reading)
    return reading
  }
}

export async function viewVpnConnections(
  context: CallContext,
  connections: readonly VpnConnection[],
): Promise<readonly VpnConnectionView[]> {
  const { reader, observed } = context
  const applied = await context.applied(connections.map(({ id }) => id))
  const gatewayOf = once((id) => reader.get('gateway', id))
  const peerOf = once((id) => reader.get('customer-gateway', id))
  const view = async (connection: VpnConnection): Promise<VpnConnectionView> => {
    const tunnel = tunnelOf(connection)
    const known = extras.connection.read(connection)
    const gateway = connection.spec.gateway === undefined ? undefined : await gatewayOf(connection.spec.gateway)
    const peer = await peerOf(tunnel.customerGateway)
    const state = states[configurationState(connection, applied.get(connection.id))]
    const isUp = negotiationStatus(observed.tunnel(tunnel.id)?.value) === 'child-up'
    return {
      connection,
      tunnel,
      extras: known,
      network: gateway?.spec.network ?? '',
      identities: shownIdentities(known.identities, gateway?.spec.addresses[0], peer?.spec.address),
      state,
      netStatus: state === 'PENDING' ? '' : isUp ? 'AVAILABLE' : 'UNAVAILABLE',
      healthCheck: healthCheckOf(connection),
      bgp: tunnel.bgp === undefined ? undefined : { bgp: tunnel.bgp, peer: peer?.spec },
      healthStatus: healthWords[healthStatus(tunnel, observed.tunnel(tunnel.id)?.value) ?? 'unknown'],
    }
  }
  return Promise.all(connections.map(view))
}
