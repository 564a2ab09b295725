import assert from 'node:assert/strict'
import type { TunnelSpec } from '../port.ts'
import {
  address,
  building,
  type Check,
  type ContractFeature,
  type Lab,
  makeSites,
  prefix,
  type Site,
  withTunnel,
} from './lab.ts'

const variants: readonly { title: string; change: Partial<TunnelSpec>; needs?: ContractFeature }[] = [
  { title: 'IKEv2', change: { version: 2 } },
  { title: 'IKEv1 main mode', change: { version: 1 }, needs: 'ikev1' },
  { title: 'IKEv1 aggressive mode', change: { version: 1, mode: 'aggressive' }, needs: 'ikev1-aggressive' },
]

/** A tunnel comes up and carries, in each version and mode. */
export function registerNegotiationContract(check: Check): void {
  for (const { title, change, needs } of variants) {
    check(
      `${title}: a tunnel between hosts carries their packets once its Child SA is up, and not before`,
      async (lab) => {
        const { left, right } = makeSites(change)
        await lab.perform(...building(left), ...building(right))
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
}

/** What Child SAs come of the selectors. */
export function registerChildSaContract(check: Check): void {
  check('IKEv2: several selectors make one Child SA each, and each carries only its own traffic', async (lab) => {
    const { left, right } = severalSelectors(2)
    await lab.perform(...building(left), ...building(right))
    await lab.initiate(left)
    await lab.up(left, right, 2)
    await assertSubnetsReached(lab, left, right)
  })

  check(
    'IKEv1: several prefixes make one Child SA for each pair of them',
    async (lab) => {
      const { left, right } = severalSelectors(1)
      await lab.perform(...building(left), ...building(right))
      await lab.initiate(left)
      await lab.up(left, right, 2)
      await assertSubnetsReached(lab, left, right)
    },
    'ikev1',
  )
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
