import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address } from '../../../../domain/address.ts'
import type { HealthVerdict } from '../../../../domain/health-check.ts'
import { type Caller, openCaller } from '../../testing/caller.ts'
import { describe } from '../../testing/connections.ts'
import { healthCheck, single } from '../../testing/resources.ts'

const shown = async (caller: Caller, id: string) => (await describe(caller, id)).VcoHealthCheck

async function tunnelOf(caller: Caller, id: string) {
  const [tunnel] = (await caller.store.read((reader) => reader.get('connection', id)))?.spec.tunnels ?? []
  assert.ok(tunnel)
  return tunnel
}

/** What the data plane says of the connection's probes. */
async function show(caller: Caller, id: string, verdict?: HealthVerdict): Promise<void> {
  const tunnel = {
    id: (await tunnelOf(caller, id)).id,
    alive: true,
    childSas: [],
    packetsOut: 0,
    health: { digest: 'd', sent: 3, answered: 0, history: [], ...(verdict === undefined ? {} : { verdict }) },
  }
  caller.observed.record('tr-1', { id: 'tr-1', links: [], tunnels: [tunnel], policies: [], routes: [] }, caller.now)
}

test('a health check that is enabled is the tunnel’s, with the document’s defaults', async () => {
  await using caller = await openCaller()
  const id = await caller.make('CreateVpnAttachment', await single(caller, healthCheck()))
  assert.deepEqual((await tunnelOf(caller, id)).healthCheck, {
    source: '10.0.0.8' as Ipv4Address,
    destination: '172.16.0.8' as Ipv4Address,
    intervalMilliseconds: 3000,
    timeoutMilliseconds: 700,
    threshold: 3,
    onFailure: 'withdraw',
  })
  const told = { Dip: '172.16.0.8', Enable: 'true', Interval: 3, Policy: 'revoke_route', Retry: 3, Sip: '10.0.0.8' }
  assert.deepEqual(await shown(caller, id), { ...told, Status: '' })
  const change = { HealthCheckConfig: '{"Interval":5,"Policy":"reserve_route"}' }
  const { VcoHealthCheck } = await caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId: id, ...change })
  assert.deepEqual(VcoHealthCheck, { ...told, Interval: 5, Policy: 'reserve_route' })
  const { intervalMilliseconds, onFailure, threshold } = (await tunnelOf(caller, id)).healthCheck ?? {}
  assert.deepEqual([intervalMilliseconds, onFailure, threshold], [5000, 'keep', 3])
})

test('VcoHealthCheck.Status is success or failed as the probes have shown, and empty before they have', async () => {
  await using caller = await openCaller()
  const id = await caller.make('CreateVpnAttachment', await single(caller, healthCheck()))
  const status = async () => ((await shown(caller, id)) as { Status?: string }).Status
  await show(caller, id)
  assert.equal(await status(), '')
  await show(caller, id, { passes: true, since: 1 })
  assert.equal(await status(), 'success')
  await show(caller, id, { passes: false, since: 2 })
  assert.equal(await status(), 'failed')
  await caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId: id, HealthCheckConfig: '{"enable":false}' })
  assert.equal(await status(), undefined)
})

test('a health check that is disabled keeps what was said of it until it is enabled again', async () => {
  await using caller = await openCaller()
  const id = await caller.make('CreateVpnAttachment', await single(caller, healthCheck({ retry: 7 })))
  const before = await tunnelOf(caller, id)
  const modify = async (config: object) => {
    const HealthCheckConfig = JSON.stringify(config)
    await caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId: id, HealthCheckConfig })
  }
  await modify({ enable: false })
  assert.equal((await tunnelOf(caller, id)).healthCheck, undefined)
  const told = { Dip: '172.16.0.8', Enable: 'false', Interval: 3, Policy: 'revoke_route', Retry: 7, Sip: '10.0.0.8' }
  assert.deepEqual(await shown(caller, id), told)
  await modify({ enable: true })
  assert.deepEqual(await tunnelOf(caller, id), before)
})
