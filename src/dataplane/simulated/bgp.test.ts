import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import {
  bgpFailure,
  bgpOf,
  configuring,
  connectSpeakers,
  established,
  makeSpeakers,
  neighborOf,
  sessionOf,
} from '../contract/bgp-lab.ts'
import { prefix } from '../contract/lab.ts'
import { createVirtualLab } from '../contract/virtual-lab.ts'

async function start(tunnels: 1 | 2 = 1) {
  const lab = createVirtualLab()
  const speakers = makeSpeakers()
  await connectSpeakers(lab, speakers, tunnels)
  return { lab, ...speakers }
}

const announcement = (text: string, ...asPath: readonly number[]) => ({
  prefix: prefix(text),
  asPath,
  communities: ['65535:65510'],
})

test('a neighbor of another make tells paths and communities, of which those that lead back here are not taken', async () => {
  const { lab, left, right } = await start()
  const announcements = [announcement('10.3.0.0/16', 65_531, 64_999), announcement('10.4.0.0/16', 65_531, 65_530)]
  lab.plane.faults.speakForeign(right.tunnel.id, { speaksBfd: false, announcements })
  await lab.perform(
    configuring(left, bgpOf(left, [neighborOf(left)])),
    configuring(right, bgpOf(right, [neighborOf(right)])),
  )
  await established(lab, left)
  const { bfd, received } = await sessionOf(lab, left)
  const route = { prefix: '10.3.0.0/16', asPath: [65_531, 64_999], communities: ['65535:65510'], selected: true }
  assert.deepEqual([bfd, received], [undefined, [route]])
})

test('a neighbor that does not speak BFD and falls silent is down when the hold time is over, and no sooner', async () => {
  const { lab, left, right } = await start()
  lab.plane.faults.speakForeign(right.tunnel.id, {
    speaksBfd: false,
    announcements: [announcement('10.3.0.0/16', 65_531)],
  })
  await lab.perform(
    configuring(left, bgpOf(left, [neighborOf(left)])),
    configuring(right, bgpOf(right, [neighborOf(right)])),
  )
  await established(lab, left)
  const cutAt = lab.clock.now()
  lab.plane.faults.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
  assert.equal((await bgpFailure(lab, left)).reason, 'hold-timer-expired')
  assert.equal((await sessionOf(lab, left)).since - cutAt, 30_000)
})

test('BFD ends a session after as many intervals as its multiplier says', async () => {
  const { lab, left, right } = await start()
  await lab.perform(
    configuring(left, bgpOf(left, [neighborOf(left)])),
    configuring(right, bgpOf(right, [neighborOf(right)])),
  )
  await established(lab, left, right)
  const cutAt = lab.clock.now()
  lab.plane.faults.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
  await bgpFailure(lab, left)
  assert.equal((await sessionOf(lab, left)).since - cutAt, 600)
})

test('the shorter path carries where both are preferred alike', async () => {
  const { lab, left, right, second } = await start(2)
  const { faults } = lab.plane
  faults.speakForeign(right.tunnel.id, { speaksBfd: true, announcements: [announcement('10.3.0.0/16', 65_531, 1)] })
  faults.speakForeign(second.right.tunnel.id, { speaksBfd: true, announcements: [announcement('10.3.0.0/16', 65_531)] })
  await lab.perform(
    configuring(left, bgpOf(left, [neighborOf(left), neighborOf(second.left)], { shares: true })),
    configuring(right, bgpOf(right, [neighborOf(right), neighborOf(second.right)])),
  )
  await established(lab, left, second.left)
  const selected = await Promise.all(
    [left, second.left].map(async (site) => (await sessionOf(lab, site)).received[0]?.selected),
  )
  assert.deepEqual(selected, [false, true])
})

test('a routing daemon that was killed leaves its routes, is observed as not alive, and is made again', async () => {
  const { lab, left, right } = await start()
  const spec = bgpOf(left, [neighborOf(left)])
  await lab.perform(configuring(left, spec), configuring(right, bgpOf(right, [neighborOf(right)])))
  await established(lab, left, right)
  assert.equal(lab.plane.faults.killRoutingDaemon(left.gateway), true)
  assert.equal(lab.plane.faults.killRoutingDaemon(left.gateway), false)
  assert.deepEqual((await lab.gateway(left)).bgp, { alive: false, sessions: [], installed: ['10.2.0.0/16'] })
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  assert.deepEqual(await bgpFailure(lab, right), { reason: 'bfd-down', refusedBy: 'local' })
  await lab.perform(configuring(left, spec))
  await established(lab, left, right)
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
})

test('sessions that are settled, up or down for good, wait for nothing', async () => {
  const { lab, left, right, second } = await start(2)
  await lab.perform(
    configuring(left, bgpOf(left, [neighborOf(left), neighborOf(second.left, { neighborAsNumber: 9 as never })])),
    configuring(right, bgpOf(right, [neighborOf(right), neighborOf(second.right)])),
  )
  await established(lab, left)
  await bgpFailure(lab, second.left)
  await bgpFailure(lab, second.right)
  // What has just been found out is told; then come hours short of the first rekeying.
  const until = async (at: number) => {
    while ((lab.clock.nextAt() ?? at) < at) {
      lab.clock.runNext()
      await setImmediate()
    }
  }
  const from = lab.clock.now()
  await until(from + 60_000)
  let events = 0
  lab.plane.onChange(() => events++)
  await until(from + 36_000_000)
  assert.equal(events, 0)
})
