import type { NewResource } from '../../../../commands/command.ts'
import type { CreateGateway } from '../../../../commands/gateway.ts'
import type { CallContext } from '../../../http/context.ts'
import { regionOf } from '../../regions.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { routingRules } from './routing-rules.ts'

/** What every new gateway has: its id for a name, where none is given, and a zone for each vSwitch, where there are several. */
export const gatewayOf = (
  context: CallContext,
  { id, name }: NewResource,
): Pick<CreateGateway, 'name' | 'outerPool' | 'zonesApart' | 'routing' | 'propagatesRoutes' | 'quota'> => ({
  name: name === '' ? id : name,
  quota: quotaOf(context, 'vpn_quota_instances_num'),
  outerPool: context.account.outerPool,
  zonesApart: (regionOf(context.region)?.zones.length ?? 0) > 1,
  routing: routingRules,
  propagatesRoutes: false,
})
