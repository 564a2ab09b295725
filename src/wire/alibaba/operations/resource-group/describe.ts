import { ok } from '../../../../domain/result.ts'
import { ignored, optional, refused, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields } from '../../paging.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { anyRegion, id } from '../shared/request-fields.ts'
import { about, resourceManager } from '../shared/service.ts'
import { resourceGroupFields } from './response.ts'
import { resourceGroups } from './view.ts'

const tag = t.structure({ Key: optional(t.text()), Value: optional(t.text()) })

export const listResourceGroups = operation({
  ...about('ListResourceGroups', resourceManager, '*'),
  summary: 'Lists the default resource group, and those that the account’s resources are in.',
  effect: 'read',
  request: {
    ...anyRegion,
    ResourceGroupId: optional(id),
    ResourceGroupIds: optional(t.list(id)),
    Name: optional(t.text()),
    DisplayName: optional(t.text()),
    Status: optional(t.word('OK', 'Creating', 'Deleting', 'Deleted', 'PendingDelete')),
    Tag: refused(t.list(tag), 'resource groups have no tags'),
    IncludeTags: ignored('resource groups have no tags'),
    ...pageFields,
    PageSize: withDefault(t.integerBetween(1, 100), 10, { noFilter: 'it says how many are shown' }),
  },
  response: wrappedPage('ResourceGroups', 'ResourceGroup', resourceGroupFields),
  errors: {},
  async run(context: CallContext, request) {
    const { ResourceGroupId, ResourceGroupIds, Name, DisplayName, Status = 'OK', PageNumber, PageSize } = request
    const found = (await resourceGroups(context)).filter(
      ({ id, name, displayName }) =>
        Status === 'OK' &&
        (ResourceGroupId ?? id) === id &&
        (ResourceGroupIds ?? [id]).includes(id) &&
        (Name ?? name) === name &&
        (DisplayName ?? displayName) === displayName,
    )
    const items = found.slice((PageNumber - 1) * PageSize, PageNumber * PageSize)
    return ok({ items, number: PageNumber, size: PageSize, total: found.length })
  },
})
