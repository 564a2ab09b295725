/** What is wrong with a policy document, with the code that CAM has for it. */
export interface Problem {
  /** "InvalidParameter.EffectError", without what it begins with. */
  readonly code: ProblemCode
  /** For a person. */
  readonly detail: string
}

export const problemCodes = [
  'PolicyDocumentError',
  'VersionError',
  'StatementError',
  'EffectError',
  'ActionError',
  'ActionMiss',
  'ResourceError',
  'ResourceQcsError',
  'ResourceProjectError',
  'ResourceRegionError',
  'ResourceUinError',
  'ResourceContentError',
  'ConditionError',
  'ConditionTypeError',
  'ConditionContentError',
  'PrincipalError',
  'PrincipalQcsError',
] as const

export type ProblemCode = (typeof problemCodes)[number]

export const problem = (code: ProblemCode, detail: string): Problem => ({ code, detail })

export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
