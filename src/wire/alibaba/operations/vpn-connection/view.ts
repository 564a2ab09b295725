/** A connection as this cloud's describing operations see it: what is stored, what carries it, what was observed. */
import type { Ipv4Address } from '../../../../domain/address.ts'
import { isStopped } from '../../../../domain/billing.ts'
import type { Resource, Tunnel } from '../../../../domain/resource.ts'
import type { NegotiationStatus } from '../../../../domain/tunnel-change.ts'
import { isEstablished } from '../../../../observed/bgp-status.ts'
import {
  type ConfigurationState,
  configurationState,
  furthest,
  healthStatus,
  negotiationStatus,
} from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'
import { type ConnectionExtras, extras } from '../../extras.ts'
import { type GivenHealthCheck, settingsOf, usualSettings } from './health-check-config.ts'

/** Association states (DescribeVpnConnection, Alibaba Cloud VPN Gateway documentation). */
export type ConnectionState =
  | 'init'
  | 'attaching'
  | 'attached'
  | 'detaching'
  | 'financialLocked'
  | 'provisioning'
  | 'active'
  | 'updating'
  | 'deleted'

/** Of a connection on a VPN gateway. The document has no word for one that is being deleted. */
const boundStates: Readonly<Record<ConfigurationState, ConnectionState>> = {
  creating: 'provisioning',
  updating: 'updating',
  ready: 'active',
  deleting: 'deleted',
}

const statusWords: Readonly<Record<NegotiationStatus, string>> = {
  'ike-down': 'ike_sa_not_established',
  'ike-up': 'ike_sa_established',
  'child-down': 'ipsec_sa_not_established',
  'child-up': 'ipsec_sa_established',
}

/** The document of ModifyVpnAttachmentAttribute calls it "false", others "failed". */
const bgpWord = (established: boolean) => (established ? 'success' : 'false')

const healthWords = { unknown: '', passes: 'success', fails: 'failed' } as const

export interface TunnelView {
  readonly tunnel: Tunnel
  readonly peer: Resource<'customer-gateway'> | undefined
  /** Undefined until something carries the connection. */
  readonly address: Ipv4Address | undefined
  readonly zone: string | undefined
  readonly state: 'active' | 'updating' | 'deleting'
  readonly status: string
  /** Of its health check; undefined where none is enabled. */
  readonly health: 'success' | 'failed' | '' | undefined
  /** Of its BGP session; undefined where BGP is not enabled. */
  readonly bgp: 'success' | 'false' | undefined
}

export interface ConnectionView {
  readonly connection: Resource<'connection'>
  readonly extras: ConnectionExtras
  readonly attachment: Resource<'router-attachment'> | undefined
  readonly router: Resource<'router'> | undefined
  /** Whether another account may attach it; undefined where nobody is told. */
  readonly isGranted?: boolean
  readonly state: ConnectionState
  readonly status: string
  readonly tunnels: readonly TunnelView[]
  /** The only tunnel, where there is one; what the documents return for single-tunnel connections alone. */
  readonly single: TunnelView | undefined
  readonly healthCheck: GivenHealthCheck
}

export interface Association {
  readonly attachment: Resource<'router-attachment'> | undefined
  readonly state: ConnectionState
}

interface Attached {
  readonly connection: Resource<'connection'>
  readonly attachments: readonly Resource<'router-attachment'>[]
  /** The generation that the data plane has been brought to, of each of these. */
  readonly applied: ReadonlyMap<string, number>
}

/** What carries a connection, and how far that has come. */
export function association({ connection, attachments, applied }: Attached): Association {
  const [attachment] = attachments
  if (connection.spec.gateway !== undefined) {
    return { attachment, state: boundStates[configurationState(connection, applied.get(connection.id))] }
  }
  const isLocked = isStopped(connection.spec.suspended)
  if (attachment === undefined) return { attachment, state: isLocked ? 'financialLocked' : 'init' }
  const of = configurationState(attachment, applied.get(attachment.id))
  if (of === 'deleting') return { attachment, state: 'detaching' }
  if (isLocked) return { attachment, state: 'financialLocked' }
  if (of === 'creating') return { attachment, state: 'attaching' }
  const own = configurationState(connection, applied.get(connection.id))
  return { attachment, state: own === 'ready' ? 'attached' : 'updating' }
}

