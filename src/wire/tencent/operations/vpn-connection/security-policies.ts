/** SecurityPolicyDatabase, Tencent Cloud VPC API 2017-03-12, "Data Types". */
import { everything, type Ipv4Prefix, overlaps, parseIpv4PrefixWithHostBits } from '../../../../domain/address.ts'
import type { TrafficSelectors } from '../../../../domain/ike.ts'
import { unroutable, unroutableRangeOf } from '../../../../domain/unroutable.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { required } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'

/** As it was sent, host bits and all: "10.0.0.5/24". */
export interface SecurityPolicy {
  readonly LocalCidrBlock: string
  readonly RemoteCidrBlock: readonly string[]
}

/** "Use Limits", Tencent Cloud VPN Connections, has some of the ranges that no policy may touch. */
function isPolicyPrefix(text: string): boolean {
  const prefix = parseIpv4PrefixWithHostBits(text)
  return (
    prefix !== undefined && (text === everything || (prefix !== everything && unroutableRangeOf(prefix) === undefined))
  )
}

const prefixText = t.coded(
  t.parsed(
    `an IPv4 prefix, host bits allowed; not inside ${unroutable.join(', ')}`,
    (value) => (isPolicyPrefix(value) ? value : undefined),
    ['172.20.0.0/16', '172.21.0.0/16'],
  ),
  'InvalidParameterValue.Malformed',
)

/** Made of texts that `prefixText` has let pass. */
function toPrefix(text: string): Ipv4Prefix {
  const prefix = parseIpv4PrefixWithHostBits(text)
  if (prefix === undefined) throw new TypeError(`not a prefix: ${text}`)
  return prefix
}

const mostPairs = 200

/** What an operation's document calls these faults. */
interface PolicyCodes {
  readonly empty: string
  readonly overlap: string
  readonly count: string
}

/** Pairs of a tunnel overlap where both their local and their remote prefixes do ("New VPN tunnel", rules of the SPD). */
function overlappingRemote(policies: readonly SecurityPolicy[], code: string): t.Fault | undefined {
  const seen: { local: Ipv4Prefix; remote: Ipv4Prefix }[] = []
  for (const [index, { LocalCidrBlock, RemoteCidrBlock }] of policies.entries()) {
    const local = toPrefix(LocalCidrBlock)
    for (const text of RemoteCidrBlock) {
      const remote = toPrefix(text)
      const other = seen.find((pair) => overlaps(pair.remote, remote) && overlaps(pair.local, local))
      if (other !== undefined) {
        const detail = `${local} to ${remote} overlaps ${other.local} to ${other.remote}`
        return { code, detail, at: `${index}.RemoteCidrBlock` }
      }
      seen.push({ local, remote })
    }
  }
  return undefined
}

function policiesFault(policies: readonly SecurityPolicy[], codes: PolicyCodes): t.Fault | undefined {
  const empty = policies.findIndex(({ RemoteCidrBlock }) => RemoteCidrBlock.length === 0)
  if (empty >= 0) return { code: codes.empty, detail: 'must not be empty', at: `${empty}.RemoteCidrBlock` }
  // Counted before pairs are compared with each other, so that no request makes that long.
  const pairs = policies.reduce((sum, { RemoteCidrBlock }) => sum + RemoteCidrBlock.length, 0)
  if (pairs > mostPairs) {
    return { code: codes.count, detail: `at most ${mostPairs} pairs of a local and a remote prefix are taken` }
  }
  return overlappingRemote(policies, codes.overlap)
}

export const securityPolicies = (codes: PolicyCodes): WireType<readonly SecurityPolicy[]> =>
  t.refined(
    t.list(t.structure({ LocalCidrBlock: required(prefixText), RemoteCidrBlock: required(t.list(prefixText)) })),
    `at most ${mostPairs} pairs, of which no two overlap`,
    Object.values(codes),
    (policies) => policiesFault(policies, codes),
  )

/** What a route-based connection negotiates, and shows, unless it is told otherwise: routes decide what enters it. */
export const allTraffic: readonly SecurityPolicy[] = [{ LocalCidrBlock: everything, RemoteCidrBlock: [everything] }]

/** The cloud negotiates every pair of prefixes for itself, as a Child SA of its own. */
export const toSelectors = (policies: readonly SecurityPolicy[]): readonly TrafficSelectors[] =>
  policies.flatMap(({ LocalCidrBlock, RemoteCidrBlock }) =>
    RemoteCidrBlock.map((remote) => ({ local: [toPrefix(LocalCidrBlock)], remote: [toPrefix(remote)] })),
  )

export const securityPolicyFields = {
  LocalCidrBlock: r.string(r.given('LocalCidrBlock'), ({ LocalCidrBlock }) => LocalCidrBlock),
  RemoteCidrBlock: r.strings(r.given('RemoteCidrBlock'), ({ RemoteCidrBlock }) => RemoteCidrBlock),
} satisfies r.ResponseFields<SecurityPolicy>
