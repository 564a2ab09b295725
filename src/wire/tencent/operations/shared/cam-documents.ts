/** Policy documents as parameters. */
import type { WireType } from '../../../../operations/decode.ts'
import * as t from '../../../../operations/wire-type.ts'
import { readPolicy, readTrust } from '../../policy/policy.ts'
import { type ProblemCode, problemCodes } from '../../policy/problem.ts'
import { aboutAccess } from './cam.ts'

/** Characters of a document without blanks ("Use Limits", CAM documentation). */
const longest = 6144

const codeOf = (code: ProblemCode): string => `InvalidParameter.${code}`

export const tooLong = 'InvalidParameter.PolicyDocumentLengthOverLimit'

/** Only documents of roles name principals, and only those of policies resources. */
const trustCodes = problemCodes.filter((code) => !code.startsWith('Resource')).map(codeOf)
const policyCodes = problemCodes.filter((code) => code !== 'PrincipalQcsError').map(codeOf)

/** A document that is kept as it was written. */
function documentOf(read: typeof readPolicy, codes: readonly string[], samples: readonly string[]): WireType<string> {
  const accepts = `a policy document of at most ${longest} characters without blanks`
  const text = t.text(accepts, () => true, samples)
  return aboutAccess(
    t.refined(text, accepts, [tooLong, ...codes], (document) => {
      if (document.replace(/\s/g, '').length > longest) return { code: tooLong, detail: `must be ${accepts}` }
      const policy = read(document)
      return policy.ok
        ? undefined
        : { code: codeOf(policy.error.code), detail: `cannot be read: ${policy.error.detail}` }
    }),
  )
}

const allowing = (action: string): string =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: [action], resource: ['*'] }] })

const trusting = (principal: string): string =>
  JSON.stringify({
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: ['name/sts:AssumeRole'],
        principal: { qcs: [`qcs::cam::uin/100000000001:${principal}`] },
      },
    ],
  })

export const policyDocument = documentOf(readPolicy, policyCodes, [allowing('vpc:Describe*'), allowing('vpc:*')])

/** Who may take a role on. */
export const trustDocument = documentOf(readTrust, trustCodes, [trusting('root'), trusting('uin/100000000002')])

/** Codes that the operations with a policy's document have for it. */
export const documentedPolicyErrors: readonly string[] = [...policyCodes, tooLong]

/** The same of operations on a document that is stored. */
export const readBefore: Readonly<Record<string, string>> = Object.fromEntries(
  documentedPolicyErrors.map((code) => [code, 'what a version says was read before it was stored']),
)
