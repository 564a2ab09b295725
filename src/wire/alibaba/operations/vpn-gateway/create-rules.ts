/** What CreateVpnGateway demands of several parameters together, and what of them is not served. */
import type { Rule } from '../../../../operations/operation.ts'
import { isInChina } from '../../regions.ts'
import { noPrivate, noShangMi } from './request.ts'

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

const isPrivate = ({ NetworkType }: Ordered): boolean => NetworkType === 'private'

/** In Mbit/s. */
const bandwidths = {
  private: [200, 1000],
  inChina: [5, 10, 20, 50, 100, 200, 500, 1000],
  abroad: [10, 100, 200, 500, 1000],
}

const bandwidthsOf = (request: Ordered, region: string): readonly number[] => {
  if (isPrivate(request)) return bandwidths.private
  return isInChina(region) ? bandwidths.inChina : bandwidths.abroad
}

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
    demand: 'must be 200 or 1000 where NetworkType is private, and none of 5, 20 and 50 in regions outside of China',
    brokenBy: (request, region) =>
      bandwidthsOf(request, region).includes(request.Bandwidth) ? undefined : 'Bandwidth',
  },
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
  {
    code: 'OperationUnsupported.NetworkType',
    demand: `must be public: ${noPrivate}`,
    brokenBy: (request) => (isPrivate(request) ? 'NetworkType' : undefined),
  },
  {
    code: 'OperationUnsupported.VpnType',
    demand: `must be Normal: ${noShangMi}`,
    brokenBy: ({ VpnType }) => (VpnType === 'Normal' ? undefined : 'VpnType'),
  },
]

export const createRules: readonly Rule<Ordered>[] = [...mistakes, ...unserved]
