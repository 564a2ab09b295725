import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../runtime/clock.ts'
import { createLab, establish, makeSites, type Site } from '../contract/lab.ts'
import { planPreflight } from '../preflight.ts'
import { isOfPreflight, preflightName } from '../strongswan/preflight.ts'
import { renderPreflight } from '../strongswan/render-connection.ts'
import { socketIn } from '../strongswan/start-daemon.ts'
import { connect, type ViciSession } from '../strongswan/vici/session.ts'
import { Names } from './names.ts'
import { makeTestPlane, whyNoPlane } from './testing/plane.ts'

const skip = await whyNoPlane()
const answer = { timeoutMs: 5000 }

test('what is left of a preflight in which the server ended goes with the next look, and the tunnel stays', {
  skip,
}, async () => {
  const subject = await makeTestPlane({ probes: false })
  try {
    const lab = createLab(subject)
    const { left, right } = makeSites()
    await establish(lab, left, right)
    const before = await lab.tunnel(left)
    const names = new Names(subject.installation)
    const open = ({ gateway, tunnel }: Site): Promise<ViciSession> =>
      connect(socketIn(names.tunnelFolder(gateway, tunnel.id)), { timeoutMs: 1000, timers: systemClock })
    await using near = await open(left)
    await using far = await open(right)
    const plan = planPreflight(left.tunnel, before, { standsBeside: true, rekey: false })
    await near.request('load-conn', { [preflightName]: renderPreflight(left.tunnel, 'userland', plan) }, answer)
    await near.request('initiate', { child: 'child-1', ike: preflightName, timeout: '3000' }, answer)
    const isThere = async (): Promise<boolean> => {
      const loaded = await near.request('get-conns', {}, answer)
      return isOfPreflight(loaded, (await near.stream('list-sas', 'list-sa', {}, answer)).items)
    }
    const atPeer = async (): Promise<number> => (await far.stream('list-sas', 'list-sa', {}, answer)).items.length
    assert.deepEqual([await isThere(), await atPeer()], [true, 2])
    const after = await lab.tunnel(left)
    assert.equal(await isThere(), false)
    assert.deepEqual(after.childSas, before.childSas)
    assert.equal(after.digest, before.digest)
    await lab.settle(async () => (await atPeer()) === 1)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  } finally {
    await subject.dispose()
  }
})
