import type { Api, Tree } from './client/signing.ts'
import { Violation } from './violation.ts'

const set = (...words: string[]): ReadonlySet<string> => new Set(words)

const negotiation = set(
  'ike_sa_not_established',
  'ike_sa_established',
  'ipsec_sa_not_established',
  'ipsec_sa_established',
)
const pendingOrAvailable = set('Pending', 'Available')
const gateway = set('init', 'provisioning', 'active', 'updating', 'deleting')
const association = set(
  'init',
  'attaching',
  'attached',
  'detaching',
  'financialLocked',
  'provisioning',
  'active',
  'updating',
  'deleted',
)
const tunnel = set('active', 'updating', 'deleting')
const probed = set('', 'success', 'failed')
const business = set('Normal', 'FinancialLocked')
const attachment = set('Attaching', 'Attached', 'Detaching')
const lifecycle = set('Creating', 'Active', 'Modifying', 'Deleting')
const session = set('success', 'false')
const made = set('PENDING', 'AVAILABLE', 'DELETING')
const net = set('', 'AVAILABLE', 'UNAVAILABLE')

/** The words that the clouds' documents have for each state, by the place in the answer; lists are named without a number. */
const documented: Readonly<Record<Api, Readonly<Record<string, ReadonlySet<string>>>>> = {
  native: {},
  alibaba: {
    'DescribeVpcs Vpcs.Vpc.Status': pendingOrAvailable,
    'DescribeVpcs Vpcs.Vpc.DnsHostnameStatus': set('ENABLED', 'DISABLED'),
    'DescribeVSwitches VSwitches.VSwitch.Status': pendingOrAvailable,
    'DescribeVpnGateway Status': gateway,
    'DescribeVpnGateway BusinessStatus': business,
    'DescribeVpnGateways VpnGateways.VpnGateway.Status': gateway,
    'DescribeVpnGateways VpnGateways.VpnGateway.BusinessStatus': business,
    'DescribeVpnConnection State': association,
    'DescribeVpnConnection VpnBgpConfig.Status': session,
    'DescribeVpnConnection TunnelOptionsSpecification.TunnelOptions.TunnelBgpConfig.BgpStatus': session,
    'ModifyVpnAttachmentAttribute VpnBgpConfig.Status': session,
    'DescribeVpnConnection Status': negotiation,
    'DescribeVpnConnection VcoHealthCheck.Status': probed,
    'ModifyVpnAttachmentAttribute VcoHealthCheck.Status': probed,
    'DescribeVpnConnection TunnelOptionsSpecification.TunnelOptions.State': tunnel,
    'DescribeVpnConnection TunnelOptionsSpecification.TunnelOptions.Status': negotiation,
    'ModifyVpnAttachmentAttribute State': association,
    'ModifyVpnAttachmentAttribute Status': negotiation,
    'ModifyVpnAttachmentAttribute TunnelOptionsSpecification.State': tunnel,
    'DescribeCens Cens.Cen.Status': lifecycle,
    'ListTransitRouters TransitRouters.Status': lifecycle,
    'ListTransitRouterVpnAttachments TransitRouterAttachments.Status': attachment,
    'ListTransitRouterVpcAttachments TransitRouterAttachments.Status': attachment,
  },
  tencent: {
    'CreateVpnGateway VpnGateway.State': made,
    'CreateVpnGateway VpnGateway.RestrictState': set('NORMAL', 'PRETECIVELY_ISOLATED'),
    'DescribeVpnGateways VpnGatewaySet.State': made,
    'DescribeVpnGateways VpnGatewaySet.RestrictState': set('NORMAL', 'PRETECIVELY_ISOLATED'),
    'CreateVpnConnection VpnConnection.State': made,
    'CreateVpnConnection VpnConnection.NetStatus': net,
    'CreateVpnConnection VpnConnection.HealthCheckStatus': net,
    'DescribeVpnConnections VpnConnectionSet.State': made,
    'DescribeVpnConnections VpnConnectionSet.NetStatus': net,
    'DescribeVpnConnections VpnConnectionSet.HealthCheckStatus': net,
    'DescribeVpcTaskResult Status': set('SUCCESS', 'FAILED', 'RUNNING'),
  },
}

const isState = (name: string): boolean => /(State|Status)$/.test(name)

/** Throws when the answer has a state that its document does not know, or one in a place that has none. */
export function checkStates(cloud: Api, action: string, body: Tree): void {
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, path)
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const at = path === '' ? name : `${path}.${name}`
        if (isState(name) && typeof inner === 'string') checkState(cloud, `${action} ${at}`, inner)
        else visit(inner, at)
      }
    }
  }
  visit(body, '')
}

function checkState(cloud: Api, place: string, word: string): void {
  const words = documented[cloud][place]
  if (words?.has(word)) return
  const known = words === undefined ? 'no state' : [...words].join(', ')
  throw new Violation('only documented states', `${cloud} ${place} is "${word}"; its document knows ${known}`)
}
