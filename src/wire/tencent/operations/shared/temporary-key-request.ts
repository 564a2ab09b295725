import { ignored, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { readPolicy } from '../../policy/policy.ts'
import { aboutAccess } from './cam.ts'

const codes = {
  tooLong: 'InvalidParameter.PolicyTooLong',
  format: 'InvalidParameter.StrategyFormatError',
  invalid: 'InvalidParameter.StrategyInvalid',
}

/** Ours: the documents say only that there is a limit. */
const longest = 6144

/** Clients encode it as URLs are, as the document says, or send it as it is. */
function decoded(text: string): string | undefined {
  if (text.trimStart().startsWith('{')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

const allowing = (action: string) =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: [action], resource: ['*'] }] })

const accepts = `a policy document of at most ${longest} characters, encoded as in a URL or not`

/** What a key may do of what whoever gives it may, as a document. */
export const narrowing = aboutAccess(
  t.checked(
    t.refined(
      t.text(accepts, () => true, [encodeURIComponent(allowing('vpc:Describe*')), allowing('vpc:*')]),
      accepts,
      Object.values(codes),
      (text) => {
        const document = decoded(text)
        if (document === undefined) return { code: codes.format, detail: 'is not encoded as a URL is' }
        if (document.length > longest) return { code: codes.tooLong, detail: `must be ${accepts}` }
        const policy = readPolicy(document)
        if (policy.ok) return undefined
        const { code, detail } = policy.error
        return {
          code: code === 'PolicyDocumentError' ? codes.format : codes.invalid,
          detail: `cannot be read: ${detail}`,
        }
      },
    ),
    accepts,
    decoded,
  ),
)

export const documentedPolicyCodes: readonly string[] = Object.values(codes)

export const overTime = 'InvalidParameter.OverTimeError'

/** In seconds; how much longer than that is too long depends on who asks. */
export const duration = (most: number) => aboutAccess(t.coded(t.integerBetween(1, most), overTime))

export const noMfa = 'access keys are used without a second factor'

export const sourceIdentity = ignored('who has asked is in the events of the account, by the key', { type: t.text() })

export const sessionName = required(
  t.coded(
    t.text('2 to 128 letters, digits and any of + = , . @ _ -', (value) => /^[\w+=,.@-]{2,128}$/.test(value), [
      'ab',
      'cd',
    ]),
    'InvalidParameter.ParamError',
  ),
  { worldless: 'it names the session' },
)
