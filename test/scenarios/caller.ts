import type { Credentials } from '../../src/server/installation.ts'
import { encodeParameters, signV3 } from '../../src/wire/alibaba/signature.ts'
import type { HttpRequest, HttpResponse } from '../../src/wire/http/message.ts'
import { signTc3 } from '../../src/wire/tencent/signature.ts'

/** Whatever answers signed requests, and the keys to sign them with. */
export interface Endpoint {
  readonly clock: { now(): number }
  readonly credentials: Credentials
  handle(request: HttpRequest): Promise<Pick<HttpResponse, 'status' | 'body'>>
}

export type Answer = Readonly<Record<string, unknown>>

/** Sends a signed request; rejects with `RefusedByCloud` when it is turned down. */
export type Caller = (action: string, parameters: object) => Promise<Answer>

/** The cloud's own error. */
export class RefusedByCloud extends Error {
  readonly code: string
  constructor(action: string, code: unknown, message: unknown) {
    super(`${action}: ${code}: ${message}`)
    this.code = String(code)
  }
}

const isRefusal = (error: unknown): error is RefusedByCloud => error instanceof RefusedByCloud

/** What `work` is refused with; "accepted" when it is not. */
export const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: unknown) => {
      if (isRefusal(error)) return error.code
      throw error
    },
  )

export function tencentCaller(installation: Endpoint, region: string): Caller {
  const { secretId, secretKey } = installation.credentials.tencent
  const host = 'vpc.tencentcloudapi.com'
  return async (action, parameters) => {
    const body = Buffer.from(JSON.stringify(parameters))
    const headers = signTc3({
      method: 'POST',
      host,
      body,
      service: 'vpc',
      action,
      version: '2017-03-12',
      region,
      keyId: secretId,
      secret: secretKey,
      timestampMs: installation.clock.now(),
    })
    const response = await installation.handle({ method: 'POST', path: '/', rawQuery: '', headers, body })
    const { Response: answer } = JSON.parse(response.body) as { Response: Answer & { Error?: Answer } }
    if (answer.Error !== undefined) throw new RefusedByCloud(action, answer.Error.Code, answer.Error.Message)
    return answer
  }
}

export const alibabaRegion = 'cn-hangzhou'

let nonces = 0

export function alibabaCaller(installation: Endpoint, version = '2016-04-28'): Caller {
  const { accessKeyId, accessKeySecret } = installation.credentials.alibaba
  const host = 'vpc.cn-hangzhou.aliyuncs.com'
  return async (action, parameters) => {
    nonces += 1
    const query = Object.entries({ RegionId: alibabaRegion, ...parameters })
    const signed = signV3({
      method: 'POST',
      host,
      query,
      action,
      version,
      keyId: accessKeyId,
      secret: accessKeySecret,
      timestampMs: installation.clock.now(),
      nonce: `scenario-${nonces}`,
    })
    const headers = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toLowerCase(), value]))
    const rawQuery = encodeParameters(query)
    const response = await installation.handle({ method: 'POST', path: '/', rawQuery, headers, body: new Uint8Array() })
    const answer = JSON.parse(response.body) as Answer
    if (response.status !== 200) throw new RefusedByCloud(action, answer.Code, answer.Message)
    return answer
  }
}
