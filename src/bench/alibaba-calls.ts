import { randomUUID } from 'node:crypto'
import { signV3 } from '../wire/alibaba/signature.ts'
import { lowerCased } from './tencent-calls.ts'

export interface AlibabaKey {
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

/** The region that requests of the bench are made in. */
export const region = 'cn-hangzhou'

/** A request that is signed once, with a nonce of its own: it can be sent once. */
export function signed(
  api: string,
  key: AlibabaKey,
  action: string,
  query: Readonly<Record<string, string>>,
  version = '2016-04-28',
) {
  const pairs = Object.entries({ RegionId: region, ...query })
  const headers = signV3({
    method: 'POST',
    host: new URL(api).host,
    query: pairs,
    action,
    version,
    keyId: key.accessKeyId,
    secret: key.accessKeySecret,
    timestampMs: Date.now(),
    nonce: randomUUID(),
  })
  const target = `/?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`
  return { method: 'POST', target, headers: lowerCased(headers), body: '' }
}

/** Calls of one account, answered or rejected. */
export const alibabaCalls =
  (api: string, key: AlibabaKey) =>
  async (action: string, parameters: Readonly<Record<string, unknown>>, version?: string) => {
    const query = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]))
    const { method, target, headers, body } = signed(api, key, action, query, version)
    const { host: _, ...sent } = headers
    const response = await fetch(new URL(target, api), { method, headers: sent, body })
    const answer = (await response.json()) as Readonly<Record<string, unknown>>
    if (!response.ok) throw new Error(`${action}: ${answer.Code}: ${answer.Message}`)
    return answer
  }
