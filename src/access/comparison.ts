/** How values that a policy has are compared with those of a request, whatever its language calls that. */
import { BlockList, isIP } from 'node:net'
import { isLike } from './wildcard.ts'

/** Judges the value that a request has. */
export type Judge = (actual: string) => boolean

/** Undefined when `expected` is nothing that can be compared with. */
export type Comparison = (expected: string) => Judge | undefined

export function readNumber(text: string): number | undefined {
  const number = Number(text)
  return text.trim() === '' || Number.isNaN(number) ? undefined : number
}

type Compare = (actual: number, expected: number) => boolean

/** Compares what is read of both, as numbers. */
export const measured =
  (read: (text: string) => number | undefined, holds: Compare): Comparison =>
  (expected) => {
    const wanted = read(expected)
    if (wanted === undefined) return undefined
    return (actual) => {
      const is = read(actual)
      return is !== undefined && holds(is, wanted)
    }
  }

export const equal: Compare = (actual, expected) => actual === expected

export const orders = {
  less: (actual, expected) => actual < expected,
  lessOrEqual: (actual, expected) => actual <= expected,
  greater: (actual, expected) => actual > expected,
  greaterOrEqual: (actual, expected) => actual >= expected,
} as const satisfies Readonly<Record<string, Compare>>

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** An address or a block, whose host bits may be set. */
export const inBlock: Comparison = (expected) => {
  const [address = '', length] = expected.split('/')
  const version = isIP(address)
  const most = version === 6 ? 128 : 32
  const bits = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (version === 0 || !(bits <= most)) return undefined
  const block = new BlockList()
  block.addSubnet(address, bits, familyOf(address))
  return (actual) => {
    // A socket that takes both versions writes IPv4 addresses in this form (RFC 4291 section 2.5.5.2).
    const plain = actual.replace(/^::ffff:(?=\d+\.)/i, '')
    return isIP(plain) !== 0 && block.check(plain, familyOf(plain))
  }
}

export const sameText: Comparison = (expected) => (actual) => actual === expected
export const sameLetters: Comparison = (expected) => (actual) => actual.toLowerCase() === expected.toLowerCase()
export const likeText: Comparison = (expected) => (actual) => isLike(actual, expected)
