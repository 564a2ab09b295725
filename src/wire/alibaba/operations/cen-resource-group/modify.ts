import { modifyLabels } from '../../../../commands/labels.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { newResourceGroup } from '../shared/resource-group.ts'
import { cenTypes, resourceType } from '../shared/resource-type.ts'
import { about, cen } from '../shared/service.ts'

const { CEN } = cenTypes

export const moveResourceGroup = operation({
  ...about('MoveResourceGroup', cen, '{ResourceType}/{ResourceId}'),
  summary: 'Moves a CEN instance to another resource group.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...anyRegion,
    ResourceId: required(id),
    ResourceType: required(resourceType({ CEN })),
    ...newResourceGroup,
    ...clientToken,
    ...dryRun,
  },
  response: {},
  shownBy: { operation: 'DescribeCens', id: 'ResourceId', at: 'Cens.Cen' },
  errors: { 'router-group-not-found': true },
  async run(context: CallContext, { ResourceType: { kind, notFound }, ResourceId: id, NewResourceGroupId }) {
    const move = { id, resourceGroup: NewResourceGroupId }
    const moved = await context.acrossRegions().execute(modifyLabels(kind, notFound), move)
    return moved.ok ? ok({}) : moved
  },
})
