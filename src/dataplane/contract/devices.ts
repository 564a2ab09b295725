import assert from 'node:assert/strict'
import type { TunnelDevice } from '../../domain/tunnel-device.ts'
import { digestLink } from '../digest.ts'
import type { LinkSpec, Step } from '../port.ts'
import { type Check, establish, gatewayOf, type Lab, makeSites, type Site } from './lab.ts'

const requests = 40

/** Echo requests from one site's host to the other's that are lost while something else is done. */
async function lostDuring(lab: Lab, left: Site, right: Site, work: () => Promise<void>): Promise<number> {
  const options = { count: requests, timeoutMs: 1000, intervalMs: 20 }
  const pings = lab.plane.ping(left.host.id, right.host.address, options)
  await work()
  const { sent, received } = await lab.wait(pings)
  assert.equal(sent, requests)
  return sent - received
}

const spis = async (lab: Lab, site: Site) =>
  (await lab.tunnel(site)).childSas.map(({ spiIn, spiOut, bytesIn }) => ({ spiIn, spiOut, counts: bytesIn > 0 }))

/** The devices that packets go through: how large these may be, how many pass, and what is counted of them. */
export function registerDeviceContract(check: Check): void {
  check(
    'a tunnel’s device that is set to another bandwidth or MTU loses no packet by it, and keeps the SAs',
    async (lab) => {
      const { left, right } = makeSites({ device: { mtu: 1400, bandwidthMbps: 10 } })
      await establish(lab, left, right)
      const set = async (device: TunnelDevice) => {
        await lab.perform({ do: 'set-device', gateway: left.gateway, tunnel: left.tunnel.id, device })
        assert.deepEqual((await lab.tunnel(left)).device, device)
      }
      assert.deepEqual((await lab.tunnel(left)).device, left.tunnel.device)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      const before = await spis(lab, left)
      const lost = await lostDuring(lab, left, right, async () => {
        await set({ mtu: 1400, bandwidthMbps: 100 })
        await set({ mtu: 1280, bandwidthMbps: 20 })
      })
      assert.equal(lost, 0)
      await set({ mtu: 1400 })
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      assert.deepEqual(await spis(lab, left), before)
    },
  )

  check('a link that is given another bandwidth loses no packet by it', async (lab) => {
    const { left, right } = makeSites()
    const [link] = gatewayOf(left).links
    const [subnet] = left.network.subnets
    assert.ok(link && subnet)
    const set = async (change: Partial<LinkSpec>) => {
      const step: Step = { do: 'link-network', gateway: left.gateway, link: { ...link, ...change } }
      await lab.perform(step, step)
      const [seen] = (await lab.gateway(left)).links
      assert.equal(seen?.digest, digestLink(step.link))
      assert.equal(seen?.dropped === undefined, change.bandwidthMbps === undefined)
    }
    await establish(lab, left, right)
    await set({ bandwidthMbps: 10 })
    const lost = await lostDuring(lab, left, right, async () => {
      await set({ bandwidthMbps: 100 })
      await set({ bandwidthMbps: 20, routerAddress: subnet.routerAddress })
    })
    assert.equal(lost, 0)
    await set({})
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  })

  check(
    'a stream is held to the bandwidth of a link either way, and to that of the tunnel that it goes into',
    async (lab) => {
      const { left, right } = makeSites()
      const [link] = gatewayOf(left).links
      assert.ok(link)
      await establish(lab, left, right)
      await lab.perform({ do: 'link-network', gateway: left.gateway, link: { ...link, bandwidthMbps: 10 } })
      /** In Mbit/s. A bucket that is full at first lets a megabit more through. */
      const stream = async (from: Site, to: Site) => {
        const measured = lab.plane.throughput(from.host.id, to.host.id, { seconds: 1 })
        return (await lab.wait(measured)).bitsPerSecond / 1_000_000
      }
      const assertHeld = (mbps: number, most: number) => assert.ok(mbps > 0 && mbps <= most * 1.3, `${mbps} Mbit/s`)
      assertHeld(await stream(left, right), 10)
      assertHeld(await stream(right, left), 10)
      const device = { ...left.tunnel.device, bandwidthMbps: 5 }
      await lab.perform({ do: 'set-device', gateway: left.gateway, tunnel: left.tunnel.id, device })
      assertHeld(await stream(left, right), 5)
    },
    'throughput',
  )

  check('segments are kept to the size that was set last', async (lab) => {
    const { left } = makeSites()
    await lab.perform({ do: 'create-gateway', gateway: left.gateway })
    assert.equal((await lab.gateway(left)).segmentSize, undefined)
    for (const segmentSize of [1360, 1240, 1360]) {
      await lab.perform({ do: 'clamp-segments', gateway: left.gateway, segmentSize })
      assert.equal((await lab.gateway(left)).segmentSize, segmentSize)
    }
  })

  check('a tunnel’s traffic is counted at both ends, and goes on being counted when SAs are made anew', async (lab) => {
    const { left, right } = makeSites()
    await establish(lab, left, right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    const again = { ...left.tunnel, resets: 1 }
    await lab.perform({ do: 'configure-tunnel', gateway: left.gateway, tunnel: again })
    await lab.down(left)
    await lab.initiate(left)
    await lab.up(left, right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    for (const site of [left, right]) {
      const { traffic, childSas } = await lab.tunnel(site)
      const four = { bytesIn: 336, packetsIn: 4, droppedIn: 0, bytesOut: 336, packetsOut: 4, droppedOut: 0 }
      assert.deepEqual(traffic, four)
      assert.deepEqual([childSas[0]?.bytesIn, childSas[0]?.bytesOut], [168, 168])
    }
  })
}
