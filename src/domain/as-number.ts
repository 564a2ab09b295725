import type { Brand } from './brand.ts'

/** A BGP autonomous system number, 1 to 4294967295 (RFC 6793). */
export type AsNumber = Brand<number, 'AsNumber'>

const largest = 0xffffffff

/** Reads "65530" and, as RFC 5396 calls it, asdot "123.456" (123 x 65536 + 456). */
export function parseAsNumber(text: string): AsNumber | undefined {
  const parts = text.split('.')
  if (parts.length > 2 || !parts.every((part) => /^\d{1,10}$/.test(part))) return undefined
  const [high, low] = parts.map(Number)
  if (high === undefined) return undefined
  if (low === undefined) return asNumber(high)
  return high > 0xffff || low > 0xffff ? undefined : asNumber(high * 65536 + low)
}

export function asNumber(value: number): AsNumber | undefined {
  return Number.isInteger(value) && value >= 1 && value <= largest ? (value as AsNumber) : undefined
}
