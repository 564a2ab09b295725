import assert from 'node:assert/strict'
import type { NegotiationFailure } from '../../domain/negotiation-failure.ts'
import type { TunnelSpec } from '../port.ts'
import { building, type Check, type ContractFeature, key, makeSites, prefix, withTunnel } from './lab.ts'

const otherName = 'someone.else.example' as TunnelSpec['localIdentity']
const otherKey = { preSharedKey: key('another') }
const two = { version: 2 } as const
const main = { version: 1, mode: 'main' } as const
const aggressive = { version: 1, mode: 'aggressive' } as const
const proposal = { encryption: 'aes256', integrity: 'sha512', keyExchange: 'modp2048' } as const
const withoutPfs = { proposal: { encryption: 'aes128', integrity: 'sha256' }, lifetimeSeconds: 3600 } as const
const otherGroup = { ...withoutPfs, proposal: { ...withoutPfs.proposal, keyExchange: 'modp1024' } } as const
const aead = { encryption: 'aes256gcm16', integrity: 'sha256', keyExchange: 'modp2048' } as const
const disjoint = [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.99.0.0/16')] }]

interface Case {
  readonly title: string
  /** Of both ends. */
  readonly both: Partial<TunnelSpec>
  /** Of the initiator alone. */
  readonly change?: Partial<TunnelSpec>
  /** What the initiator says of it. */
  readonly here: string
  /** What the responder says; absent where it hears of nothing that it could complain of. */
  readonly there?: string
}

const refusedProposal = { here: 'no-proposal-chosen by remote', there: 'no-proposal-chosen by local' }
const refusedChild = { here: 'no-proposal-chosen by remote, child', there: 'no-proposal-chosen by local, child' }
const unknownPeer = { here: 'authentication-failed by remote', there: 'no-configuration by local' }
const refusedResponder = { here: 'authentication-failed by local' }

const cases: readonly Case[] = [
  {
    title: 'IKEv2: the initiator presents another identity',
    both: two,
    change: { localIdentity: otherName },
    ...unknownPeer,
  },
  {
    title: 'IKEv2: the initiator expects another identity',
    both: two,
    change: { remoteIdentity: otherName },
    ...unknownPeer,
  },
  {
    title: 'IKEv1 main mode: the initiator presents another identity',
    both: main,
    change: { localIdentity: otherName },
    ...unknownPeer,
  },
  {
    title: 'IKEv1 main mode: the initiator expects another identity',
    both: main,
    change: { remoteIdentity: otherName },
    ...refusedResponder,
  },
  {
    title: 'IKEv1 aggressive mode: the initiator presents another identity',
    both: aggressive,
    change: { localIdentity: otherName },
    ...unknownPeer,
  },
  {
    title: 'IKEv1 aggressive mode: the initiator expects another identity',
    both: aggressive,
    change: { remoteIdentity: otherName },
    ...refusedResponder,
  },
  {
    title: 'IKEv1 main mode: a wrong pre-shared key',
    both: main,
    change: otherKey,
    here: 'authentication-failed by remote',
    there: 'authentication-failed by local',
  },
  { title: 'IKEv1 aggressive mode: a wrong pre-shared key', both: aggressive, change: otherKey, ...refusedResponder },
  {
    title: 'IKEv1 main mode: a wrong pre-shared key and another identity',
    both: main,
    change: { ...otherKey, localIdentity: otherName },
    here: 'authentication-failed by remote',
    there: 'authentication-failed by local',
  },
  {
    title: 'IKEv1: an IKE proposal that the responder does not have',
    both: main,
    change: { proposal },
    ...refusedProposal,
  },
  {
    title: 'IKEv1 main mode: an AEAD algorithm for the IKE SA at both ends',
    both: { ...main, proposal: aead },
    ...refusedProposal,
  },
  {
    title: 'IKEv1 aggressive mode: an AEAD algorithm for the IKE SA at both ends',
    both: { ...aggressive, proposal: aead },
    ...refusedProposal,
  },
  {
    title: 'IKEv1: a Child SA proposal that the responder does not have',
    both: main,
    change: { child: { ...withoutPfs, proposal } },
    ...refusedChild,
  },
  {
    title: 'IKEv1: perfect forward secrecy at the initiator only',
    both: { ...main, child: withoutPfs },
    change: { child: otherGroup },
    ...refusedChild,
  },
  {
    title: 'IKEv1: perfect forward secrecy with another group',
    both: main,
    change: { child: otherGroup },
    ...refusedChild,
  },
  {
    title: 'IKEv1: selectors that do not overlap',
    both: main,
    change: { selectors: disjoint },
    here: 'selectors-unacceptable by remote, child',
    there: 'selectors-unacceptable by local, child',
  },
  {
    title: 'aggressive mode at the initiator, main mode at the responder',
    both: main,
    change: aggressive,
    ...unknownPeer,
  },
  {
    title: 'main mode at the initiator, aggressive mode at the responder',
    both: aggressive,
    change: main,
    ...unknownPeer,
  },
  {
    title: 'IKEv1 at the initiator, IKEv2 at the responder',
    both: two,
    change: main,
    here: 'no-proposal-chosen by remote',
    there: 'no-configuration by local',
  },
  {
    title: 'IKEv2 at the initiator, IKEv1 at the responder',
    both: main,
    change: two,
    here: 'no-proposal-chosen by remote',
    there: 'no-configuration by local',
  },
]

const needsOf = ({ both, change }: Case): ContractFeature | undefined => {
  const ends = [both, { ...both, ...change }]
  if (ends.some((end) => end.version === 1 && end.mode === 'aggressive')) return 'ikev1-aggressive'
  return ends.some((end) => end.version === 1) ? 'ikev1' : undefined
}

const summary = ({ reason, refusedBy, phase }: NegotiationFailure): string =>
  `${reason} by ${refusedBy}${phase === 'child' ? ', child' : ''}`

/** What each end says when the two do not fit, in each version and mode. */
export function registerDisagreementContract(check: Check): void {
  for (const one of cases) {
    const { title, both, change = {}, here, there } = one
    check(
      `${title}: there is no Child SA, and each end reports what it knows`,
      async (lab) => {
        const { left, right } = makeSites(both)
        await lab.perform(...building(withTunnel(left, change)), ...building(right))
        await lab.initiate(left)
        assert.equal(summary(await lab.failure(left)), here)
        if (there !== undefined) assert.equal(summary(await lab.failure(right)), there)
        // What the responder took to be established, the initiator has deleted.
        const isOver = async () => (await lab.tunnel(right)).ikeSa?.state !== 'established'
        if (!here.endsWith('child')) await lab.settle(isOver)
        const ends = await Promise.all([lab.tunnel(left), lab.tunnel(right)])
        assert.deepEqual(
          ends.map(({ childSas }) => childSas),
          [[], []],
        )
        if (there === undefined) assert.equal(ends[1]?.failure, undefined)
      },
      needsOf(one),
    )
  }

  for (const version of [1, 2] as const) {
    for (const order of ['before', 'after']) {
      check(
        `IKEv${version}: selectors that are refused ${order} others come up are reported as long as they are missing`,
        async (lab) => {
          const { left, right } = makeSites({ version })
          const [refused, own] = [disjoint, left.tunnel.selectors].flat()
          assert.ok(refused && own)
          const selectors = order === 'before' ? [refused, own] : [own, refused]
          await lab.perform(...building(withTunnel(left, { selectors })), ...building(right))
          await lab.initiate(left)
          await lab.up(left, right)
          assert.equal(summary(await lab.failure(left)), 'selectors-unacceptable by remote, child')
          assert.equal(await lab.reaches(left.host.id, right.host.address), true)
        },
        version === 1 ? 'ikev1' : undefined,
      )
    }
  }

  for (const [title, change, needs] of [
    ['IKEv1 with an AEAD algorithm for the Child SA', { ...main, child: { ...withoutPfs, proposal: aead } }, 'ikev1'],
    ['IKEv2 with AEAD algorithms for both SAs', { ...two, proposal: aead, child: { ...withoutPfs, proposal: aead } }],
  ] as const) {
    check(
      `${title} comes up, and carries`,
      async (lab) => {
        const { left, right } = makeSites(change)
        await lab.perform(...building(left), ...building(right))
        await lab.initiate(left)
        await lab.up(left, right)
        const [child] = (await lab.tunnel(left)).childSas
        assert.match(child?.proposal ?? '', /^aes256gcm16/)
        assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      },
      needs,
    )
  }
}
