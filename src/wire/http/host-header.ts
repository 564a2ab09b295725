import type { IncomingMessage } from 'node:http'

/** "Vpc.Example.com:80" of http is "vpc.example.com" (RFC 9110 section 4.2.3). */
const normal = (authority: string): string => authority.toLowerCase().replace(/:80$/, '')

/**
 * Why it cannot be said which host a request is for, or undefined when it can. A server answers such a request with 400
 * (RFC 9112 section 3.2): what stands in front of it may have taken the other name.
 */
export function hostProblem({ rawHeaders, url = '' }: Pick<IncomingMessage, 'rawHeaders' | 'url'>): string | undefined {
  let host: string | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue
    if (host !== undefined) return 'the request has more than one Host header'
    host = rawHeaders[index + 1] ?? ''
  }
  if (url.startsWith('/') || host === undefined) return undefined
  const authority = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1]
  if (authority === undefined || normal(authority) === normal(host)) return undefined
  return 'the request names one host in its target and another in its Host header'
}