export async function associationOf({ reader }: CallContext, connection: Resource<'connection'>): Promise<Association> {
  const isBound = connection.spec.gateway !== undefined
  const attachments = isBound ? [] : await reader.unscoped.referencing(connection.id, 'router-attachment')
  const ids = attachments.map(({ id }) => id)
  const applied = isBound || ids.length > 0 ? await reader.unscoped.applied([connection.id, ...ids]) : new Map()
  return association({ connection, attachments, applied })
}

const tunnelStates: Readonly<Record<ConnectionState, TunnelView['state']>> = {
  init: 'active',
  attaching: 'updating',
  attached: 'active',
  detaching: 'deleting',
  financialLocked: 'active',
  provisioning: 'updating',
  active: 'active',
  updating: 'updating',
  deleted: 'deleting',
}

/** Where the tunnels end on this side, by their places. */
interface Ends {
  readonly addresses: readonly Ipv4Address[]
  readonly zones: readonly (string | undefined)[]
}

/** Each tunnel ends at an address of the gateway, in one of its vSwitches. */
async function gatewayEnds({ reader }: CallContext, id: string): Promise<Ends> {
  const gateway = await reader.get('gateway', id)
  const { addresses = [], subnets = [] } = gateway?.spec ?? {}
  const found = await Promise.all(subnets.map((subnet) => reader.get('subnet', subnet)))
  return { addresses, zones: found.map((subnet) => subnet?.spec.zone) }
}

function attachmentEnds({ attachment, state }: Association): Ends {
  const target = attachment?.spec.target
  return {
    addresses: target?.kind === 'connection' && state !== 'attaching' ? target.addresses : [],
    zones: attachment === undefined ? [] : extras.routerAttachment.read(attachment).zones,
  }
}

function viewTunnel(
  context: CallContext,
  tunnel: Tunnel,
  peer: TunnelView['peer'],
  { addresses, zones }: Ends,
  state: ConnectionState,
): TunnelView {
  const health = healthStatus(tunnel, context.observed.tunnel(tunnel.id)?.value)
  return {
    tunnel,
    peer,
    address: addresses[tunnel.index - 1],
    zone: zones[tunnel.index - 1],
    state: tunnelStates[state],
    status: statusWords[negotiationStatus(context.observed.tunnel(tunnel.id)?.value)],
    bgp: tunnel.bgp?.enabled === true ? bgpWord(isEstablished(context.observed, tunnel.id)) : undefined,
    health: health === undefined ? undefined : healthWords[health],
  }
}

/** What was said last of the health check of a connection's only tunnel. */
export function healthCheckOf(connection: Resource<'connection'>): GivenHealthCheck {
  const check = connection.spec.tunnels[0]?.healthCheck
  if (check !== undefined) return { enabled: true, settings: settingsOf(check) }
  return { enabled: false, settings: extras.connection.read(connection).disabledHealthCheck ?? usualSettings }
}

export async function viewConnection(
  context: CallContext,
  connection: Resource<'connection'>,
): Promise<ConnectionView> {
  const association = await associationOf(context, connection)
  const { attachment, state } = association
  const { gateway, tunnels } = connection.spec
  const ends = gateway === undefined ? attachmentEnds(association) : await gatewayEnds(context, gateway)
  const peers = await Promise.all(
    tunnels.map((tunnel) => context.reader.get('customer-gateway', tunnel.customerGateway)),
  )
  const views = tunnels.map((tunnel, index) => viewTunnel(context, tunnel, peers[index], ends, state))
  const statuses = tunnels.map((tunnel) => negotiationStatus(context.observed.tunnel(tunnel.id)?.value))
  return {
    connection,
    extras: extras.connection.read(connection),
    attachment,
    router: attachment === undefined ? undefined : await context.reader.unscoped.get('router', attachment.spec.router),
    state,
    status: statusWords[furthest(statuses)],
    tunnels: views,
    single: views.length === 1 ? views[0] : undefined,
    healthCheck: healthCheckOf(connection),
  }
}

/** The same with what only a description shows. */
export async function describeConnection(
  context: CallContext,
  connection: Resource<'connection'>,
): Promise<ConnectionView> {
  const { id, account, spec } = connection
  const grants = spec.gateway === undefined ? await context.reader.referencing(id, 'grant') : []
  const isGranted = grants.some((grant) => grant.spec.grantee !== account)
  return { ...(await viewConnection(context, connection)), isGranted }
}

/** What each end calls itself: as given, or its outer address; nothing while there is no address. */
export const identitiesOf = ({ tunnel, address, peer }: TunnelView): { local: string; remote: string } => ({
  local: tunnel.ike.localIdentity ?? address ?? '',
  remote: tunnel.ike.remoteIdentity ?? peer?.spec.address ?? '',
})
