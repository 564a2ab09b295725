import type { Brand } from './brand.ts'

/**
 * A key of TCP's MD5 signature (RFC 2385) that daemons take: 1 to 80 printable ASCII characters (80 is Linux's
 * TCP_MD5SIG_MAXKEYLEN) without the quotation mark, which BIRD's strings have no way to write.
 */
export type BgpPassword = Brand<string, 'BgpPassword'>

export const isBgpPassword = (text: string): text is BgpPassword => /^[\x20\x21\x23-\x7e]{1,80}$/.test(text)
