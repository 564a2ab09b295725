import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ends } from '../../src/bench/hand-made-tunnel.ts'
import { TwoEnds } from '../../src/bench/two-ends.ts'
import { enterNamespace, environment, inNamespace } from '../../src/dataplane/linux/command.ts'
import { LinuxDataPlane } from '../../src/dataplane/linux/data-plane.ts'
import { Names, runFolderOf } from '../../src/dataplane/linux/names.ts'
import { processesIn } from '../../src/dataplane/linux/processes.ts'
import { settle, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import { keeperFiles } from '../../src/keeper/files.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { readCredentials } from '../../src/server/installation.ts'
import { openSqliteStoreForReading } from '../../src/store/sqlite/open.ts'
import { atEnd, run, scratch, serveOn, serving } from '../command-line/culvert.ts'

const reason = await whyNoPlane()

/** A server of its own, with a tunnel between two gateways and a host at each end. */
async function startInstallation(t: TestContext) {
  const data = join(scratch(t), 'data')
  atEnd(t, () => run(['purge', '--data', data]))
  const serve = () => serving(t, serveOn(data, '--dataplane', 'linux', '--log-level', 'warn'))
  const server = await serve()
  const store = await openSqliteStoreForReading(data)
  const [credentials, tag] = await store.read(async (reader) => [
    await readCredentials(reader),
    await reader.setting('tag'),
  ])
  await store.close()
  assert.ok(credentials !== undefined && tag !== undefined)
  const two = await TwoEnds.make({ ...server, folder: data, credentials, [Symbol.asyncDispose]: async () => {} })
  await two.untilThere(await two.addEnd(0, 'passive'))
  await two.addEnd(1, 'active')
  await two.untilUp()
  const addHost = async (index: 0 | 1): Promise<string> => {
    const host = { name: `host-${index}`, subnet: two.subnetOf(index), address: ends[index].hostAddress }
    const { id } = await two.native.addHost(host)
    await settle(async () => (await two.native.host(id))?.ready ?? false)
    return id
  }
  const hosts = [await addHost(0), await addHost(1)] as const
  const installation = { tag, runFolder: runFolderOf(tag) }
  const plane = new LinuxDataPlane({ ...installation, time: systemClock })
  atEnd(t, () => plane.close())
  return { server, serve, hosts, installation, plane, names: new Names(installation) }
}

type Installation = Awaited<ReturnType<typeof startInstallation>>

/** The SAs of all tunnels. */
async function sasOf({ plane }: Installation) {
  const { gateways } = await plane.inventory()
  const observed = await Promise.all(gateways.map((id) => plane.observeGateway(id)))
  return observed.flatMap((gateway) =>
    (gateway?.tunnels ?? []).map(({ id, childSas }) => [
      id,
      ...childSas.map(({ spiIn, spiOut }) => `${spiIn} ${spiOut}`),
    ]),
  )
}

/** A ping sends no more often than the kernel's ticks let it: some 250 to 400 times a second. */
const pings = 4

/** A thousand echo requests a second or more, until told to stop. */
function startTraffic(t: TestContext, { names, hosts }: Installation) {
  const program = inNamespace(names.host(hosts[0]), ['ping', '-n', '-i', '0.001', ends[1].hostAddress])
  const running = Array.from({ length: pings }, () => {
    const child = spawn(enterNamespace, program, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
    atEnd(t, () => child.kill('SIGKILL'))
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    return async () => {
      const ended = once(child, 'close')
      child.kill('SIGINT')
      await ended
      const answered = new Set(Array.from(said.matchAll(/icmp_seq=(\d+) ttl=/g), ([, request]) => Number(request)))
      // Those after the last answer were on their way when it was told to stop.
      const sent = Math.max(...answered)
      const milliseconds = Number(/ time (\d+)ms/.exec(said)?.[1])
      return { sent, lost: sent - answered.size, perSecond: (1000 * sent) / milliseconds }
    }
  })
  return {
    async stop() {
      const each = await Promise.all(running.map((stop) => stop()))
      const sum = (of: (one: (typeof each)[number]) => number): number =>
        Math.round(each.reduce((total, one) => total + of(one), 0))
      return { sent: sum(({ sent }) => sent), lost: sum(({ lost }) => lost), perSecond: sum((one) => one.perSecond) }
    },
  }
}

const keeperLog = ({ installation }: Installation): string =>
  readFileSync(keeperFiles(installation.runFolder).log, 'utf8')

/** Waits until the keeper has taken over, or has given way, for the so-manieth time. */
const keeperSays = (installation: Installation, what: string, times: number): Promise<void> =>
  settle(async () => keeperLog(installation).split(what).length > times)

test('no packet is lost and no SA changes while the server is killed, the keeper takes over and the next server comes', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const installation = await startInstallation(t)
  const { server, serve } = installation
  await keeperSays(installation, 'keeping', 1)
  const before = await sasOf(installation)
  assert.equal(before.length, 2)
  const traffic = startTraffic(t, installation)
  server.child.kill('SIGKILL')
  await server.ended
  await keeperSays(installation, 'driving', 1)
  assert.deepEqual(await sasOf(installation), before)
  await serve()
  await keeperSays(installation, 'a server is there', 1)
  const { sent, lost, perSecond } = await traffic.stop()
  t.diagnostic(`${sent} echo requests, ${perSecond} a second, ${lost} lost`)
  assert.equal(lost, 0)
  assert.deepEqual(await sasOf(installation), before)
})

test('a charon that is killed while the server is dead is back, and its tunnel carries again', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const installation = await startInstallation(t)
  const { server, plane, names, hosts } = installation
  await keeperSays(installation, 'keeping', 1)
  server.child.kill('SIGKILL')
  await server.ended
  // The end that starts: the other one has no reason to, and its peer none to notice without dead peer detection.
  const observed = await Promise.all((await plane.inventory()).gateways.map((id) => plane.observeGateway(id)))
  const starting = observed.find((one) => one?.tunnels[0]?.ikeSa?.initiator)
  assert.ok(starting)
  const { id: gateway, tunnels } = starting
  const [tunnel] = tunnels
  assert.ok(tunnel !== undefined)
  const charons = () => processesIn([names.tunnel(gateway, tunnel.id)], ['charon-systemd'])
  const [pid] = await charons()
  assert.ok(pid !== undefined)
  const killedAt = performance.now()
  process.kill(pid, 'SIGKILL')
  await settle(async () => (await charons()).some((other) => other !== pid))
  t.diagnostic(`another charon after ${Math.round(performance.now() - killedAt)} ms`)
  const ping = () =>
    plane.ping(hosts[0], ends[1].hostAddress as Parameters<typeof plane.ping>[1], { count: 1, timeoutMs: 200 })
  await settle(async () => (await ping()).received === 1)
  t.diagnostic(`packets through its tunnel after ${Math.round(performance.now() - killedAt)} ms`)
})
