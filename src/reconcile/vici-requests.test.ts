import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { DataPlane, TunnelSpec } from '../dataplane/port.ts'
import type { SimulatedDataPlane } from '../dataplane/simulated/data-plane.ts'
import { IkeDaemon } from '../dataplane/strongswan/daemon.ts'
import { startCountingDaemon } from '../dataplane/strongswan/testing/counting-daemon.ts'
import type { IkeIdentity } from '../domain/identity.ts'
import { systemClock } from '../runtime/clock.ts'
import { connection, outerAddress, peerAddress, startGatewayLoop } from './testing/gateway-loop.ts'

/** A daemon for each tunnel, which is asked what the Linux data plane would ask it; what there is to see is simulated. */
async function startDaemons(t: TestContext, tunnels: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), 'culvert-vici-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const requests: string[] = []
  const daemons = new Map<string, IkeDaemon>()
  for (const [n, tunnel] of tunnels.entries()) {
    const folder = join(root, String(n))
    await startCountingDaemon(t, folder, (request) => requests.push(`${tunnel} ${request}`))
    const daemon = new IkeDaemon(folder, 'userland', systemClock, {
      onChange: () => {},
      onLoss: () => {},
      onUnownedSelector: () => {},
    })
    daemons.set(tunnel, daemon)
    t.after(() => daemon.close())
  }
  const observe = async (ids: readonly string[]) => {
    await Promise.all(ids.map((id) => daemons.get(id)?.observe()))
  }
  const before = (simulated: SimulatedDataPlane): DataPlane => ({
    ...simulated,
    // The peers are in the same world, and nobody's to take away.
    inventory: async () => ({ networks: ['n'], gateways: ['g'], hosts: [], workloads: [] }),
    onChange: (listener) =>
      simulated.onChange((gateway, tunnel) => {
        if (gateway === 'g') listener(gateway, tunnel)
      }),
    async observeGateway(id) {
      const seen = await simulated.observeGateway(id)
      await observe(seen?.tunnels.map((tunnel) => tunnel.id) ?? [])
      return seen
    },
    async observeTunnels(id, ids) {
      await observe(ids)
      return simulated.observeTunnels(id, ids)
    },
    async perform(step) {
      if (step.do === 'initiate') await daemons.get(step.tunnel)?.initiate()
      await simulated.perform(step)
    },
  })
  return { requests, before }
}

/** The other end of connection number n. */
async function makePeer(simulated: SimulatedDataPlane, id: string, n: number): Promise<void> {
  const gateway = `far-${id}`
  const { spec } = connection(id, n)
  const [own] = spec.tunnels
  assert.ok(own)
  const { lifetimeSeconds, mode, preSharedKey, proposal, version } = own.ike
  const tunnel: TunnelSpec = {
    id: gateway,
    index: 1,
    natTraversal: true,
    startAction: 'none',
    device: { mtu: 1400 },
    child: own.child,
    lifetimeSeconds,
    mode,
    preSharedKey,
    proposal,
    version,
    localAddress: peerAddress(n),
    remoteAddress: outerAddress,
    localIdentity: peerAddress(n) as string as IkeIdentity,
    remoteIdentity: outerAddress as string as IkeIdentity,
    selectors: spec.selectors.map(({ local, remote }) => ({ local: remote, remote: local })),
  }
  await simulated.perform({ do: 'create-gateway', gateway })
  await simulated.perform({ do: 'create-tunnel', gateway, tunnel })
  await simulated.perform({ do: 'configure-tunnel', gateway, tunnel })
}

test('100 tunnels, one of which no peer answers: at most 10 VICI requests a second', async (t) => {
  const ids = Array.from({ length: 100 }, (_, n) => `c${n}`)
  const { requests, before } = await startDaemons(
    t,
    ids.map((id) => `t-${id}`),
  )
  const { simulated, pass, failures } = await startGatewayLoop(t, ids, { before })
  for (const [n, id] of ids.entries()) if (n !== 42) await makePeer(simulated, id, n)
  await pass(60_000)
  const gateway = await simulated.observeGateway('g')
  const down = gateway?.tunnels.filter(({ childSas }) => childSas.length === 0).map((tunnel) => tunnel.id)
  assert.deepEqual(failures, [])
  assert.deepEqual(down, ['t-c42'])
  requests.length = 0
  const seconds = 120
  await pass(seconds * 1000)
  const own = requests.filter((request) => request.startsWith('t-c42 '))
  assert.ok(own.filter((request) => request.endsWith(' initiate')).length >= 10, 'the one that waits is tried again')
  const figure = `${requests.length / seconds} a second, ${own.length / seconds} of them of the one that waits`
  assert.ok(requests.length / seconds <= 10, figure)
  t.diagnostic(figure)
})
