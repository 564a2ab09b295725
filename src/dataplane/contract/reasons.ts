import assert from 'node:assert/strict'
import type { Cause, Difference } from '../../domain/cause.ts'
import type { IkeIdentity } from '../../domain/identity.ts'
import { explain } from '../../observed/explain.ts'
import type { TunnelEnd } from '../../observed/tunnel-end.ts'
import type { NeighborSpec, TunnelSpec } from '../port.ts'
import { asNumber, bgpOf, configuring, connectSpeakers, findSession, makeSpeakers, neighborOf } from './bgp-lab.ts'
import { checking, checkOf, settled } from './health.ts'
import {
  address,
  building,
  type Check,
  type ContractFeature,
  establish,
  key,
  type Lab,
  makeSites,
  prefix,
  type Site,
  withTunnel,
} from './lab.ts'

type Ends = readonly [Site, Site]

async function endOf(lab: Lab, site: Site, neighbor?: NeighborSpec): Promise<TunnelEnd> {
  const [observed, session] = [await lab.tunnel(site), await findSession(lab, site)]
  return { settings: site.tunnel, neighbor, observed, session }
}

/** What is explained at the first end, with the other known or as that of a foreign device. */
async function why(lab: Lab, [own, other]: Ends, isForeign: boolean) {
  return explain(await endOf(lab, own), isForeign ? undefined : await endOf(lab, other))
}

/** "pre-shared-key", or "identity: ike.remoteIdentity 203.0.113.1 / moon (received)". */
const spell = (cause: Cause, differs: readonly Difference[]): string =>
  [
    cause,
    ...differs.map(({ setting, ours = '?', theirs = '?', from = '-', secret }) =>
      secret ? `${setting} secret` : `${setting} ${ours} / ${theirs} (${from})`,
    ),
  ].join(', ')

async function told(lab: Lab, ends: Ends, isForeign: boolean): Promise<string> {
  const explained = await why(lab, ends, isForeign)
  return explained === undefined ? 'nothing' : spell(explained.cause, explained.differs)
}

interface Case {
  readonly what: string
  readonly both?: Partial<TunnelSpec>
  /** Of the left end, which starts. */
  readonly change: Partial<TunnelSpec>
  /** At the left end: where the other is of this installation, and where it is a foreign device. */
  readonly left: readonly [known: string, foreign: string]
  /** At the right one, which has received what differs, whosever the other is. */
  readonly right: string
  readonly phase?: 'child'
  readonly needs?: ContractFeature
}

const child = (encryption: 'aes128' | 'aes256', keyExchange?: 'modp1024' | 'modp2048', lifetimeSeconds = 3600) => ({
  proposal: { encryption, integrity: 'sha256', ...(keyExchange === undefined ? {} : { keyExchange }) } as const,
  lifetimeSeconds,
})

const name = (text: string) => text as IkeIdentity

