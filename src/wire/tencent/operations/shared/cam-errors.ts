/** Codes that the documents of CAM's and STS's operations list, and that nothing here ends in. */

const oneCode = 'what is refused is told with a code of its own'
const inside = 'told as InternalError'
const checked = 'told as InvalidParameter, or with the code of what is wrong'
const noService = 'accounts are in no organization or identity center'
const allKnown = 'what other products call their actions and resources is not known here, so a policy may name any'
const noConsole = 'there is no console to log in to'
const noRates = 'requests are not counted here'
const onePlace = 'users and what they have are kept in one place: nothing is between the two that could fail'

const reasons = {
  'AuthFailure.AccessKeyIllegal': 'a key that is not known is told before the operation is looked at',
  FailedOperation: oneCode,
  'FailedOperation.Accesskey': oneCode,
  'FailedOperation.CheckMFAError': 'access keys are used without a second factor',
  'FailedOperation.ExistHighRiskOperations': noConsole,
  'FailedOperation.ForbidAdd': noService,
  'FailedOperation.GetUserAreaError': onePlace,
  'FailedOperation.MFATypeNotSupported': 'access keys are used without a second factor',
  'FailedOperation.OrganizationPolicyOperateError': noService,
  'FailedOperation.PolicyFull': 'told as InvalidParameter.AttachmentFull',
  'FailedOperation.PolicyNameInUse': 'a version has no name of its own',
  'FailedOperation.TagResourceFailed': onePlace,
  'FailedOperation.UnTagResourceFailed': onePlace,
  'FailedOperation.Unmodifiable': 'every user may be changed',
  'InternalError.DbError': inside,
  'InternalError.EncryptError': inside,
  'InternalError.GetAppIdError': inside,
  'InternalError.GetRoleError': inside,
  'InternalError.GetSeedTokenError': inside,
  'InternalError.IllegalRole': inside,
  'InternalError.PbSerializeError': inside,
  'InternalError.SystemError': inside,
  'InternalError.UnknownError': inside,
  'InvalidParameter.AccessKeyNotSupport': 'every key stands for somebody',
  'InvalidParameter.AccountNotAvaliable': 'an account is there, or its keys are not known',
  'InvalidParameter.ActionNotExist': allKnown,
  'InvalidParameter.ActionServiceNotExist': allKnown,
  'InvalidParameter.AttachmentFull': 'it attaches nothing',
  'InvalidParameter.ExtendStrategyOverSize': 'told as InvalidParameter.PolicyTooLong',
  'InvalidParameter.GrantOtherResource': 'a policy may name whatever it likes: it only takes away',
  'InvalidParameter.GroupUserFull': 'a group may have any number of users',
  'InvalidParameter.NotSupportProduct': allKnown,
  'InvalidParameter.OrganizationRoleOperateError': noService,
  'InvalidParameter.OverLimit': noRates,
  'InvalidParameter.ParamError': checked,
  'InvalidParameter.PolicyIdNotExist': 'told as ResourceNotFound.PolicyIdNotFound',
  'InvalidParameter.PolicyNameError': 'it names no policy',
  'InvalidParameter.PrincipalQcsError': 'a policy has no principal: one that has is InvalidParameter.PrincipalError',
  'InvalidParameter.PrincipalQcsCrossError': 'a role may name accounts that are not here: they are admitted nowhere',
  'InvalidParameter.PrincipalQcsNotExist': 'a role may name users that are made later',
  'InvalidParameter.PrincipalServiceNotExist': 'a role may name services that are not here',
  'InvalidParameter.ResouceError': 'told as InvalidParameter.StrategyInvalid',
  'InvalidParameter.ResourceServiceNotExist': allKnown,
  'InvalidParameter.SearchKeywordLengthError': 'a keyword may be of any length',
  'InvalidParameter.KeywordError': 'a keyword may be of any length',
  'InvalidParameter.GroupIdError': 'it names no group',
  'InvalidParameter.ServiceTypeError': 'it names no product',
  'InvalidParameter.UinError': 'it names no user',
  'InvalidParameter.TagParamError': 'a tag is told as InvalidParameterValue, with the code of what is wrong with it',
  'InvalidParameter.TempCodeNotAvaliable': 'there are no codes that stand for a login',
  'InvalidParameter.UserNotExist': 'it names no user, or tells it as ResourceNotFound.UserNotExist',
  'OperationDenied.AccessKeyOverLimit': 'it makes no key',
  'OperationDenied.CicPolicyOperationDenied': noService,
  'OperationDenied.PolicyTagConflict': 'a policy may ask for tags however it is tagged itself',
  'OperationDenied.SubUin': 'whose keys a user may change, his policies say',
  'OperationDenied.UinNotMatch': 'users of other accounts are not there for this one',
  'RequestLimitExceeded.CreateUser': noRates,
  'RequestLimitExceeded.UinLimitExceeded': noRates,
  'ResourceNotFound.GroupNotExist': 'it names no group',
  'ResourceNotFound.NotFound': oneCode,
  'ResourceNotFound.PolicyIdNotFound': 'it names no policy',
  'ResourceNotFound.SecretNotExist': 'it names no key',
  'ResourceNotFound.UserNotExist': 'it names no user',
  'UnauthorizedOperation.DeleteApiKey': 'who may delete a user may delete its keys',
  UnauthorizedOperation: 'told as AuthFailure.UnauthorizedOperation',
  UnsupportedOperation: oneCode,
} as const

export type ReasonedCode = keyof typeof reasons

/** The codes, each with its reason. */
export const neverOf = <C extends ReasonedCode>(...codes: readonly C[]): Readonly<Record<string, string>> =>
  Object.fromEntries(codes.map((code) => [code, reasons[code]]))
