import { modifyLabels } from '../../../../commands/labels.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion, clearableText, freeText, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { noSuchCen } from './response.ts'

const modifyGroup = modifyLabels('router-group', 'router-group-not-found')

export const modifyCenAttribute = operation({
  ...about('ModifyCenAttribute', cen, 'ceninstance/{CenId}'),
  summary: 'Names and describes a CEN instance anew.',
  effect: 'write',
  request: {
    ...anyRegion,
    CenId: required(id),
    Name: optional(freeText(128)),
    Description: optional(clearableText(256)),
    ProtectionLevel: refused(t.word('REDUCED', 'FULL'), 'there is one level', { allow: ['REDUCED'] }),
  },
  response: {},
  shownBy: { operation: 'DescribeCens', id: 'CenId', at: 'Cens.Cen' },
  errors: { 'router-group-not-found': noSuchCen },
  async run(context: CallContext, { CenId, Name: name, Description: description }) {
    const changed = await context.acrossRegions().execute(modifyGroup, {
      id: CenId,
      name,
      description,
    })
    return changed.ok ? ok({}) : changed
  },
})
