/** SecurityPolicyDatabase, Tencent Cloud VPC API 2017-03-12, "Data Types". */
import {
  containsPrefix,
  everything,
  type Ipv4Prefix,
  overlaps,
  parseIpv4PrefixWithHostBits,
} from '../../../../domain/address.ts'
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

const prefixText = (test: (text: string) => boolean): WireType<string> =>
  t.coded(
    t.parsed(
      `an IPv4 prefix, host bits allowed; not inside ${unroutable.join(', ')}`,
      (value) => (test(value) ? value : undefined),
      ['172.20.0.0/16', '172.21.0.0/16'],
    ),
    'InvalidParameterValue.Malformed',
  )

/** Of the gateways' own: neighbors, probes and the links between their namespaces have addresses of these. */
const ownRanges: readonly Ipv4Prefix[] = ['169.254.0.0/16', '192.0.0.0/24'].map((text) => text as Ipv4Prefix)

function ownRangeOf(text: string): Ipv4Prefix | undefined {
  const prefix = parseIpv4PrefixWithHostBits(text)
  return prefix === undefined ? undefined : ownRanges.find((range) => containsPrefix(range, prefix))
}

/** `own` is the code for a destination inside the platform's own ranges. */
const remoteText = (own: string): WireType<string> =>
  t.refined(
    prefixText((text) => isPolicyPrefix(text) || ownRangeOf(text) !== undefined),
    'nowhere inside the gateways’ own ranges',
    [own],
    (text) => {
      const range = ownRangeOf(text)
      return range === undefined ? undefined : { code: own, detail: `lies in ${range}, the platform’s own` }
    },
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
  readonly ownRange: string
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
    t.list(
      t.structure({
        LocalCidrBlock: required(prefixText(isPolicyPrefix)),
        RemoteCidrBlock: required(t.list(remoteText(codes.ownRange))),
      }),
    ),
    `at most ${mostPairs} pairs, of which no two overlap`,
    [codes.empty, codes.overlap, codes.count],
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
