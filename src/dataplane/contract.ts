import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registerConfigurationContract } from './contract-configuration.ts'
import {
  address,
  building,
  type ContractFeature,
  type ContractSubject,
  createLab,
  key,
  type Lab,
  makeSites,
  prefix,
  type Site,
  withTunnel,
} from './contract-lab.ts'
import { registerWorldContract } from './contract-world.ts'
import type { TunnelSpec } from './port.ts'

export type { ContractFeature, ContractSubject } from './contract-lab.ts'

/** Registers one test; it is skipped where the data plane cannot do what the test needs, with the reason. */
export type Check = (title: string, body: (lab: Lab) => Promise<void>, needs?: ContractFeature) => void

/**
 * Registers the tests that any data plane passes. They look at the state of the world, never at the calls that were
 * made, and wait for conditions, never for a length of time. `make` gives an empty data plane, for each test one.
 */
export function dataPlaneContract(name: string, make: () => Promise<ContractSubject>): void {
  const check: Check = (title, body, needs) => {
    test(`${name}: ${title}`, async (t) => {
      const subject = await make()
      try {
        const reason = needs === undefined ? undefined : subject.unsupported?.[needs]
        if (reason === undefined) await body(createLab(subject))
        else t.skip(reason)
      } finally {
        await subject.dispose()
      }
    })
  }
  registerNegotiationContract(check)
  registerRefusalContract(check)
  registerConfigurationContract(check)
  registerWorldContract(check)
}

async function build(lab: Lab, ...sites: readonly Site[]): Promise<void> {
  for (const site of sites) await lab.perform(...building(site))
}

const variants: readonly { title: string; change: Partial<TunnelSpec>; needs?: ContractFeature }[] = [
  { title: 'IKEv2', change: { version: 2 } },
  { title: 'IKEv1 main mode', change: { version: 1 }, needs: 'ikev1' },
  { title: 'IKEv1 aggressive mode', change: { version: 1, mode: 'aggressive' }, needs: 'ikev1-aggressive' },
]

function registerNegotiationContract(check: Check): void {
  for (const { title, change, needs } of variants) {
    check(
      `${title}: hosts reach each other through the tunnel, and not before it is up`,
      async (lab) => {
        const { left, right } = makeSites(change)
        await build(lab, left, right)
        assert.equal(await lab.reaches(left.host.id, right.host.address), false)
        await lab.initiate(left)
        await lab.up(left, right)
        assert.equal(await lab.reaches(left.host.id, right.host.address), true)
        assert.equal(await lab.reaches(right.host.id, left.host.address), true)
        await assertCarried(lab, left, right)
      },
      needs,
    )
  }

  check('IKEv2: several selectors make as many Child SAs, and each carries its traffic alone', async (lab) => {
    const { left, right } = severalSelectors(2)
    await build(lab, left, right)
    await lab.initiate(left)
    await lab.up(left, right, 2)
    await assertSubnetsReached(lab, left, right)
  })

  check(
    'IKEv1: each pair of prefixes has a Child SA',
    async (lab) => {
      const { left, right } = severalSelectors(1)
      await build(lab, left, right)
      await lab.initiate(left)
      await lab.up(left, right, 2)
      await assertSubnetsReached(lab, left, right)
    },
    'ikev1',
  )

  check('IKEv2: the responder narrows the selectors to what both ends have', async (lab) => {
    const { left, right } = makeSites()
    const narrow = [{ local: [prefix('10.2.1.0/24')], remote: [prefix('10.1.0.0/16')] }]
    await build(lab, left, withTunnel(right, { selectors: narrow }))
    await lab.initiate(left)
    await lab.up(left, right)
    const [child] = (await lab.tunnel(left)).childSas
    assert.deepEqual(child?.selectors, { local: ['10.1.0.0/16'], remote: ['10.2.1.0/24'] })
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  })
}

/** The Child SAs of both ends belong together and have counted something. */
async function assertCarried(lab: Lab, left: Site, right: Site): Promise<void> {
  const [one, other] = await Promise.all([lab.tunnel(left), lab.tunnel(right)])
  const [a] = one.childSas
  const [b] = other.childSas
  assert.ok(a && b)
  assert.equal(a.spiOut, b.spiIn)
  assert.equal(a.spiIn, b.spiOut)
  assert.ok(a.bytesIn > 0 && a.bytesOut > 0 && b.bytesIn > 0 && b.bytesOut > 0)
  assert.deepEqual([one.ikeSa?.initiator, other.ikeSa?.initiator], [true, false])
  assert.equal(one.failure, undefined)
  assert.ok(one.packetsOut > 0)
}

