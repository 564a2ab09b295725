import type { NewResource } from '../../../../commands/command.ts'
import type { CreateGateway } from '../../../../commands/gateway.ts'
import type { CallContext } from '../../../http/context.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { reservedAddresses } from '../vswitch/response.ts'
import { routingRules } from './routing-rules.ts'

/** What every new gateway has: its id for a name, where none is given, and a zone for each vSwitch, where there are several. */
export const gatewayOf = (
  context: CallContext,
  { id, name }: NewResource,
): Pick<
  CreateGateway,
  'name' | 'outerPool' | 'zones' | 'reservedAddresses' | 'routing' | 'propagatesRoutes' | 'quota'
> => ({
  name: name === '' ? id : name,
  quota: quotaOf(context, 'vpn_quota_instances_num'),
  outerPool: context.account.outerPool,
  zones: {
    supported: settingOfRegion(context.account.settings, context.region, 'vpn-zones'),
    exhausted: settingOfRegion(context.account.settings, context.region, 'no-inventory'),
  },
  reservedAddresses,
  routing: routingRules,
  propagatesRoutes: false,
})

/** The data plane may not have what such a gateway is for. */
export const shangMiOf = (
  { lacks }: CallContext,
  vpnType: string,
): Pick<CreateGateway, 'isShangMi' | 'lacksShangMi'> => ({
  isShangMi: vpnType === 'NationalStandard',
  lacksShangMi: lacks['shang-mi'],
})
