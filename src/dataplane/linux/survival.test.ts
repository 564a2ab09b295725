import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../../runtime/clock.ts'
import { address, building, gatewayOf, makeSites, type Site } from '../contract/lab.ts'
import { digestTunnel } from '../digest.ts'
import type { Step } from '../port.ts'
import { observeSas } from '../strongswan/observe-sas.ts'
import { socketIn } from '../strongswan/start-daemon.ts'
import { connect } from '../strongswan/vici/session.ts'
import { run } from './command.ts'
import { LinuxDataPlane } from './data-plane.ts'
import { Names } from './names.ts'
import { processesIn } from './processes.ts'
import { purgeInstallation } from './purge.ts'
import { assertNothingLeft, makeTestPlane, settle, type TestPlane, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

async function start(t: TestContext): Promise<TestPlane> {
  const subject = await makeTestPlane()
  t.after(subject.dispose)
  return subject
}

async function perform(plane: LinuxDataPlane, ...steps: readonly Step[]): Promise<void> {
  for (const step of steps) await plane.perform(step)
}

const initiate = ({ gateway, tunnel }: Site): Step => ({ do: 'initiate', gateway, tunnel: tunnel.id })

const tunnelOf = async (plane: LinuxDataPlane, site: Site) => {
  const observed = await plane.observeGateway(site.gateway)
  return observed?.tunnels.find(({ id }) => id === site.tunnel.id)
}

const isUp = async (plane: LinuxDataPlane, site: Site): Promise<boolean> => {
  const tunnel = await tunnelOf(plane, site)
  return tunnel?.ikeSa?.state === 'established' && tunnel.childSas.length > 0
}

async function establish(plane: LinuxDataPlane, left: Site, right: Site): Promise<void> {
  await perform(plane, ...building(left), ...building(right), initiate(left))
  await settle(async () => (await isUp(plane, left)) && (await isUp(plane, right)))
}

const daemonOf = async ({ installation }: TestPlane, { gateway, tunnel }: Site): Promise<number | undefined> => {
  const pids = await processesIn([new Names(installation).tunnel(gateway, tunnel.id)], ['charon-systemd'])
  assert.ok(pids.length <= 1)
  return pids[0]
}

/** What the daemon has, and what it is about to have. */
async function sasOf({ installation }: TestPlane, { gateway, tunnel }: Site) {
  const socket = socketIn(new Names(installation).tunnelFolder(gateway, tunnel.id))
  await using session = await connect(socket, { timeoutMs: 5000, timers: systemClock })
  const { items } = await session.stream('list-sas', 'list-sa', {}, { timeoutMs: 5000 })
  const { installed, negotiating } = observeSas(items, digestTunnel(tunnel), () => undefined)
  return { installed, negotiating }
}

const once1 = { count: 1, timeoutMs: 1000 }

test('a running tunnel is adopted by the next server and keeps its SAs', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const { left, right } = makeSites()
  await establish(subject.plane, left, right)
  const [before, pid] = [await tunnelOf(subject.plane, left), await daemonOf(subject, left)]
  await subject.plane.close()
  const next = new LinuxDataPlane({ ...subject.installation, time: systemClock })
  t.after(() => next.close())
  assert.deepEqual((await next.inventory()).gateways.toSorted(), [left.gateway, right.gateway])
  await perform(next, ...building(left), initiate(left))
  const after = await tunnelOf(next, left)
  assert.ok(pid !== undefined && before?.ikeSa?.establishedAt !== undefined)
  assert.equal(await daemonOf(subject, left), pid)
  assert.deepEqual(await sasOf(subject, left), { installed: ['child-1'], negotiating: false })
  assert.deepEqual(
    after?.childSas.map(({ spiIn }) => spiIn),
    before.childSas.map(({ spiIn }) => spiIn),
  )
  // The daemon tells an age in whole seconds.
  assert.ok(Math.abs((after?.ikeSa?.establishedAt ?? 0) - before.ikeSa.establishedAt) <= 1000)
  const heard = Promise.withResolvers<string>()
  next.onChange(heard.resolve)
  await next.perform({ do: 'remove-tunnel', gateway: right.gateway, tunnel: right.tunnel.id })
  assert.equal(await heard.promise, left.gateway)
})

