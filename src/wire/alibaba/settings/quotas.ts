/** How much of each thing an account may have. */
import { type Setting, settingOf, wholeNumber } from '../../../domain/setting.ts'
import type { CallContext } from '../../http/context.ts'

const quota = (usual: number, what: string, source: string): Setting<number> => ({
  what,
  source,
  type: wholeNumber,
  usual,
})

const vpn = 'VPN Gateway: "Quotas"'
const vpn2021 = 'VPN Gateway: "Limits", 2021'
const vpc = 'VPC: "Quotas"'
const cen = 'CEN: "Limits and quotas", March 2025'
const unpublished = 'no document has a number: it is ours'

/** By the cloud's ids, as far as they are known. */
const quotas = {
  vpn_quota_instances_num: quota(30, 'VPN gateways, in all regions together', vpn),
  vpn_quota_cgw_num: quota(100, 'customer gateways in a region', vpn2021),
  vpn_quota_connections_num: quota(10, 'IPsec-VPN connections on a VPN gateway', vpn2021),
  vpn_quota_attachments_num: quota(50, 'IPsec-VPN connections without a VPN gateway in a region', unpublished),
  vpn_quota_dbr_num: quota(20, 'destination-based routes of a VPN gateway', vpn2021),
  vpn_quota_pbr_num: quota(20, 'policy-based routes of a VPN gateway', vpn2021),
  vpn_quota_vco_routes_num: quota(50, 'routes of an IPsec-VPN connection without a VPN gateway', unpublished),
  cen_quota_vpn_attachments_num: quota(50, 'VPN attachments of a transit router', cen),
  cen_quota_routes_num: quota(1000, 'entries in a route table of a transit router', unpublished),
  vpc_quota_instances_num: quota(10, 'VPCs in a region', vpc),
  vpc_quota_vswitches_num: quota(150, 'vSwitches in a VPC', vpc),
  vpc_quota_route_tables_num: quota(9, 'route tables in a VPC beside the system’s', vpc),
  vpc_quota_route_entrys_num: quota(200, 'custom routes in a route table', vpc),
  vpc_quota_vpn_custom_route_entry: quota(50, 'routes of a VPC into VPN gateways, published ones among them', vpc),
} as const

export type QuotaId = keyof typeof quotas

const nameOf = (id: QuotaId): string => `quota.${id}`

export const quotaSettings: ReadonlyMap<string, Setting> = new Map(
  // Object.entries forgets that the keys are ids.
  Object.entries(quotas).map(([id, setting]) => [nameOf(id as QuotaId), setting]),
)

export const quotaOf = ({ account }: Pick<CallContext, 'account'>, id: QuotaId): number =>
  settingOf(account.settings, nameOf(id), quotas[id])
