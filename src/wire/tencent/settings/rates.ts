/** How often an account may ask for each operation in a region, in a second. */
import { onOrOff, type Setting, type Settings, settingOf, wholeNumber } from '../../../domain/setting.ts'
import type { Rate } from '../../http/rates.ts'
import { operations } from '../operations/actions.ts'

const ofPage = 'the page of each operation: "a maximum of … requests can be initiated per second"'
const byPattern = 'its page could not be read: as most others'

/** Of route operations and of what tells quotas and tasks. */
const twenty =
  /^((Create|Describe|Modify|Delete)VpnGatewayRoutes|(Describe|Modify)VpnGatewayCcnRoutes|DescribeVpcTaskResult|GenerateVpnConnectionDefaultHealthCheckIp|DescribeVpcLimits)$/

const hundred =
  /^((Create|Describe|Modify|Delete)(VpnGateway|CustomerGateway|VpnConnection)s?(Attribute)?|CreateCcn|AttachCcnInstances)$/

const switchName = 'rate-limits'
const rateLimits: Setting<boolean> = {
  what: 'whether operations may be asked for only so often',
  source: 'that they may be as often as anybody likes is ours: tests are faster than people',
  type: onOrOff,
  usual: false,
}

const nameOf = (product: string, action: string): string => `rate.${product}.${action}`

const rateSetting = (action: string): Setting<number> => ({
  what: 'calls in a second and a region',
  source: twenty.test(action) || hundred.test(action) ? ofPage : byPattern,
  type: wholeNumber,
  usual: twenty.test(action) ? 20 : 100,
})

const productOf = (service: string): string => service.slice(0, service.indexOf(' '))

export function rateSettings(): ReadonlyMap<string, Setting> {
  const rates = operations.offered.map(
    ({ service, action }) => [nameOf(productOf(service), action), rateSetting(action)] as const,
  )
  return new Map<string, Setting>([[switchName, rateLimits], ...rates])
}

/** Undefined where there is no limit. */
export function rateOf(service: string, action: string, settings: Settings): Rate | undefined {
  if (!settingOf(settings, switchName, rateLimits)) return undefined
  return { calls: settingOf(settings, nameOf(productOf(service), action), rateSetting(action)), windowMs: 1000 }
}
