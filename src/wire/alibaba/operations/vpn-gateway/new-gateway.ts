import type { NewResource } from '../../../../commands/command.ts'
import type { CreateGateway } from '../../../../commands/gateway.ts'
import type { CallContext } from '../../../http/context.ts'
import { regionOf } from '../../regions.ts'
import { routingRules } from './routing-rules.ts'

/** What every new gateway has: its id for a name, where none is given, and a zone for each vSwitch, where there are several. */
export const gatewayOf = (
  { account, region }: CallContext,
  { id, name }: NewResource,
): Pick<CreateGateway, 'name' | 'outerPool' | 'zonesApart' | 'routing' | 'propagatesRoutes'> => ({
  name: name === '' ? id : name,
  outerPool: account.outerPool,
  zonesApart: (regionOf(region)?.zones.length ?? 0) > 1,
  routing: routingRules,
  propagatesRoutes: false,
})
