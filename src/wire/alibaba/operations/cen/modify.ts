import { modifyRouterGroup } from '../../../../commands/router-group.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion, clearableText, freeText, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { noSuchCen, protectionLevel, protectionNotes, rangesOverlap } from './response.ts'

export const modifyCenAttribute = operation({
  ...about('ModifyCenAttribute', cen, 'ceninstance/{CenId}'),
  summary: 'Names and describes a CEN instance anew.',
  effect: 'write',
  request: {
    ...anyRegion,
    CenId: required(id),
    Name: optional(freeText(128)),
    Description: optional(clearableText(256)),
    ProtectionLevel: optional(protectionLevel, protectionNotes),
  },
  response: {},
  shownBy: { operation: 'DescribeCens', id: 'CenId', at: 'Cens.Cen' },
  errors: { 'router-group-not-found': noSuchCen, 'prefixes-overlap': rangesOverlap },
  async run(context: CallContext, { CenId, Name: name, Description: description, ProtectionLevel: disjoint }) {
    const changed = await context.acrossRegions().execute(modifyRouterGroup, { id: CenId, name, description, disjoint })
    return changed.ok ? ok({}) : changed
  },
})
