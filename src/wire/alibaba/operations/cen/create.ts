import { createRouterGroup } from '../../../../commands/router.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { globalRegion } from '../../regions.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { anyRegion, clientToken, freeText, resourceGroup } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { tagFields, tagRules } from '../shared/tags.ts'
import { cenFields, protectionLevel, protectionNotes } from './response.ts'

export const createCen = operation({
  ...about('CreateCen', cen, 'ceninstance/*'),
  summary: 'Creates a CEN instance, which transit routers belong to.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...anyRegion,
    Name: optional(freeText(128)),
    Description: optional(freeText(256)),
    ProtectionLevel: withDefault(protectionLevel, false, { ...protectionNotes, defaultText: 'REDUCED' }),
    ...resourceGroup,
    ...tagFields,
    ...clientToken,
  },
  rules: tagRules,
  response: r.pick(cenFields, 'CenId'),
  shownBy: { operation: 'DescribeCens', id: 'CenId', at: 'Cens.Cen' },
  errors: {},
  async run(context: CallContext, request) {
    const everywhere = context.inRegion(globalRegion)
    const resource = newResource(everywhere, 'cen', request.Name, readLabels(request))
    return executed(everywhere, 'router-group', createRouterGroup, { ...resource, disjoint: request.ProtectionLevel })
  },
})
