import type { ConnectionQuotas } from '../../../../commands/connection-quota.ts'
import type { Rule } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { quotaIn, quotaOf } from '../../settings/quotas.ts'
import type { SecurityPolicy } from './security-policies.ts'

export const connectionQuotas = (context: Pick<CallContext, 'account'>): Required<ConnectionQuotas> => ({
  beside: quotaOf(context, 'vpn-gateway-max-custom-gateways'),
  inRegion: quotaOf(context, 'appid-max-vpn-connections'),
  withPeer: quotaOf(context, 'custom-gateway-max-vpn-connections'),
  pairs: quotaOf(context, 'vpn-gateway-max-spd-pairs'),
})

/** Of what a connection that is there already may come to. */
export function changeQuotas(context: Pick<CallContext, 'account'>): Pick<ConnectionQuotas, 'withPeer' | 'pairs'> {
  const { withPeer, pairs } = connectionQuotas(context)
  return { withPeer, pairs }
}

interface Given {
  readonly SecurityPolicyDatabases: readonly SecurityPolicy[] | undefined
}

/** How many policies a connection may have, and remote prefixes in each; documents have different codes for it. */
export const policyRules = (code: string): readonly Rule<Given>[] => [
  {
    code,
    demand: 'must be no more policies than the account may have',
    brokenBy: ({ SecurityPolicyDatabases: { length } = [] }, { settings }) =>
      length > quotaIn(settings, 'vpn-connection-max-spds') ? 'SecurityPolicyDatabases' : undefined,
  },
  {
    code,
    demand: 'must be no more prefixes than a policy of the account may have',
    brokenBy({ SecurityPolicyDatabases = [] }, { settings }) {
      const most = quotaIn(settings, 'spd-max-remote-cidrs')
      const index = SecurityPolicyDatabases.findIndex(({ RemoteCidrBlock }) => RemoteCidrBlock.length > most)
      return index < 0 ? undefined : `SecurityPolicyDatabases.${index}.RemoteCidrBlock`
    },
  },
]
