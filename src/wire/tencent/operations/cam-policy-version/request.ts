import { required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { aboutAccess, policyId } from '../shared/cam.ts'

/** Versions are numbers; what is stored has a letter before them. */
export const versionNumber = (id: string): number => Number(id.slice(1))

export const versionId = aboutAccess(
  t.coded(
    t.checked(
      t.integer('the number of a version', (value) => value > 0),
      'the number of a version',
      (value) => `v${value}`,
    ),
    'InvalidParameter.ParamError',
  ),
)

/** Codes of the operations on versions that have none for a wrong id of a policy. */
export const ofPolicy = { PolicyId: required(policyId()) }
export const ofPolicyOtherwise = { PolicyId: required(policyId('InvalidParameter.ParamError')) }
