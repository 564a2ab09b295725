import { type Ipv4Prefix, parseIpv4Prefix } from '../../../../domain/address.ts'
import type { TrafficSelectors } from '../../../../domain/ike.ts'
import { unroutable, unroutableRangeOf } from '../../../../domain/unroutable.ts'
import * as t from '../../../../operations/wire-type.ts'

/** A list of prefixes, and how it was written. */
export interface Subnets {
  readonly text: string
  readonly prefixes: readonly Ipv4Prefix[]
}

function parse(text: string): Subnets | undefined {
  const prefixes: Ipv4Prefix[] = []
  for (const part of text.split(',')) {
    const prefix = parseIpv4Prefix(part.trim())
    if (prefix === undefined || prefixes.includes(prefix) || unroutableRangeOf(prefix) !== undefined) return undefined
    prefixes.push(prefix)
  }
  return { text, prefixes }
}

/** 0.0.0.0/0 on both sides leaves it to routes what goes through ("Destination Routing Mode"). */
export const subnets = t.parsed(
  `distinct IPv4 prefixes without host bits, separated by commas, none inside ${unroutable.join(', ')}`,
  parse,
  ['10.20.0.0/16', '10.21.0.0/16'],
)

/** Every local prefix with every remote one. */
export const selectorsOf = (local: Subnets, remote: Subnets): readonly TrafficSelectors[] => [
  { local: local.prefixes, remote: remote.prefixes },
]
