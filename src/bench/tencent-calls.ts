import { signTc3 } from '../wire/tencent/signature.ts'
import { wireRequest } from './load.ts'

/** Signed calls of one account; a request may be sent more than once, since the scheme has no nonce. */
export interface TencentCalls {
  request(action: string, body: object): Buffer
  call(action: string, body: object): Promise<Record<string, unknown>>
}

export function tencentCalls(api: string, keyId: string, secret: string): TencentCalls {
  const { host } = new URL(api)
  const sign = (action: string, body: object) => {
    const text = JSON.stringify(body)
    const headers = signTc3({
      method: 'POST',
      host,
      body: Buffer.from(text),
      contentType: 'application/json',
      service: 'vpc',
      action,
      version: '2017-03-12',
      region: 'ap-guangzhou',
      keyId,
      secret,
      timestampMs: Date.now(),
    })
    return { text, headers: lowerCased(headers) }
  }
  return {
    request(action, body) {
      const { text, headers } = sign(action, body)
      return wireRequest(api, { method: 'POST', target: '/', headers, body: text })
    },
    async call(action, body) {
      const { text, headers } = sign(action, body)
      const { host: _, ...sent } = headers
      const answer = await fetch(api, { method: 'POST', headers: sent, body: text })
      const { Response: response } = (await answer.json()) as { Response: Record<string, unknown> }
      if (response.Error !== undefined) throw new Error(`${action}: ${JSON.stringify(response.Error)}`)
      return response
    },
  }
}

export const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
