import { required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { strangeCodes } from '../cam-policy/create.ts'
import { aboutAccess, policyId } from '../shared/cam.ts'
import { documentedPolicyErrors, readBefore } from '../shared/cam-documents.ts'
import { neverOf } from '../shared/cam-errors.ts'

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

const reasons = [
  'FailedOperation.OrganizationPolicyOperateError',
  'FailedOperation.PolicyNameInUse',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.PolicyNameError',
  'OperationDenied.CicPolicyOperationDenied',
  ...strangeCodes.filter((code) => code !== 'InvalidParameter.ParamError'),
] as const

/** The codes of the operations on a version that is there already. */
export const versionCodes = {
  documented: [
    'FailedOperation.PolicyVersionAlreadyDefault',
    'InvalidParameter.DescriptionLengthOverlimit',
    'InvalidParameter.ParamError',
    'InvalidParameter.PolicyIdError',
    'InvalidParameter.PolicyVersionNotExists',
    'ResourceNotFound.PolicyIdNotFound',
    ...documentedPolicyErrors,
    ...reasons,
  ],
  neverOccurs: {
    ...readBefore,
    ...neverOf(...reasons),
    'InvalidParameter.DescriptionLengthOverlimit': 'a version has no description of its own',
  },
} as const
