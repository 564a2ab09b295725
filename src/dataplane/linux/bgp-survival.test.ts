import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../../runtime/clock.ts'
import { readProcessId } from '../bird/start-daemon.ts'
import {
  bgpOf,
  configuring,
  connectSpeakers,
  established,
  makeSpeakers,
  neighborOf,
  type Speakers,
  sessionOf,
} from '../contract/bgp-lab.ts'
import { createLab, type Lab } from '../contract/lab.ts'
import { digestTunnel } from '../digest.ts'
import { run } from './command.ts'
import { LinuxDataPlane } from './data-plane.ts'
import { devices, Names } from './names.ts'
import { purgeInstallation } from './purge.ts'
import { assertNothingLeft, makeTestPlane, type TestPlane, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

interface Running extends Speakers {
  readonly subject: TestPlane
  readonly lab: Lab
  readonly names: Names
}

async function start(t: TestContext): Promise<Running> {
  const subject = await makeTestPlane()
  t.after(subject.dispose)
  const lab = createLab(subject)
  const speakers = makeSpeakers()
  const { left, right } = speakers
  await connectSpeakers(lab, speakers)
  await lab.perform(configuring(left, specOf(speakers)), configuring(right, bgpOf(right, [neighborOf(right)])))
  await established(lab, left, right)
  return { ...speakers, subject, lab, names: new Names(subject.installation) }
}

const specOf = ({ left }: Speakers) => bgpOf(left, [neighborOf(left)])

async function processOf({ names }: Running, gateway: string): Promise<number> {
  const pid = await readProcessId(names.bgpFolder(gateway))
  assert.ok(pid !== undefined)
  return Number(pid)
}

test('a running BIRD is adopted by the next server, and keeps its sessions', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const running = await start(t)
  const { subject, lab, left } = running
  const [before, pid] = [await sessionOf(lab, left), await processOf(running, left.gateway)]
  await subject.plane.close()
  const next = new LinuxDataPlane({ ...subject.installation, time: systemClock })
  t.after(() => next.close())
  await next.perform(configuring(left, specOf(running)))
  const after = (await next.observeGateway(left.gateway))?.bgp?.sessions[0]
  assert.equal(await processOf(running, left.gateway), pid)
  assert.deepEqual([after?.state, after?.received], [before.state, before.received])
  assert.ok(Math.abs((after?.since ?? 0) - before.since) < 100)
})

test('a BIRD that was killed is observed as not alive while packets take its routes, and is started again', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const running = await start(t)
  const { subject, lab, left, right } = running
  const heard = Promise.withResolvers<void>()
  subject.plane.onChange((gateway) => {
    if (gateway === left.gateway) heard.resolve()
  })
  process.kill(await processOf(running, left.gateway), 'SIGKILL')
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  await heard.promise
  assert.deepEqual((await lab.gateway(left)).bgp, { alive: false, sessions: [], installed: ['10.2.0.0/16'] })
  await lab.perform(configuring(left, specOf(running)))
  await established(lab, left, right)
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
})

test('a BIRD that hangs is observed as not alive, and another takes its place', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const running = await start(t)
  const { lab, left, right } = running
  const pid = await processOf(running, left.gateway)
  process.kill(pid, 'SIGSTOP')
  assert.equal((await lab.gateway(left)).bgp?.alive, false)
  await lab.perform(configuring(left, specOf(running)))
  assert.notEqual(await processOf(running, left.gateway), pid)
  await established(lab, left, right)
})

test('a BIRD whose namespace lost its name is observed as not alive, and is ended with its installation', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const running = await start(t)
  const { subject, lab, left, right, names } = running
  const [pid, other] = [await processOf(running, left.gateway), await processOf(running, right.gateway)]
  await run('ip', ['netns', 'delete', names.gateway(left.gateway)])
  await lab.perform({ do: 'create-gateway', gateway: left.gateway })
  assert.equal((await lab.gateway(left)).bgp?.alive, false)
  await lab.perform(configuring(left, specOf(running)))
  assert.equal(existsSync(`/proc/${pid}`), false)
  assert.equal((await lab.gateway(left)).bgp?.alive, true)
  await run('ip', ['netns', 'delete', names.gateway(right.gateway)])
  await subject.plane.close()
  await purgeInstallation(subject.installation, systemClock)
  assert.equal(existsSync(`/proc/${other}`), false)
  await assertNothingLeft(subject.installation)
})

test('an address inside a tunnel that somebody took away is missed, and comes back with its session while the SAs stay', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const running = await start(t)
  const { lab, left, right, names } = running
  const { gateway, tunnel } = left
  const spis = async () => (await lab.tunnel(left)).childSas.map(({ spiIn }) => spiIn)
  const before = await spis()
  const device = devices.tunnel(gateway, tunnel.id)
  await run('ip', ['-n', names.gateway(gateway), 'address', 'flush', 'dev', device])
  assert.equal((await lab.tunnel(left)).digest, undefined)
  await lab.perform({ do: 'create-tunnel', gateway, tunnel }, { do: 'configure-tunnel', gateway, tunnel })
  assert.equal((await lab.tunnel(left)).digest, digestTunnel(tunnel))
  await established(lab, left, right)
  assert.deepEqual(await spis(), before)
})
