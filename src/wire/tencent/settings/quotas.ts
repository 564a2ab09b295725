/** How much of each thing an account may have. */
import { type Setting, type Settings, settingOf, wholeNumber } from '../../../domain/setting.ts'
import type { CallContext } from '../../http/context.ts'

const quota = (usual: number, what: string, source: string): Setting<number> => ({
  what,
  source,
  type: wholeNumber,
  usual,
})

const vpn = '"Use Limits", Tencent Cloud VPN Connections, 2022'
const vpc = '"Quota Limits", Tencent Cloud VPC'
const ccn = '"Use Limits", Tencent Cloud CCN'
const tag = '"Tag Overview", Tencent Cloud Tag'
const unpublished = 'no document has a number: it is ours'

/** By the names that DescribeVpcLimits has for them; those of its document that no number is known of are left out. */
const told = {
  'appid-max-vpcs': quota(5, 'VPCs in a region', vpc),
  'vpc-max-subnets': quota(10, 'subnets in a VPC', vpc),
  'vpc-max-route-tables': quota(10, 'route tables in a VPC', vpc),
  'route-table-max-policies': quota(50, 'routes in a route table', vpc),
  'vpc-max-vpn-gateways': quota(10, 'VPN gateways of a VPC', vpn),
  'appid-max-custom-gateways': quota(20, 'customer gateways in a region', vpn),
  'appid-max-vpn-connections': quota(200, 'VPN connections in a region', unpublished),
  'custom-gateway-max-vpn-connections': quota(10, 'VPN connections with a customer gateway', vpn),
  'vpn-gateway-max-custom-gateways': quota(20, 'VPN connections on a VPN gateway', vpn),
  'vpc-max-assistant_cidrs': quota(5, 'secondary ranges of a VPC', unpublished),
} as const

/** What nothing of the API tells. */
const untold = {
  'ccn-vpn-gateways': quota(10, 'VPN gateways of type CCN in a region', vpn),
  ccns: quota(5, 'CCNs', ccn),
  'ccn-instances': quota(25, 'VPCs and VPN gateways that are attached to a CCN', ccn),
  'vpn-gateway-max-routes': quota(1000, 'routes of a VPN gateway', '"Use Limits", Tencent Cloud VPN Connections'),
  'vpn-gateway-max-spd-pairs': quota(
    200,
    'pairs of a local and a remote range in all policies of a VPN gateway',
    '"Create a VPN tunnel", Tencent Cloud VPN Connections',
  ),
  'vpn-connection-max-spds': quota(10, 'policies of a VPN connection', vpn),
  'spd-max-remote-cidrs': quota(50, 'remote ranges in a policy', vpn),
  'tag-keys': quota(1000, 'keys of the tags that the account’s resources have', tag),
  'tag-values': quota(1000, 'values under one key', tag),
  tags: quota(1_000_000, 'tags, each once however many resources have it', unpublished),
  'resources-with-a-tag': quota(1_000_000, 'resources with the same tag', unpublished),
} as const

const quotas = { ...told, ...untold }

export type QuotaName = keyof typeof quotas

export const toldQuotas: readonly QuotaName[] = Object.keys(told) as (keyof typeof told)[]

const nameOf = (name: QuotaName): string => `quota.${name}`

export const quotaSettings: ReadonlyMap<string, Setting> = new Map(
  // Object.entries forgets that the keys are names.
  Object.entries(quotas).map(([name, setting]) => [nameOf(name as QuotaName), setting]),
)

export const quotaIn = (settings: Settings, name: QuotaName): number => settingOf(settings, nameOf(name), quotas[name])

export const quotaOf = ({ account }: Pick<CallContext, 'account'>, name: QuotaName): number =>
  quotaIn(account.settings, name)
