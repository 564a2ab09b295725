/** SecurityPolicyDatabase, Tencent Cloud VPC API 2017-03-12, "Data Types". */
import { everything, type Ipv4Prefix, overlaps, parseIpv4PrefixWithHostBits } from '../../../../domain/address.ts'
import type { TrafficSelectors } from '../../../../domain/ike.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { required } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'

/** As it was sent, host bits and all: "10.0.0.5/24". */
export interface SecurityPolicy {
  readonly LocalCidrBlock: string
  readonly RemoteCidrBlock: readonly string[]
}

/** "Use Limits", Tencent Cloud VPN Connections: ranges that no policy may touch; 0.0.0.0/0 alone stands for all. */
const impossible = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3'].map((text) => text as Ipv4Prefix)

function isPolicyPrefix(text: string): boolean {
  if (text === everything) return true
  const prefix = parseIpv4PrefixWithHostBits(text)
  return prefix !== undefined && !impossible.some((other) => overlaps(other, prefix))
}

const prefixText = t.coded(
  t.parsed('an IPv4 prefix, host bits allowed', (value) => (isPolicyPrefix(value) ? value : undefined)),
  'InvalidParameterValue.Malformed',
)

/** Made of texts that `prefixText` has let pass. */
function toPrefix(text: string): Ipv4Prefix {
  const prefix = parseIpv4PrefixWithHostBits(text)
  if (prefix === undefined) throw new TypeError(`not a prefix: ${text}`)
  return prefix
}

const mostPairs = 200

const codes = {
  empty: 'InvalidParameterValue.Empty',
  duplicate: 'InvalidParameterValue.Duplicate',
  count: 'LimitExceeded',
}

function policiesFault(policies: readonly SecurityPolicy[]): t.Fault | undefined {
  const seen = new Set<string>()
  for (const [index, { LocalCidrBlock, RemoteCidrBlock }] of policies.entries()) {
    const at = `${index}.RemoteCidrBlock`
    if (RemoteCidrBlock.length === 0) return { code: codes.empty, detail: 'must not be empty', at }
    for (const remote of RemoteCidrBlock) {
      const pair = `${toPrefix(LocalCidrBlock)} ${toPrefix(remote)}`
      if (seen.has(pair)) return { code: codes.duplicate, detail: `${remote} is given twice for one local prefix`, at }
      seen.add(pair)
    }
  }
  return seen.size > mostPairs
    ? { code: codes.count, detail: `at most ${mostPairs} pairs of a local and a remote prefix are taken` }
    : undefined
}

export const securityPolicies: WireType<readonly SecurityPolicy[]> = t.refined(
  t.list(t.structure({ LocalCidrBlock: required(prefixText), RemoteCidrBlock: required(t.list(prefixText)) })),
  `at most ${mostPairs} pairs, none twice`,
  Object.values(codes),
  policiesFault,
)

/** What a route-based connection negotiates, and shows, unless it is told otherwise: routes decide what enters it. */
export const allTraffic: readonly SecurityPolicy[] = [{ LocalCidrBlock: everything, RemoteCidrBlock: [everything] }]

/** The cloud negotiates every pair of prefixes for itself, as a Child SA of its own. */
export const toSelectors = (policies: readonly SecurityPolicy[]): readonly TrafficSelectors[] =>
  policies.flatMap(({ LocalCidrBlock, RemoteCidrBlock }) =>
    RemoteCidrBlock.map((remote) => ({ local: [toPrefix(LocalCidrBlock)], remote: [toPrefix(remote)] })),
  )

export const securityPolicyFields = {
  LocalCidrBlock: r.string('as given, host bits kept', ({ LocalCidrBlock }) => LocalCidrBlock),
  RemoteCidrBlock: r.strings('as given, host bits kept', ({ RemoteCidrBlock }) => RemoteCidrBlock),
} satisfies r.ResponseFields<SecurityPolicy>
