import type { HttpRequest } from '../http/message.ts'
import { headerOf } from '../http/signature-input.ts'

/** The host without `:port`; only digits after the last colon are a port, so `[::1]` and `http://host` stay whole. */
const withoutPort = (host: string): string => {
  const colon = host.lastIndexOf(':')
  if (colon === -1 || colon === host.length - 1) return host
  for (let index = colon + 1; index < host.length; index++) {
    const code = host.charCodeAt(index)
    if (code < 0x30 || code > 0x39) return host
  }
  return host.slice(0, colon)
}

/**
 * What the client may have signed as its host, likeliest first: the Host header, without its port (the Node SDK's
 * signature v3 signs the host name only), and both in lower case. A Host need not parse as a URL's: with a whole URL as
 * endpoint, the Python SDK and tccli send the scheme in it.
 */
export const hostCandidates = (request: HttpRequest): readonly string[] => {
  const host = headerOf(request, 'host')?.trim() ?? ''
  const bare = withoutPort(host)
  const lower = host.toLowerCase()
  return [...new Set([host, bare, lower, withoutPort(lower)])]
}

/** The path as sent, and `/`, which some SDKs sign even when their endpoint has a path. */
export const pathCandidates = (request: HttpRequest): readonly string[] =>
  request.path === '/' ? ['/'] : [request.path, '/']
