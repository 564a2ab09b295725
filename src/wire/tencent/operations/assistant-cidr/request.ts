/** What the operations on a VPC's secondary ranges ask for in the same words. */
import { type Ipv4Prefix, parseIpv4Prefix, prefixLength } from '../../../../domain/address.ts'
import { unroutableRangeOf } from '../../../../domain/unroutable.ts'
import type { WireType } from '../../../../operations/decode.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { quotaOf } from '../../settings/quotas.ts'

/** In one request. */
const most = 5

/** Of one VPC. */
export const mostOf = (context: Pick<CallContext, 'account'>): number => quotaOf(context, 'vpc-max-assistant_cidrs')

const value = 'InvalidParameterValue'

const prefix = t.coded(
  t.parsed('an IPv4 prefix of at most 28 bits, without host bits', parseRange, ['172.20.0.0/16', '172.21.0.0/16']),
  `${value}.Malformed`,
)

function parseRange(text: string): Ipv4Prefix | undefined {
  const parsed = parseIpv4Prefix(text)
  return parsed === undefined || prefixLength(parsed) > 28 ? undefined : parsed
}

function fault(prefixes: readonly Ipv4Prefix[]): t.Fault | undefined {
  if (prefixes.length === 0 || prefixes.length > most) {
    return { code: `${value}.LimitExceeded`, detail: `must be 1 to ${most}` }
  }
  const twice = prefixes.findIndex((each, at) => prefixes.indexOf(each) < at)
  if (twice >= 0) return { code: `${value}.Duplicate`, detail: 'is given twice', at: String(twice) }
  const unroutable = prefixes.findIndex((each) => unroutableRangeOf(each) !== undefined)
  return unroutable < 0 ? undefined : { code: value, detail: 'is no range for hosts', at: String(unroutable) }
}

/** Some of those that a VPC may have, each once. */
export const ranges: WireType<readonly Ipv4Prefix[]> = t.refined(
  t.list(prefix),
  `1 to ${most}, each once`,
  [`${value}.LimitExceeded`, `${value}.Duplicate`, value],
  fault,
)

interface Change {
  readonly NewCidrBlocks: readonly Ipv4Prefix[] | undefined
  readonly OldCidrBlocks: readonly Ipv4Prefix[] | undefined
}

export const changesSomething: Rule<Change> = {
  code: 'MissingParameter',
  demand: 'is required where there are no OldCidrBlocks',
  brokenBy: ({ NewCidrBlocks, OldCidrBlocks }) =>
    NewCidrBlocks === undefined && OldCidrBlocks === undefined ? 'NewCidrBlocks' : undefined,
}

/** What adding a range may end in. */
export const addErrors = {
  'network-not-found': true,
  'range-overlaps': wireError(`${value}.VpcCidrConflict`, 'The CIDR block `%s` conflicts with the VPC: it %d.'),
  'ranges-exhausted': wireError('LimitExceeded', 'Quota limit is reached: `%s` %d.'),
  'remote-overlaps-network': wireError(
    `${value}.VpcCidrOverlapRoute`,
    'The route to `%s` overlaps the CIDR block: %d.',
  ),
} as const

/** What taking one away may end in. */
export const removeErrors = {
  'network-not-found': true,
  'range-not-found': wireError('ResourceNotFound', 'The CIDR block `%s` is not there: it %d.'),
  'range-in-use': wireError('ResourceInUse', 'The CIDR block `%s` is occupied: %d.'),
} as const

export const shownBy = {
  operation: 'DescribeAssistantCidr',
  by: 'VpcIds',
  id: 'VpcId',
  at: 'AssistantCidrSet',
} as const

const noneThere = 'no subnet lies outside of the ranges that its VPC has'

/** Of the codes of the documents, those that adding a range cannot end in. */
export const addNeverOccurs = {
  [`${value}.SubnetConflict`]: noneThere,
  [`${value}.SubnetOverlapAssistCidr`]: noneThere,
} as const
