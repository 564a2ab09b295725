import assert from 'node:assert/strict'
import type { Impairment } from '../../domain/fault.ts'
import type { PathFault } from '../port.ts'
import { building, type Check, establish, type Lab, makeSites, type Site } from './lab.ts'

const none: Impairment = { lossPercent: 0, delayMilliseconds: 0 }
const losing = (lossPercent: number): Impairment => ({ ...none, lossPercent })
const late = (delayMilliseconds: number): Impairment => ({ ...none, delayMilliseconds })

/** Longer than any of these tests takes. */
const longMs = 600_000

/** Two sites with a tunnel between them that is up, and faults on its path as the left one sees it. */
async function connected(lab: Lab) {
  const { left, right } = makeSites()
  await establish(lab, left, right)
  const onPath = (ways: Pick<PathFault, 'out' | 'in'>, forMs = longMs): PathFault => ({
    ...{ gateway: left.gateway, tunnel: left.tunnel.id, until: lab.now() + forMs },
    ...ways,
  })
  const spiOf = async (site: Site) => (await lab.tunnel(site)).childSas.map(({ spiIn }) => spiIn)
  return {
    left,
    right,
    onPath,
    spiOf,
    impair: (...faults: readonly PathFault[]) => lab.wait(lab.plane.impair(faults)),
    reaches: () => lab.reaches(left.host.id, right.host.address),
    ping: (count: number) =>
      lab.wait(lab.plane.ping(left.host.id, right.host.address, { count, timeoutMs: 500, intervalMs: 10 })),
    arrived: async (site: Site) => (await lab.tunnel(site)).traffic?.packetsIn ?? 0,
  }
}

/** What is done to the packets between two outer addresses, to rehearse failures. */
export function registerImpairmentContract(check: Check): void {
  check('of packets on a path that loses half of them about half arrive, and all once it does not', async (lab) => {
    const { onPath, impair, ping } = await connected(lab)
    await impair(onPath({ out: losing(50), in: none }))
    const { received } = await ping(100)
    // Beyond five standard deviations.
    assert.ok(received > 25 && received < 75, `${received} of 100 arrived`)
    await impair()
    assert.equal((await ping(20)).received, 20)
  })

  check('a path that is parted carries nothing whatever is repaired, and heals with the same SA', async (lab) => {
    const { left, onPath, spiOf, impair, reaches } = await connected(lab)
    const before = await spiOf(left)
    const parted = onPath({ out: losing(100), in: losing(100) })
    await impair(parted)
    assert.equal(await reaches(), false)
    await lab.perform(...building(left))
    await impair(parted, parted)
    assert.deepEqual([await reaches(), (await lab.tunnel(left)).alive], [false, true])
    await impair()
    assert.deepEqual([await reaches(), await spiOf(left)], [true, before])
  })

  check('a path that is parted one way carries the other way, and is no other tunnel’s', async (lab) => {
    const { left, right, onPath, impair, reaches, arrived } = await connected(lab)
    await impair({ ...onPath({ out: losing(100), in: losing(100) }), tunnel: 'another' })
    assert.equal(await reaches(), true)
    const [here, there] = [await arrived(left), await arrived(right)]
    await impair(onPath({ out: none, in: losing(100) }))
    assert.equal(await reaches(), false)
    assert.deepEqual([await arrived(left), (await arrived(right)) > there], [here, true])
  })

  check('a path that is parted until a time heals then, with nobody to say so', async (lab) => {
    const { onPath, impair, reaches } = await connected(lab)
    await impair(onPath({ out: losing(100), in: losing(100) }, 1500))
    assert.equal(await reaches(), false)
    await lab.settle(reaches)
  })

  check(
    'each packet of a path with a delay is so much later, each way',
    async (lab) => {
      const { onPath, impair, ping } = await connected(lab)
      await impair(onPath({ out: late(60), in: late(40) }))
      const { received, averageMilliseconds = 0 } = await ping(5)
      assert.equal(received, 5)
      assert.ok(averageMilliseconds >= 100, `${averageMilliseconds} ms`)
      await impair()
      assert.ok(((await ping(5)).averageMilliseconds ?? 0) < 100)
    },
    'delay',
  )
}