/** Subnets 1 and 2 of the right reach subnet 1 of the left: two selectors with IKEv2, one of two pairs with IKEv1. */
function severalSelectors(version: 1 | 2): { left: Site; right: Site } {
  const { left, right } = makeSites({ version })
  const own = [prefix('10.1.1.0/24')]
  const others = [prefix('10.2.1.0/24'), prefix('10.2.2.0/24')]
  const selectors =
    version === 1 ? [{ local: own, remote: others }] : others.map((remote) => ({ local: own, remote: [remote] }))
  const mirrored = selectors.map(({ local, remote }) => ({ local: remote, remote: local }))
  return { left: withTunnel(left, { selectors }), right: withTunnel(right, { selectors: mirrored }) }
}

async function assertSubnetsReached(lab: Lab, left: Site, right: Site): Promise<void> {
  const place = (site: Site, subnet: string) => ({ kind: 'subnet' as const, network: site.network.id, subnet })
  await lab.perform(
    {
      do: 'ensure-host',
      host: { id: 'second', place: place(right, 'right-subnet-2'), address: address('10.2.2.10') },
    },
    {
      do: 'ensure-host',
      host: { id: 'outside', place: place(left, 'left-subnet-2'), address: address('10.1.2.10') },
    },
  )
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  assert.equal(await lab.reaches(left.host.id, address('10.2.2.10')), true)
  assert.equal(await lab.reaches('outside', right.host.address), false)
}

function registerRefusalContract(check: Check): void {
  check('another pre-shared key is refused by the responder, and the right one comes up after it', async (lab) => {
    const { left, right } = makeSites()
    const wrong = withTunnel(left, { preSharedKey: key('another key') })
    await build(lab, wrong, right)
    await lab.initiate(wrong)
    const [here, there] = [await lab.failure(left), await lab.failure(right)]
    assert.deepEqual([here.reason, here.refusedBy], ['authentication-failed', 'remote'])
    assert.deepEqual([there.reason, there.refusedBy], ['authentication-failed', 'local'])
    await lab.down(left)
    await lab.down(right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), false)

    await lab.perform({ do: 'configure-tunnel', gateway: left.gateway, tunnel: left.tunnel })
    assert.equal((await lab.tunnel(left)).failure, undefined)
    await lab.initiate(left)
    await lab.up(left, right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    assert.equal((await lab.tunnel(left)).failure, undefined)
    assert.equal((await lab.tunnel(right)).failure, undefined)
  })

  const refusals: readonly { title: string; change: Partial<TunnelSpec>; reason: string }[] = [
    {
      title: 'an IKE proposal that the responder does not have',
      change: { proposal: { encryption: 'aes256', integrity: 'sha512', keyExchange: 'modp2048' } },
      reason: 'no-proposal-chosen',
    },
    {
      title: 'a Child SA proposal that the responder does not have',
      change: { child: { proposal: { encryption: 'aes256', integrity: 'sha512' }, lifetimeSeconds: 86_400 } },
      reason: 'no-proposal-chosen',
    },
    {
      title: 'selectors that have nothing in common with the responder’s',
      change: { selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.99.0.0/16')] }] },
      reason: 'selectors-unacceptable',
    },
  ]
  for (const { title, change, reason } of refusals) {
    check(`${title}: no Child SA, and both ends say why`, async (lab) => {
      const { left, right } = makeSites()
      const other = withTunnel(left, change)
      await build(lab, other, right)
      await lab.initiate(other)
      const [here, there] = [await lab.failure(left), await lab.failure(right)]
      assert.deepEqual([here.reason, here.refusedBy], [reason, 'remote'])
      assert.deepEqual([there.reason, there.refusedBy], [reason, 'local'])
      assert.deepEqual((await lab.tunnel(left)).childSas, [])
      assert.deepEqual((await lab.tunnel(right)).childSas, [])
    })
  }

  check('an identity that the responder does not expect is refused by it', async (lab) => {
    const { left, right } = makeSites()
    const other = withTunnel(left, { localIdentity: 'someone.else.example' as TunnelSpec['localIdentity'] })
    await build(lab, other, right)
    await lab.initiate(other)
    const [here, there] = [await lab.failure(left), await lab.failure(right)]
    assert.deepEqual([here.reason, here.refusedBy], ['authentication-failed', 'remote'])
    assert.ok(there.reason === 'authentication-failed' || there.reason === 'no-configuration')
    assert.equal(there.refusedBy, 'local')
  })

  check('a peer that is not there is silent', async (lab) => {
    const { left } = makeSites()
    await build(lab, left)
    await lab.initiate(left)
    const failure = await lab.failure(left)
    assert.deepEqual([failure.reason, failure.refusedBy], ['peer-silent', 'remote'])
    await lab.down(left)
  })
}
