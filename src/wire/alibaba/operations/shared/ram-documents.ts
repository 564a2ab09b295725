/** Policy documents as parameters. */
import type { WireType } from '../../../../operations/decode.ts'
import * as t from '../../../../operations/wire-type.ts'
import { readPolicy, readTrust } from '../../policy/policy.ts'
import { aboutAccess } from './ram.ts'

/** Characters of a document ("Limits", RAM documentation). */
const longest = 6144

/** A document that is kept as it was written; `fault` tells what is wrong with one. */
const documentOf =
  (fault: (text: string) => string | undefined, samples: readonly string[]) =>
  (parameter: string): WireType<string> => {
    const length = `InvalidParameter.${parameter}.Length`
    const malformed = 'MalformedPolicyDocument'
    const accepts = `a policy document of at most ${longest} characters`
    const text = t.text(accepts, () => true, samples)
    return aboutAccess(
      t.refined(text, accepts, [length, malformed], (document) => {
        if (document.length > longest) return { code: length, detail: `must be ${accepts}` }
        const detail = fault(document)
        return detail === undefined ? undefined : { code: malformed, detail }
      }),
    )
  }

const allowing = (Action: string): string =>
  JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })

const trusting = (principal: string): string =>
  JSON.stringify({
    Version: '1',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::1234567890123456:${principal}`] } },
    ],
  })

const faultOf = (read: typeof readPolicy) => (text: string) => {
  const policy = read(text)
  return policy.ok ? undefined : `cannot be read: ${policy.error}`
}

export const policyDocument = documentOf(faultOf(readPolicy), [allowing('vpc:Describe*'), allowing('vpc:*')])

/** Who may take a role on. */
export const trustDocument = documentOf(faultOf(readTrust), [trusting('root'), trusting('user/one')])
