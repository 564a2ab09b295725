/**
 * A key of TCP's MD5 signature (RFC 2385) that daemons take: 1 to 80 printable ASCII characters (80 is Linux's
 * TCP_MD5SIG_MAXKEYLEN) without the quotation mark, which BIRD's strings have no way to write.
 */
export const isBgpPassword = (text: string): boolean => /^[\x20\x21\x23-\x7e]{1,80}$/.test(text)
