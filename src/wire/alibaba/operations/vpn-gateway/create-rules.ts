/** What CreateVpnGateway demands of several parameters together, and what of them is not served. */
import type { Rule } from '../../../../operations/operation.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { isSoldAt, siteOf } from '../../settings/site.ts'
import { bandwidthsOf } from './bandwidths.ts'

interface Ordered {
  readonly VSwitchId: string | undefined
  readonly DisasterRecoveryVSwitchId: string | undefined
  readonly Bandwidth: number
  readonly EnableIpsec: boolean
  readonly EnableSsl: boolean
  readonly SslConnections: number | undefined
  readonly NetworkType: string
  readonly VpnType: string
  readonly InstanceChargeType: string
  readonly Period: number | undefined
}

/** Of gateways of either type; that the second one is missing is told as one that is not there. */
export const secondVSwitchRules: readonly Rule<Pick<Ordered, 'DisasterRecoveryVSwitchId'>>[] = [
  {
    code: 'InvalidVSwitchId.NotFound',
    demand: 'is required in a region whose VPN gateways all have two tunnels a connection',
    brokenBy: ({ DisasterRecoveryVSwitchId: second }, { region, settings }) =>
      second === undefined && settingOfRegion(settings, region, 'second-vswitch') === 'required'
        ? 'DisasterRecoveryVSwitchId'
        : undefined,
  },
  {
    code: 'InvalidVSwitchId.SecondVswitchNotSupport',
    demand: 'must be left out in a region whose VPN gateways are in one vSwitch',
    brokenBy: ({ DisasterRecoveryVSwitchId: second }, { region, settings }) =>
      second !== undefined && settingOfRegion(settings, region, 'second-vswitch') === 'refused'
        ? 'DisasterRecoveryVSwitchId'
        : undefined,
  },
]

const isPrivate = ({ NetworkType }: Ordered): boolean => NetworkType === 'private'

/** Mistakes in the document's own words. */
const mistakes: readonly Rule<Ordered>[] = [
  {
    code: 'MissingParameter',
    demand: 'is required where DisasterRecoveryVSwitchId is given',
    brokenBy: ({ VSwitchId, DisasterRecoveryVSwitchId }) =>
      VSwitchId === undefined && DisasterRecoveryVSwitchId !== undefined ? 'VSwitchId' : undefined,
  },
  {
    code: 'InvalidSpec.NotFound',
    demand:
      'must be 200 or 1000 where NetworkType is private, none of 5, 20 and 50 in regions outside of China, and one that the region has',
    brokenBy: ({ Bandwidth, NetworkType }, place) =>
      bandwidthsOf(NetworkType, place).includes(Bandwidth) ? undefined : 'Bandwidth',
  },
  {
    code: 'InvalidSpec.NotFound',
    demand: 'must be Normal in a region that has no ShangMi',
    brokenBy: ({ VpnType }, { region, settings }) =>
      VpnType === 'Normal' || settingOfRegion(settings, region, 'shangmi') ? undefined : 'VpnType',
  },
  {
    code: 'ChargeType.NotSupport',
    demand: 'must be one that the site of the account sells',
    brokenBy: ({ InstanceChargeType }, { settings }) =>
      isSoldAt(InstanceChargeType, siteOf(settings)) ? undefined : 'InstanceChargeType',
  },
  ...secondVSwitchRules,
  {
    code: 'InvalidPeriod',
    demand: 'is required where InstanceChargeType is PREPAY',
    brokenBy: ({ InstanceChargeType, Period }) =>
      InstanceChargeType === 'PREPAY' && Period === undefined ? 'Period' : undefined,
  },
  {
    code: 'InvalidVpnEnable',
    demand: 'must not be false where EnableSsl is',
    brokenBy: ({ EnableIpsec, EnableSsl }) => (EnableIpsec || EnableSsl ? undefined : 'EnableIpsec'),
  },
  {
    code: 'UnnecessarySslConnection',
    demand: 'must be left out where EnableSsl is false',
    brokenBy: ({ EnableSsl, SslConnections }) =>
      SslConnections === undefined || EnableSsl ? undefined : 'SslConnections',
  },
  {
    code: 'OperationFailed.NetworkTypeNotMatch',
    demand: 'must not be private where VpnType is NationalStandard',
    brokenBy: (request) => (isPrivate(request) && request.VpnType === 'NationalStandard' ? 'NetworkType' : undefined),
  },
  {
    code: 'OperationFailed.SslNotSupport',
    demand: 'must be false where NetworkType is private',
    brokenBy: (request) => (isPrivate(request) && request.EnableSsl ? 'EnableSsl' : undefined),
  },
]

/** What the cloud would take. Not in its words for mistakes: Terraform's provider repeats OperationFailed.SslNotSupport for minutes. */
const unserved: readonly Rule<Ordered>[] = [
  {
    code: 'OperationUnsupported.EnableSsl',
    demand: 'must be false: SSL-VPN is not served, connections are IPsec',
    brokenBy: ({ EnableSsl }) => (EnableSsl ? 'EnableSsl' : undefined),
  },
]

export const createRules: readonly Rule<Ordered>[] = [...mistakes, ...unserved]
