/** Signatures over a request's parameters, in the query, the form, or both: the older method of both clouds. */
import { fail, ok, type Result } from '../../domain/result.ts'
import type { HttpRequest } from './message.ts'
import { mergedParameters, type Parameter } from './signature-input.ts'
import type { MissingPart, SignatureProblem } from './signature-problem.ts'

/** What one cloud calls the parts of such a signature, and which of its variants there are. */
export interface ParameterMethod<Scheme> {
  /** Whether a name may stand without `=`. */
  readonly separator: 'required' | 'optional'
  /** A request that has none of these is not signed by its parameters. */
  readonly marks: readonly string[]
  /** A sentence about such a request. */
  readonly unsigned: string
  readonly names: {
    readonly keyId: string
    readonly timestamp: string
    readonly nonce: string
    readonly securityToken: string
  }
  /** What else is about signing, and so may be given only once. */
  readonly others: readonly string[]
  schemeOf(special: ReadonlyMap<string, string>): Result<Scheme, SignatureProblem>
  missing(kind: MissingPart, parameter: string): SignatureProblem
  /** Milliseconds since the epoch. */
  readTimestamp(text: string): Result<number, SignatureProblem>
}

/** A signature over parameters as it arrived. */
export interface PresentedParameters<Scheme> {
  readonly scheme: Scheme
  readonly keyId: string
  /** Milliseconds since the epoch. */
  readonly timestampMs: number
  readonly nonce: string
  readonly securityToken: string | undefined
  /** Base64, as sent. */
  readonly signature: string
  /** Query and form merged, `Signature` included, in the order sent. */
  readonly parameters: readonly Parameter[]
}

function namedOnce(
  parameters: readonly Parameter[],
  names: readonly string[],
): Result<ReadonlyMap<string, string>, SignatureProblem> {
  const found = new Map<string, string>()
  for (const [name, value] of parameters) {
    if (!names.includes(name)) continue
    if (found.has(name)) return fail({ kind: 'malformed', detail: `${name} is given twice.` })
    found.set(name, value)
  }
  return ok(found)
}

/** Fails with `unsigned` when no parameter is about signing. An empty value counts as absent. */
export function readSignedParameters<Scheme>(
  request: HttpRequest,
  method: ParameterMethod<Scheme>,
): Result<PresentedParameters<Scheme>, SignatureProblem> {
  const { names, missing } = method
  const merged = mergedParameters(request, method.separator)
  if (!merged.ok) return fail({ kind: 'malformed-parameters', detail: merged.error })
  const parameters = merged.value
  if (!parameters.some(([name]) => method.marks.includes(name))) {
    return fail({ kind: 'unsigned', detail: method.unsigned })
  }
  const special = namedOnce(parameters, ['Signature', ...Object.values(names), ...method.others])
  if (!special.ok) return special
  const scheme = method.schemeOf(special.value)
  if (!scheme.ok) return scheme
  const [keyId, signature, timestamp, nonce] = [names.keyId, 'Signature', names.timestamp, names.nonce].map((name) =>
    special.value.get(name),
  )
  if (!keyId) return fail(missing('missing-key-id', names.keyId))
  if (!signature) return fail({ kind: 'malformed', detail: 'Signature is empty or missing.' })
  if (!timestamp) return fail(missing('missing-timestamp', names.timestamp))
  if (!nonce) return fail(missing('missing-nonce', names.nonce))
  const timestampMs = method.readTimestamp(timestamp)
  if (!timestampMs.ok) return timestampMs
  const securityToken = special.value.get(names.securityToken) || undefined
  return ok({
    scheme: scheme.value,
    keyId,
    timestampMs: timestampMs.value,
    nonce,
    securityToken,
    signature,
    parameters,
  })
}