const cases: readonly Case[] = [
  {
    what: 'another pre-shared key',
    change: { preSharedKey: key('another') },
    left: ['pre-shared-key, ike.preSharedKey secret', 'authentication'],
    right: 'pre-shared-key, ike.preSharedKey secret',
  },
  {
    what: 'another identity',
    change: { localIdentity: name('moon.example') },
    left: ['identity, ike.localIdentity moon.example / 198.51.100.1 (configured)', 'authentication'],
    right: 'identity, ike.remoteIdentity 198.51.100.1 / moon.example (received)',
  },
  {
    what: 'an address behind NAT as its identity',
    change: { localIdentity: name('10.0.0.5') },
    left: ['nat, ike.localIdentity 10.0.0.5 / 198.51.100.1 (configured)', 'authentication'],
    right: 'nat, ike.remoteIdentity 198.51.100.1 / 10.0.0.5 (received)',
  },
  {
    what: 'another version of IKE',
    change: { version: 1 },
    left: [
      'ike-version, ike.version 1 / 2 (configured)',
      'ike-proposal, ike.encryption aes128 / ? (-), ike.integrity sha256 / ? (-), ike.keyExchange modp2048 / ? (-)',
    ],
    right: 'ike-version, ike.version 2 / 1 (received)',
    needs: 'ikev1',
  },
  {
    what: 'aggressive mode',
    both: { version: 1 },
    change: { mode: 'aggressive' },
    left: ['exchange-mode, ike.mode aggressive / main (configured)', 'authentication'],
    right: 'exchange-mode, ike.mode main / aggressive (received)',
    needs: 'ikev1-aggressive',
  },
  {
    what: 'another IKE proposal',
    change: { proposal: { encryption: 'aes256', integrity: 'sha256', keyExchange: 'modp1024' } },
    left: [
      'ike-proposal, ike.encryption aes256 / aes128 (configured), ike.keyExchange modp1024 / modp2048 (configured)',
      'ike-proposal, ike.encryption aes256 / ? (-), ike.integrity sha256 / ? (-), ike.keyExchange modp1024 / ? (-)',
    ],
    right: 'ike-proposal, ike.encryption aes128 / aes256 (received), ike.keyExchange modp2048 / modp1024 (received)',
  },
  {
    what: 'another ESP proposal',
    change: { child: child('aes256', 'modp2048') },
    left: [
      'child-proposal, child.encryption aes256 / aes128 (configured)',
      'child-proposal, child.encryption aes256 / ? (-), child.integrity sha256 / ? (-), child.keyExchange modp2048 / ? (-)',
    ],
    right: 'child-proposal, child.encryption aes128 / aes256 (received)',
    phase: 'child',
  },
  {
    what: 'IKEv1 without perfect forward secrecy',
    both: { version: 1 },
    change: { child: child('aes128') },
    left: [
      'perfect-forward-secrecy, child.keyExchange none / modp2048 (configured)',
      'child-proposal, child.encryption aes128 / ? (-), child.integrity sha256 / ? (-), child.keyExchange none / ? (-)',
    ],
    right: 'perfect-forward-secrecy, child.keyExchange modp2048 / none (received)',
    phase: 'child',
    needs: 'ikev1',
  },
  {
    what: 'other traffic selectors',
    change: { selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.99.0.0/16')] }] },
    left: [
      'traffic-selectors, selectors 10.1.0.0/16 === 10.99.0.0/16 / 10.1.0.0/16 === 10.2.0.0/16 (configured)',
      'traffic-selectors, selectors 10.1.0.0/16 === 10.99.0.0/16 / ? (-)',
    ],
    right: 'traffic-selectors, selectors 10.2.0.0/16 === 10.1.0.0/16 / 10.99.0.0/16 === 10.1.0.0/16 (received)',
    phase: 'child',
  },
]

/** Why a tunnel does not carry: what differs, with the values of both ends, whoever the other one is. */
export function registerReasonContract(check: Check): void {
  for (const { what, both, change, left: here, right: there, phase = 'ike', needs } of cases) {
    check(
      `${what} at one end is the cause that both are told, with the values of both as far as they are known`,
      async (lab) => {
        const { left, right } = makeSites(both)
        const other = withTunnel(left, change)
        await lab.perform(...building(other), ...building(right))
        await lab.initiate(other)
        const failures = [await lab.failure(other), await lab.failure(right)]
        assert.deepEqual(
          failures.map((failure) => failure.phase),
          [phase, phase],
        )
        for (const [index, isForeign] of [false, true].entries()) {
          assert.equal(await told(lab, [other, right], isForeign), here[index])
          assert.equal(await told(lab, [right, other], isForeign), there)
        }
      },
      needs,
    )
  }

  registerSilenceContract(check)
  registerRekeyingContract(check)
  registerBgpContract(check)
}

function registerSilenceContract(check: Check): void {
  check('an address that nobody has, and one whose owner does not answer, are told apart', async (lab) => {
    const { left, right } = makeSites({ deadPeerDetection: { timeoutSeconds: 3, action: 'clear' } })
    await lab.perform(...building(left))
    await lab.initiate(left)
    await lab.failure(left)
    assert.equal(await told(lab, [left, right], true), 'peer-unreachable')
    await lab.perform(...building(right))
    await lab.plane.crash(right.gateway, right.tunnel.id)
    await lab.initiate(left)
    await lab.settle(async () => (await told(lab, [left, right], true)) === 'peer-silent')
    assert.match((await why(lab, [left, right], false))?.sentence ?? '', /IKE daemon is not running$/)
  })

  check('a peer that falls silent is dead after the time of dead peer detection', async (lab) => {
    const { left, right } = makeSites({ deadPeerDetection: { timeoutSeconds: 3, action: 'clear' } })
    await establish(lab, left, right)
    assert.equal(await told(lab, [left, right], false), 'nothing')
    await lab.cut(left.tunnel.localAddress, right.tunnel.localAddress)
    await lab.failure(left)
    assert.equal(await told(lab, [left, right], true), 'peer-dead')
    await lab.restore(left.tunnel.localAddress, right.tunnel.localAddress)
  })

  for (const [version, needs] of [
    [2, undefined],
    [1, 'ikev1'],
  ] as const) {
    check(
      `IKEv${version}: a peer that has ended the SAs, as one whose configuration changes, is told of until they are back`,
      async (lab) => {
        const { left, right } = makeSites({ version })
        await establish(lab, left, right)
        const tunnel = { ...right.tunnel, lifetimeSeconds: 7200 }
        await lab.perform({ do: 'configure-tunnel', gateway: right.gateway, tunnel })
        await lab.failure(left)
        assert.equal(await told(lab, [left, right], true), 'ended-by-peer')
        const other = { ...right, tunnel }
        assert.equal(
          await told(lab, [left, other], false),
          'ended-by-peer, ike.lifetimeSeconds 86400 / 7200 (configured)',
        )
        assert.equal(await told(lab, [other, left], false), 'not-initiated')
        await lab.initiate(left)
        await lab.up(left, other)
        assert.equal(await told(lab, [left, other], false), 'nothing')
      },
      needs,
    )
  }
}

function registerRekeyingContract(check: Check): void {
  check(
    'IKEv2 with another group for perfect forward secrecy carries until the lifetime of its Child SA ends, and says why from the first rekeying on',
    async (lab) => {
      const { left, right } = makeSites()
      const short = withTunnel(left, { child: child('aes128', 'modp1024', 5) })
      await establish(lab, short, right)
      await lab.failure(right)
      const expected = 'perfect-forward-secrecy, child.keyExchange modp2048 / modp1024 (received)'
      assert.equal(await told(lab, [right, short], true), expected)
      assert.equal((await why(lab, [right, short], true))?.carries, true)
      await lab.failure(left)
      assert.equal(await told(lab, [short, right], true), 'perfect-forward-secrecy, child.keyExchange modp1024 / ? (-)')
      await lab.settle(async () => (await lab.tunnel(right)).childSas.length === 0)
      assert.equal(await told(lab, [right, short], true), expected)
      assert.equal((await why(lab, [right, short], true))?.carries, false)
    },
  )

  check(
    'a health check without an answer is the cause that a tunnel which is up is told, once it has failed',
    async (lab) => {
      const { left, right } = makeSites()
      await establish(lab, left, right)
      await lab.perform(checking(left, checkOf(left, right, { destination: address('10.2.1.99') })))
      await settled(lab, left, false)
      assert.equal(await told(lab, [left, right], false), 'health-check')
      assert.equal((await why(lab, [left, right], false))?.carries, true)
    },
    'health-checks',
  )
}

const sessions: readonly {
  readonly what: string
  readonly change: Partial<NeighborSpec>
  readonly left: readonly [known: string, foreign: string]
  readonly right: readonly [known: string, foreign: string]
}[] = [
  {
    what: 'another AS number than the neighbor expects',
    change: { localAsNumber: asNumber(65_599) },
    left: [
      'bgp-as-number, bgp.localAsNumber 65599 / 65530 (configured)',
      'bgp-as-number, bgp.localAsNumber 65599 / ? (-)',
    ],
    right: [
      'bgp-as-number, bgp.neighborAsNumber 65530 / 65599 (received)',
      'bgp-as-number, bgp.neighborAsNumber 65530 / 65599 (received)',
    ],
  },
  {
    what: 'another address than the neighbor has',
    change: { neighborAddress: address('169.254.21.9') },
    left: [
      'bgp-address, bgp.neighborAddress 169.254.21.9 / 169.254.21.2 (configured)',
      'bgp-address, bgp.neighborAddress 169.254.21.9 / ? (-)',
    ],
    right: [
      'bgp-address, bgp.localAddress 169.254.21.2 / 169.254.21.9 (configured)',
      'bgp-address, bgp.neighborAddress 169.254.21.1 / ? (-)',
    ],
  },
  {
    what: 'another password than the neighbor’s',
    change: { password: 'one' },
    left: ['bgp-authentication, bgp.password secret', 'bgp-authentication, bgp.password secret'],
    right: ['bgp-authentication, bgp.password secret', 'bgp-authentication, bgp.password secret'],
  },
]

function registerBgpContract(check: Check): void {
  for (const { what, change, left: here, right: there } of sessions) {
    check(
      `${what} is the cause that both ends of a tunnel which is up are told`,
      async (lab) => {
        const speakers = makeSpeakers()
        const { left, right } = speakers
        await connectSpeakers(lab, speakers)
        const neighbors = [neighborOf(left, change), neighborOf(right)] as const
        await lab.perform(
          configuring(left, bgpOf(left, [neighbors[0]])),
          configuring(right, bgpOf(right, [neighbors[1]])),
        )
        for (const site of [left, right]) {
          await lab.settle(async () => (await findSession(lab, site))?.failure !== undefined)
        }
        const cause = (own: TunnelEnd, other?: TunnelEnd) => {
          const explained = explain(own, other)
          return explained && spell(explained.cause, explained.differs)
        }
        const ends = async () => [await endOf(lab, left, neighbors[0]), await endOf(lab, right, neighbors[1])] as const
        // The daemon that refuses tells what it was sent when it does so, and not before somebody listens to it.
        await lab.settle(async () => cause((await ends())[1]) === there[1])
        const [one, other] = await ends()
        assert.deepEqual([cause(one, other), cause(one)], here)
        assert.deepEqual([cause(other, one), cause(other)], there)
      },
      'bgp',
    )
  }
}
