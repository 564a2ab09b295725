/** What H3C's Comware and Huawei's VRP, which come of one language, say alike. */
import {
  holdTimeSeconds,
  keepaliveSeconds,
  localPreferenceOf,
  networkPairs,
  type Speaker,
  speakersOf,
} from '../derived.ts'
import { type Input, type Inputs, localNetworks } from '../inputs.ts'
import { block, type Lines } from '../lines.ts'
import { type Peer, tunnelName } from '../peer.ts'

export const proposalNumber: Input = {
  name: 'proposal-number',
  kind: 'number',
  what: 'the number of an IKE proposal that is free',
}
export const listNumber: Input = {
  name: 'acl-number',
  kind: 'number',
  what: 'the number of an advanced ACL that is free, from 3000 to 3999',
}
export const policyNumber: Input = {
  name: 'ipsec-policy-number',
  kind: 'number',
  what: 'the sequence number of the IPsec policy',
  usual: '10',
}

/** Of the advanced ACL that an IPsec policy protects. */
export const aclRules = (peer: Peer): Lines =>
  networkPairs(peer).map(
    ([from, to], at) =>
      `rule ${5 * (at + 1)} permit ip source ${from.address} ${from.wildcard} destination ${to.address} ${to.wildcard}`,
  )

/** Where the two part. */
export interface BgpWords {
  /** What a list of prefixes is, as it is made and as a route policy matches it. */
  readonly prefixList: string
  readonly matching: string
  readonly family: string
  /** What follows the AS number that is put before a path. */
  readonly prepending: string
}

function routePolicies(peer: Peer, { tunnel, session }: Speaker, { matching, prepending }: BgpWords): Lines {
  const name = tunnelName(peer, tunnel)
  return [
    block(`route-policy ${name}-in permit node 10`, `apply local-preference ${localPreferenceOf(tunnel.index)}`),
    block(
      `route-policy ${name}-out permit node 10`,
      `if-match ${matching} ${peer.name}-networks`,
      tunnel.index === 1 ? undefined : `apply as-path ${session.localAsNumber}${prepending}`,
    ),
  ]
}

export function bgp(peer: Peer, inputs: Inputs, words: BgpWords): Lines {
  const speakers = speakersOf(peer)
  const [first] = speakers
  if (first === undefined) return []
  const own = inputs.networks(localNetworks)
  return [
    own.map(
      ({ address, length }, at) =>
        `ip ${words.prefixList} ${peer.name}-networks index ${10 * (at + 1)} permit ${address} ${length}`,
    ),
    ...speakers.map((speaker) => routePolicies(peer, speaker, words)),
    block(
      `bgp ${first.session.localAsNumber}`,
      `router-id ${first.tunnel.local}`,
      ...speakers.map(({ session: { neighborAddress: neighbor, neighborAsNumber } }) => [
        `peer ${neighbor} as-number ${neighborAsNumber}`,
        `peer ${neighbor} timer keepalive ${keepaliveSeconds} hold ${holdTimeSeconds}`,
      ]),
      block(
        words.family,
        own.map(({ address, mask }) => `network ${address} ${mask}`),
        ...speakers.map(({ tunnel, session: { neighborAddress: neighbor } }) => [
          `peer ${neighbor} enable`,
          `peer ${neighbor} route-policy ${tunnelName(peer, tunnel)}-in import`,
          `peer ${neighbor} route-policy ${tunnelName(peer, tunnel)}-out export`,
        ]),
      ),
    ),
  ]
}