test('a tunnel keeps forwarding after its server was killed, and can be purged without a server', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const { left, right } = makeSites()
  const server = spawn(process.execPath, [new URL('./testing/server.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(server, 'exit')
  server.stdin.end(JSON.stringify(subject.installation))
  const ended = exited.then(() => assert.fail('the server ended by itself'))
  await Promise.race([once(server.stdout, 'data'), ended])
  ended.catch(() => {})
  server.kill('SIGKILL')
  await exited
  assert.equal((await subject.plane.ping(left.host.id, right.host.address, once1)).received, 1)
  assert.equal(await isUp(subject.plane, left), true)
  await subject.plane.close()
  await purgeInstallation(subject.installation, systemClock)
  await assertNothingLeft(subject.installation)
})

test('a charon that was killed is observed as not alive, and is created again', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const { plane } = subject
  const { left, right } = makeSites()
  await establish(plane, left, right)
  const heard = Promise.withResolvers<string>()
  plane.onChange(heard.resolve)
  const pid = await daemonOf(subject, left)
  assert.ok(pid !== undefined)
  process.kill(pid, 'SIGKILL')
  assert.equal(await heard.promise, left.gateway)
  const dead = await tunnelOf(plane, left)
  assert.deepEqual([dead?.alive, dead?.digest, dead?.childSas], [false, undefined, []])
  const { gateway, tunnel } = left
  await perform(plane, { do: 'create-tunnel', gateway, tunnel }, { do: 'configure-tunnel', gateway, tunnel })
  await perform(plane, ...gatewayOf(left).routes.map((route): Step => ({ do: 'add-route', gateway, route })))
  await plane.perform(initiate(left))
  await settle(() => isUp(plane, left))
  assert.equal((await plane.ping(left.host.id, right.host.address, once1)).received, 1)
})

test('a charon that hangs is observed as not alive, and is created again', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const { plane } = subject
  const { left } = makeSites()
  await perform(plane, ...building(left))
  const pid = await daemonOf(subject, left)
  assert.ok(pid !== undefined)
  process.kill(pid, 'SIGSTOP')
  assert.equal((await tunnelOf(plane, left))?.alive, false)
  await perform(plane, ...building(left))
  assert.notEqual(await daemonOf(subject, left), pid)
  assert.equal((await tunnelOf(plane, left))?.alive, true)
})

test('gateways that are created and removed at the same time do not disturb each other', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { plane } = await start(t)
  const { left, right } = makeSites()
  await Promise.all([perform(plane, ...building(left)), perform(plane, ...building(right))])
  await Promise.all([left, right].map((site) => plane.perform(initiate(site))))
  await settle(async () => (await isUp(plane, left)) && (await isUp(plane, right)))
  assert.equal((await plane.ping(left.host.id, right.host.address, once1)).received, 1)
  const removals = [left, right].map(({ gateway }): Step => ({ do: 'remove-gateway', gateway }))
  await Promise.all(removals.map((step) => plane.perform(step)))
  assert.deepEqual((await plane.inventory()).gateways, [])
})

test('two tunnels of one outer address carry traffic, each to its own peer', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { plane } = await start(t)
  const { left, right } = makeSites()
  const peer = address('203.0.113.2')
  const identity = '203.0.113.2' as Site['tunnel']['localIdentity']
  const second = { ...left.tunnel, id: 'second', remoteAddress: peer, remoteIdentity: identity }
  const other = { ...right.tunnel, id: 'other', localAddress: peer, localIdentity: identity }
  await establish(plane, left, right)
  for (const step of [
    { gateway: left.gateway, tunnel: second },
    { gateway: right.gateway, tunnel: other },
  ]) {
    await perform(plane, { do: 'create-tunnel', ...step }, { do: 'configure-tunnel', ...step })
  }
  // The peer starts: what it sends to the shared address finds the second tunnel.
  await plane.perform({ do: 'initiate', gateway: right.gateway, tunnel: other.id })
  await settle(async () => {
    const observed = await plane.observeGateway(left.gateway)
    return observed?.tunnels.every(({ childSas }) => childSas.length === 1) ?? false
  })
  const routes = gatewayOf(left).routes
  const reaches = async () => (await plane.ping(left.host.id, right.host.address, once1)).received === 1
  for (const route of routes) {
    await plane.perform({ do: 'add-route', gateway: left.gateway, route: { ...route, tunnels: ['second'], metric: 5 } })
  }
  assert.equal(await reaches(), true)
  const carried = async () => (await plane.observeGateway(left.gateway))?.tunnels.map(({ packetsOut }) => packetsOut)
  assert.deepEqual(await carried(), [0, 1])
  await plane.perform({ do: 'remove-tunnel', gateway: left.gateway, tunnel: 'second' })
  assert.equal(await reaches(), true)
})

test('a tunnel whose namespace lost its name is observed as not alive, is created again, and is removed with its daemon', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const { left, right } = makeSites()
  await establish(subject.plane, left, right)
  const namespace = new Names(subject.installation).tunnel(left.gateway, left.tunnel.id)
  const [first, other] = [await daemonOf(subject, left), await daemonOf(subject, right)]
  assert.ok(first !== undefined && other !== undefined)
  await run('ip', ['netns', 'delete', namespace])
  assert.equal((await tunnelOf(subject.plane, left))?.alive, false)
  await perform(subject.plane, ...building(left), initiate(left))
  await settle(() => isUp(subject.plane, left))
  const second = await daemonOf(subject, left)
  assert.ok(second !== undefined && second !== first)
  assert.equal(existsSync(`/proc/${first}`), false)
  await run('ip', ['netns', 'delete', namespace])
  await subject.plane.perform({ do: 'remove-tunnel', gateway: left.gateway, tunnel: left.tunnel.id })
  assert.equal(existsSync(`/proc/${second}`), false)
  await run('ip', ['netns', 'delete', new Names(subject.installation).tunnel(right.gateway, right.tunnel.id)])
  await subject.plane.close()
  await purgeInstallation(subject.installation, systemClock)
  assert.equal(existsSync(`/proc/${other}`), false)
  await assertNothingLeft(subject.installation)
})
