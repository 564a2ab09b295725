/** Faults on real tunnels: they are on their paths alone, and outlive neither their server's stop nor its death. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ends } from '../../src/bench/hand-made-tunnel.ts'
import { run as runProgram } from '../../src/dataplane/linux/command.ts'
import { settle, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import { createNativeClient } from '../../src/wire/native/client.ts'
import { type Installation, keeperSays, sasOf, startInstallation } from './installation-to-kill.ts'

const reason = await whyNoPlane()

const forLong = { seconds: 3600 }

async function reaches({ plane, hosts }: Installation): Promise<boolean> {
  const target = ends[1].hostAddress as Parameters<typeof plane.ping>[1]
  return (await plane.ping(hosts[0], target, { count: 1, timeoutMs: 500 })).received === 1
}

const rulesOf = ({ names }: Installation): Promise<string> =>
  runProgram('ip', ['netns', 'exec', names.underlay, 'nft', 'list', 'tables'])

/** The tunnel whose daemon has not begun. */
async function responderOf({ plane }: Installation): Promise<string> {
  const observed = await Promise.all((await plane.inventory()).gateways.map((id) => plane.observeGateway(id)))
  const tunnels = observed.flatMap((gateway) => gateway?.tunnels ?? [])
  return tunnels.find(({ ikeSa }) => ikeSa?.initiator === false)?.id ?? ''
}

test('on Linux a peer is rebooted, and a fault is gone with its server, whether that is killed or stopped, and its SAs are those of before', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const installation = await startInstallation(t, '--faults=linux')
  const { server, serve } = installation
  const native = createNativeClient(server.admin)
  const tunnel = await responderOf(installation)
  // The other end begins anew, as it has lost what there was.
  const first = await sasOf(installation)
  await native.injectFault({ kind: 'peer-reboot', scope: { tunnel }, seconds: 2 })
  assert.equal(await reaches(installation), false)
  await settle(() => reaches(installation))
  const sas = await sasOf(installation)
  for (const [index, sa] of sas.entries()) assert.notDeepEqual(sa, first[index])

  const kind = 'partition'
  const parted = await native.injectFault({ kind, scope: { tunnel }, ...forLong })
  assert.equal(await reaches(installation), false)
  const told = await native.tunnel(tunnel)
  assert.deepEqual(
    [told?.status, told?.faults?.map(({ id }) => id)],
    ['child-up', [parted.id]],
    'the status is what the daemon has',
  )
  await native.endFault(parted.id)
  assert.equal(await reaches(installation), true)

  await native.injectFault({ kind, scope: { tunnel }, ...forLong })
  assert.equal(await reaches(installation), false)
  await keeperSays(installation, 'keeping', 1)
  server.child.kill('SIGKILL')
  await server.ended
  await settle(() => reaches(installation))
  assert.deepEqual(await sasOf(installation), sas)

  const next = await serve()
  const other = createNativeClient(next.admin)
  assert.deepEqual(await other.faults(), [])
  const { events } = await other.events({ about: tunnel, limit: 100 })
  assert.deepEqual(
    events.flatMap(({ fault }) => (fault?.fault.kind === kind ? `${fault.to} ${fault.why ?? ''}` : [])),
    ['ended server-stopped', 'injected ', 'ended removed', 'injected '],
  )
  await settle(async () => (await other.tunnel(tunnel))?.status === 'child-up')
  await other.injectFault({ kind: 'packet-loss', amount: 100, direction: 'in', scope: { tunnel }, ...forLong })
  assert.equal(await reaches(installation), false)
  next.child.kill('SIGTERM')
  await next.ended
  assert.equal(await reaches(installation), true)
  assert.doesNotMatch(await rulesOf(installation), /faults/)
})
