/** Alibaba Cloud: "Signature method V2" of RPC APIs, the one that sends SignatureVersion 1.0: HMAC-SHA1 over parameters. */
import { createHmac } from 'node:crypto'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { HttpRequest } from '../http/message.ts'
import { type Parameter, percentEncode, sameSignature, sortedByName } from '../http/signature-input.ts'
import { type ParameterMethod, type PresentedParameters, readSignedParameters } from '../http/signature-parameters.ts'
import { formatTimestamp, missing, readTimestamp, type SignatureProblem } from './signature-problem.ts'

type Scheme = 'HMAC-SHA1'

/** A V1 signature as it arrived. */
export type PresentedV1 = PresentedParameters<Scheme>

/** What signV1 needs. `parameters` are the API's own, `Action` and `Version` among them. */
export interface V1Input {
  readonly method: string
  readonly parameters: readonly Parameter[]
  readonly keyId: string
  readonly secret: string
  readonly securityToken?: string | undefined
  /** Milliseconds since the epoch; sent to the second. */
  readonly timestampMs: number
  readonly nonce: string
}

const unsupported = (detail: string) => fail({ kind: 'unsupported-scheme' as const, detail })

const method: ParameterMethod<Scheme> = {
  separator: 'optional',
  marks: ['Signature', 'AccessKeyId', 'BearerToken'],
  unsigned: 'The request carries neither a Signature parameter nor Authorization.',
  names: {
    keyId: 'AccessKeyId',
    timestamp: 'Timestamp',
    nonce: 'SignatureNonce',
    securityToken: 'SecurityToken',
  },
  others: ['BearerToken', 'SignatureMethod', 'SignatureType', 'SignatureVersion'],
  schemeOf(special) {
    // Several SDKs always send SignatureType, empty for an access key.
    if (special.get('SignatureType') || special.has('BearerToken')) {
      return unsupported('Only access keys are supported, not bearer tokens or private keys.')
    }
    if (special.get('SignatureMethod') !== 'HMAC-SHA1') return unsupported('SignatureMethod must be HMAC-SHA1.')
    if (special.get('SignatureVersion') !== '1.0') return unsupported('SignatureVersion must be 1.0.')
    return ok('HMAC-SHA1')
  },
  missing,
  readTimestamp: (text) => readTimestamp('Timestamp', text),
}

/**
 * Reads the signature of a request that is signed by parameters, in the query, the form, or both.
 * Fails with `unsigned` when none of them is about signing.
 */
export const readV1 = (request: HttpRequest): Result<PresentedV1, SignatureProblem> =>
  readSignedParameters(request, method)

/** An escape within an escape: of what percentEncode leaves, only the percent sign is encoded a second time. */
const encodeTwice = (text: string): string => {
  const once = percentEncode(text)
  return once.includes('%') ? once.replaceAll('%', '%25') : once
}

const stringToSignV1 = (method: string, parameters: readonly Parameter[]): string => {
  let text = ''
  for (const [name, value] of sortedByName(parameters)) {
    if (name === 'Signature') continue
    if (text !== '') text += '%26'
    text += `${encodeTwice(name)}%3D${encodeTwice(value)}`
  }
  return `${method}&%2F&${text}`
}

const signature = (secret: string, stringToSign: string): string =>
  createHmac('sha1', `${secret}&`).update(stringToSign).digest('base64')

/** Recomputes and compares. `presented` must come from this very request. */
export const verifyV1 = (
  request: HttpRequest,
  presented: PresentedV1,
  secret: string,
): { readonly matches: boolean; readonly stringToSign: string } => {
  const stringToSign = stringToSignV1(request.method, presented.parameters)
  return { matches: sameSignature(signature(secret, stringToSign), presented.signature), stringToSign }
}

/** All parameters to send, the common ones and `Signature` added; send them in the query or the form, in any order. */
export const signV1 = (input: V1Input): readonly Parameter[] => {
  const parameters: Parameter[] = [
    ...input.parameters,
    ['AccessKeyId', input.keyId],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureNonce', input.nonce],
    ['SignatureVersion', '1.0'],
    ['Timestamp', formatTimestamp(input.timestampMs)],
  ]
  if (input.securityToken !== undefined) parameters.push(['SecurityToken', input.securityToken])
  parameters.push(['Signature', signature(input.secret, stringToSignV1(input.method, parameters))])
  return parameters
}
