import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { ends } from '../../src/bench/hand-made-tunnel.ts'
import { enterNamespace, environment, inNamespace } from '../../src/dataplane/linux/command.ts'
import { processesIn } from '../../src/dataplane/linux/processes.ts'
import { settle, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import { atEnd } from '../command-line/culvert.ts'
import { type Installation, keeperSays, sasOf, startInstallation } from './installation-to-kill.ts'

const reason = await whyNoPlane()

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
