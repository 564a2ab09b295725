/** How often an account may ask for each operation in a region. */
import { onOrOff, type Setting, type Settings, settingOf, wholeNumber } from '../../../domain/setting.ts'
import type { Rate } from '../../http/rates.ts'
import { operations } from '../operations/actions.ts'

const vpcPage = 'VPC 2016-04-28: API rate quotas of VPN Gateway'
const cbnPage = 'Cbn 2017-09-12: API rate quotas'
const byPattern = 'no page that could be read has it: as others of its kind'

const seconds = 1000
const minute = 60 * seconds

interface Published {
  readonly rate: Rate
  readonly source: string
}

const aMinute = (calls: number, source: string): Published => ({ rate: { calls, windowMs: minute }, source })

/** Calls in 60 seconds. */
const ofVpc: readonly (readonly [number, RegExp])[] = [
  [1200, /^ListVpcPublishedRouteEntries$/],
  [
    600,
    /^(DescribeVpnGateway|DescribeVpnConnections?|DescribeVpnConnectionLogs|DescribeVcoRouteEntries|DescribeVpnPbrRouteEntries|DescribeCustomerGateways|DescribeVpnAttachments|DescribeVpnGatewayAvailableZones)$/,
  ],
  [300, /^(ListTagResources|UnTagResources|CreateVSwitch|ModifyRouteEntry)$/],
  [
    120,
    /^(ModifyTunnelAttribute|ModifyVcoRouteEntryWeight|ModifyVpnRouteEntryWeight|ModifyVpnPbrRouteEntryWeight|ModifyVpnPbrRouteEntryAttribute|(Create|Delete|Modify)CustomerGateway(Attribute)?|GetVpnGatewayDiagnoseResult|GetVpcRouteEntrySummary)$/,
  ],
  [60, /^(CreateVpnGateway|CreateVpnPbrRouteEntry|DeleteVpnRouteEntry|DeleteVcoRouteEntry|PublishVpnRouteEntry)$/],
  [30, /^DownloadVpnConnectionConfig$/],
]

const usualOf = (action: string): number => {
  if (/^(Describe|List|Get|Check)/.test(action)) return 600
  return /^(Modify|Update)/.test(action) ? 120 : 60
}

function publishedOfCbn(action: string): Published {
  if (/^(CreateTransitRouter|(Create|Delete|Update)TransitRouter\w*Attachment\w*)$/.test(action)) {
    return { rate: { calls: 3, windowMs: seconds }, source: cbnPage }
  }
  if (/^(ListTransitRouters|ListTransitRouter\w*Attachments)$/.test(action)) return aMinute(500, cbnPage)
  if (action === 'CreateCen' || action === 'DescribeCens') return aMinute(300, cbnPage)
  if (/^(Un)?TagResources$|^ListTagResources$/.test(action)) return aMinute(200, cbnPage)
  if (action === 'DeleteTransitRouter') return aMinute(50, cbnPage)
  return aMinute(usualOf(action), byPattern)
}

function publishedOf(product: string, action: string): Published | undefined {
  if (product === 'Cbn') return publishedOfCbn(action)
  if (product !== 'Vpc') return undefined
  const calls = ofVpc.find(([, named]) => named.test(action))?.[0]
  return calls === undefined ? aMinute(usualOf(action), byPattern) : aMinute(calls, vpcPage)
}

const switchName = 'rate-limits'
const rateLimits: Setting<boolean> = {
  what: 'whether operations may be asked for only so often',
  source: 'that they may be as often as anybody likes is ours: tests are faster than people',
  type: onOrOff,
  usual: false,
}

const nameOf = (product: string, action: string): string => `rate.${product}.${action}`

const rateSetting = ({ rate, source }: Published): Setting<number> => ({
  what: `calls in ${rate.windowMs === seconds ? 'a second' : '60 seconds'} and a region`,
  source,
  type: wholeNumber,
  usual: rate.calls,
})

const productOf = (service: string): string => service.slice(0, service.indexOf(' '))

export function rateSettings(): ReadonlyMap<string, Setting> {
  const rates = operations.offered.flatMap(({ service, action }) => {
    const published = publishedOf(productOf(service), action)
    return published === undefined ? [] : [[nameOf(productOf(service), action), rateSetting(published)] as const]
  })
  return new Map<string, Setting>([[switchName, rateLimits], ...rates])
}

/** Undefined where there is no limit. */
export function rateOf(service: string, action: string, settings: Settings): Rate | undefined {
  if (!settingOf(settings, switchName, rateLimits)) return undefined
  const product = productOf(service)
  const published = publishedOf(product, action)
  if (published === undefined) return undefined
  const calls = settingOf(settings, nameOf(product, action), rateSetting(published))
  return { ...published.rate, calls }
}
