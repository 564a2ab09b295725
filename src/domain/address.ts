import type { Brand } from './brand.ts'

/** An IPv4 address in dotted-quad form, without leading zeros. */
export type Ipv4Address = Brand<string, 'Ipv4Address'>

/** An IPv4 prefix in CIDR form whose host bits are zero, such as "10.1.0.0/16" (RFC 4632 section 3.1). */
export type Ipv4Prefix = Brand<string, 'Ipv4Prefix'>

export const everything = '0.0.0.0/0' as Ipv4Prefix

const octet = /^(0|[1-9]\d{0,2})$/

/** The address as an unsigned 32-bit number, or undefined when the text is not a dotted quad. */
function toNumber(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0
  for (const part of parts) {
    if (!octet.test(part)) return undefined
    const byte = Number(part)
    if (byte > 255) return undefined
    value = value * 256 + byte
  }
  return value
}

function toText(value: number): string {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.')
}

const mask = (length: number): number => (length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0)

export function parseIpv4Address(text: string): Ipv4Address | undefined {
  return toNumber(text) === undefined ? undefined : (text as Ipv4Address)
}

interface Cidr {
  readonly base: number
  readonly length: number
}

function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return undefined
  const base = toNumber(text.slice(0, slash))
  const lengthText = text.slice(slash + 1)
  if (base === undefined || !/^(0|[1-9]\d?)$/.test(lengthText)) return undefined
  const length = Number(lengthText)
  return length > 32 ? undefined : { base, length }
}

/** Reads a prefix; one with host bits set, such as "10.0.0.5/24", is refused. */
export function parseIpv4Prefix(text: string): Ipv4Prefix | undefined {
  const cidr = parseCidr(text)
  if (cidr === undefined || (cidr.base & mask(cidr.length)) >>> 0 !== cidr.base) return undefined
  return text as Ipv4Prefix
}

/** Reads a prefix and clears its host bits: "10.0.0.5/24" is read as "10.0.0.0/24". */
export function parseIpv4PrefixWithHostBits(text: string): Ipv4Prefix | undefined {
  const cidr = parseCidr(text)
  if (cidr === undefined) return undefined
  return `${toText((cidr.base & mask(cidr.length)) >>> 0)}/${cidr.length}` as Ipv4Prefix
}

/** A prefix that was made by one of the parsers above, taken apart. */
function read(prefix: Ipv4Prefix): Cidr {
  const cidr = parseCidr(prefix)
  if (cidr === undefined) throw new TypeError(`not an IPv4 prefix: ${prefix}`)
  return cidr
}

/** The number of leading bits that the prefix fixes, 0 to 32. */
export const prefixLength = (prefix: Ipv4Prefix): number => read(prefix).length

export function containsAddress(prefix: Ipv4Prefix, address: Ipv4Address): boolean {
  const { base, length } = read(prefix)
  const value = toNumber(address)
  return value !== undefined && (value & mask(length)) >>> 0 === base
}

const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.length <= inner.length && (inner.base & mask(outer.length)) >>> 0 === outer.base

const meet = (a: Cidr, b: Cidr): boolean => contains(a, b) || contains(b, a)

/** Whether every address of `inner` is one of `outer`. */
export const containsPrefix = (outer: Ipv4Prefix, inner: Ipv4Prefix): boolean => contains(read(outer), read(inner))

/** For `sort`: by the first address, and the wider of two that begin with the same first. */
export function compareIpv4Prefixes(a: Ipv4Prefix, b: Ipv4Prefix): number {
  const [one, other] = [read(a), read(b)]
  return one.base - other.base || one.length - other.length
}

export const overlaps = (a: Ipv4Prefix, b: Ipv4Prefix): boolean => meet(read(a), read(b))

/** Finds the first of some ranges, which are taken apart once, that a prefix overlaps. */
export function overlapFinder(ranges: readonly Ipv4Prefix[]): (prefix: Ipv4Prefix) => Ipv4Prefix | undefined {
  const parts = ranges.map(read)
  return (prefix) => {
    const part = read(prefix)
    return ranges[parts.findIndex((range) => meet(range, part))]
  }
}

/** The number of addresses that the prefix holds. */
export const prefixSize = (prefix: Ipv4Prefix): number => 2 ** (32 - prefixLength(prefix))

/** The address at `index` from the start of the prefix (0 is the network's own), or undefined past its end. */
export function addressAt(prefix: Ipv4Prefix, index: number): Ipv4Address | undefined {
  if (index < 0 || index >= prefixSize(prefix)) return undefined
  return toText(read(prefix).base + index) as Ipv4Address
}
