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
export function signed(api: string, key: AlibabaKey, action: string, query: Readonly<Record<string, string>>) {
  const pairs = Object.entries({ RegionId: region, ...query })
  const headers = signV3({
    method: 'POST',
    host: new URL(api).host,
    query: pairs,
    action,
    version: '2016-04-28',
    keyId: key.accessKeyId,
    secret: key.accessKeySecret,
    timestampMs: Date.now(),
    nonce: randomUUID(),
  })
  const target = `/?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`
  return { method: 'POST', target, headers: lowerCased(headers), body: '' }
}
