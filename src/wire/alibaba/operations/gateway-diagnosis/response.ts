import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { toSecond } from '../shared/times.ts'
import type { Finding } from './findings.ts'

type Diagnosis = Resource<'diagnosis'>

const findingsOf = (diagnosis: Diagnosis) => extras.diagnosis.read(diagnosis).findings

export const diagnosisFields = {
  BeginTime: r.string(r.stored('when it was asked for'), ({ createdAt }: Diagnosis) => toSecond(createdAt)),
  DiagnoseId: r.string(r.stored('its id'), (diagnosis: Diagnosis) => diagnosis.id),
  DiagnoseResult: r.structures(r.observed('what was found then, check by check'), findingsOf, {
    DiagnoseName: r.string(r.derived('the check'), ({ name }: Finding) => name),
    DiagnoseResultDescription: r.string(
      r.observed('what was found, as JSON'),
      ({ description }: Finding) => description,
    ),
    DiagnoseResultLevel: r.string(r.derived('how much of a fault it is'), ({ level }: Finding) => level),
  }),
  FinishTime: r.string(r.stored('the same: all is looked at at once'), ({ createdAt }: Diagnosis) =>
    toSecond(createdAt),
  ),
  FinishedCount: r.integer(r.derived('all of them'), (diagnosis: Diagnosis) => findingsOf(diagnosis).length),
  ResourceInstanceId: r.string(r.given('ResourceId'), ({ spec }: Diagnosis) => spec.connection),
  ResourceType: r.constant('IPsec', 'connections are what is diagnosed'),
  TotalCount: r.integer(r.derived('how many checks there are'), (diagnosis: Diagnosis) => findingsOf(diagnosis).length),
  VpnGatewayId: r.string(r.given('VpnGatewayId'), ({ spec }: Diagnosis) => spec.gateway),
}
