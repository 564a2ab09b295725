import { domainError } from '../../../../domain/error.ts'
import type { Condition } from '../../../../domain/page.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { withId } from '../shared/conditions.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { diagnosisFields } from './response.ts'

const ofGateway = (gateway: string | undefined): readonly Condition[] =>
  gateway === undefined ? [] : [{ by: 'facet', facet: 'place', anyOf: [gateway] }]

const noFilter = 'it says which diagnosis is told'

export const getVpnGatewayDiagnoseResult = operation({
  ...about('GetVpnGatewayDiagnoseResult', vpn, '*'),
  summary: 'Tells what was found when a connection was looked at; of each connection the newest is kept.',
  effect: 'read',
  request: {
    ...region,
    DiagnoseId: optional(id, { noFilter }),
    VpnGatewayId: optional(id, { note: 'without DiagnoseId, the newest of the gateway', noFilter }),
    ClientToken: ignored('nothing is changed, so to repeat it changes nothing either'),
  },
  rules: [
    {
      code: 'MissingParameter',
      demand: 'is required, or VpnGatewayId',
      brokenBy: ({ DiagnoseId, VpnGatewayId }) =>
        DiagnoseId === undefined && VpnGatewayId === undefined ? 'DiagnoseId' : undefined,
    },
  ],
  response: diagnosisFields,
  errors: { 'diagnosis-not-found': true },
  async run({ reader }: CallContext, { DiagnoseId, VpnGatewayId }) {
    const where = [...withId(DiagnoseId), ...ofGateway(VpnGatewayId)]
    const [newest] = (await reader.page('diagnosis', { where, limit: 1 })).items
    if (newest === undefined) return fail(domainError('diagnosis-not-found', 'no such diagnosis', DiagnoseId))
    return ok(newest)
  },
})
