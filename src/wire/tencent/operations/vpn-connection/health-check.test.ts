import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HealthVerdict } from '../../../../domain/health-check.ts'
import { openSite, policy, type Site } from '../../testing/site.ts'

const routed = { RouteType: 'StaticRoute', EnableHealthCheck: true }

const checkOf = async (site: Site, id: string) => (await site.stored('connection', id))?.spec.tunnels[0]?.healthCheck

async function shown(site: Site, id: string) {
  const { EnableHealthCheck, HealthCheckLocalIp, HealthCheckRemoteIp, HealthCheckStatus, HealthCheckConfig } =
    await site.shown(id)
  return [EnableHealthCheck, HealthCheckLocalIp, HealthCheckRemoteIp, HealthCheckStatus, HealthCheckConfig]
}

const usual = { ProbeType: 'NQA', ProbeInterval: 5000, ProbeThreshold: 3, ProbeTimeout: 150 }

/** What the data plane says of the connection's probes. */
function show({ installation, gateway }: Site, id: string, verdict?: HealthVerdict): void {
  const health = { digest: 'd', sent: 3, answered: 0, history: [], ...(verdict === undefined ? {} : { verdict }) }
  const tunnel = { id, alive: true, childSas: [], packetsOut: 0, health }
  const observed = { id: gateway, links: [], tunnels: [tunnel], policies: [], routes: [] }
  installation.observed.record(gateway, observed, installation.now)
}

test('a connection without a health check shows no addresses and no HealthCheckConfig', async () => {
  await using site = await openSite()
  assert.deepEqual(await shown(site, await site.connect()), [false, '', '', '', undefined])
})

test('a health check is the tunnel’s, with addresses of 169.254.128.0/17 and the document’s defaults', async () => {
  await using site = await openSite()
  const id = await site.connect({
    ...routed,
    HealthCheckConfig: { ProbeType: '', ProbeInterval: 0, ProbeThreshold: 5 },
  })
  const told = { ...usual, ProbeThreshold: 5 }
  assert.deepEqual(await shown(site, id), [true, '169.254.128.1', '169.254.128.2', '', told])
  assert.deepEqual(await checkOf(site, id), {
    source: '169.254.128.1',
    destination: '169.254.128.2',
    intervalMilliseconds: 5000,
    timeoutMilliseconds: 150,
    threshold: 5,
    onFailure: 'keep',
  })
})

test('the health check addresses of two connections of a gateway differ', async () => {
  await using site = await openSite()
  const first = await site.connect(routed)
  const CustomerGatewayId = await site.makePeer('198.51.100.10')
  const second = await site.connect({ ...routed, CustomerGatewayId })
  assert.deepEqual(await shown(site, second), [true, '169.254.128.5', '169.254.128.6', '', usual])
  const conflict = 'InvalidParameterValue.VpnConnHealthCheckIpConflict'
  const modify = (more: object) => site.refusal('ModifyVpnConnectionAttribute', { VpnConnectionId: second, ...more })
  assert.equal(await modify({ HealthCheckLocalIp: '169.254.128.1' }), conflict)
  assert.equal(await modify({ HealthCheckRemoteIp: '169.254.128.2' }), conflict)
  assert.deepEqual((await shown(site, first)).slice(1, 3), ['169.254.128.1', '169.254.128.2'])
})

test('HealthCheckStatus is AVAILABLE or UNAVAILABLE as the probes have shown, and empty before they have', async () => {
  await using site = await openSite()
  const id = await site.connect(routed)
  const status = async () => (await site.shown(id)).HealthCheckStatus
  show(site, id)
  assert.equal(await status(), '')
  show(site, id, { passes: true, since: 1 })
  assert.equal(await status(), 'AVAILABLE')
  show(site, id, { passes: false, since: 2 })
  assert.equal(await status(), 'UNAVAILABLE')
  await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId: id, EnableHealthCheck: false })
  assert.equal(await status(), '')
})

test('EnableHealthCheck alone turns a check on, off and on again, with the same addresses and times', async () => {
  await using site = await openSite()
  const id = await site.connect({ RouteType: 'StaticRoute' })
  const modify = (more: object) => site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId: id, ...more })
  await modify({ EnableHealthCheck: true })
  await modify({ HealthCheckRemoteIp: '192.168.0.9' })
  await modify({ HealthCheckConfig: { ProbeTimeout: 500 } })
  const on = await checkOf(site, id)
  assert.deepEqual([on?.source, on?.destination, on?.timeoutMilliseconds], ['169.254.128.1', '192.168.0.9', 500])
  await modify({ EnableHealthCheck: false })
  assert.equal(await checkOf(site, id), undefined)
  await modify({ EnableHealthCheck: true })
  assert.deepEqual(await checkOf(site, id), on)
})

test('GenerateVpnConnectionDefaultHealthCheckIp names one pair, also once a connection has it, until another has a part of it', async () => {
  await using site = await openSite()
  const named = async () => {
    const { RequestId: _, ...pair } = await site.ask('GenerateVpnConnectionDefaultHealthCheckIp', {
      VpnGatewayId: site.gateway,
    })
    return pair
  }
  const first = { HealthCheckLocalIp: '169.254.128.1', HealthCheckRemoteIp: '169.254.128.2' }
  assert.deepEqual([await named(), await named()], [first, first])
  const VpnConnectionId = await site.connect({ ...routed, ...first })
  assert.deepEqual(await named(), first)
  const CustomerGatewayId = await site.makePeer('198.51.100.10')
  const second = await site.connect({ ...routed, EnableHealthCheck: true, CustomerGatewayId })
  const next = { HealthCheckLocalIp: '169.254.128.5', HealthCheckRemoteIp: '169.254.128.6' }
  const { HealthCheckLocalIp, HealthCheckRemoteIp } = await site.shown(second)
  assert.deepEqual({ HealthCheckLocalIp, HealthCheckRemoteIp }, next)
  await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId, HealthCheckRemoteIp: '169.254.128.9' })
  assert.deepEqual(await named(), next)
})

test('a health check needs policies that carry its probes', async () => {
  await using site = await openSite()
  const narrow = { SecurityPolicyDatabases: [policy('10.1.0.0/24', '192.168.0.0/24')] }
  const refused = { ...site.connection, ...narrow, EnableHealthCheck: true }
  const code = 'UnsupportedOperation.VpnConnCidrNotSupportedHealthCheck'
  assert.equal(await site.refusal('CreateVpnConnection', refused), code)
  const id = await site.connect(narrow)
  assert.equal(
    await site.refusal('ModifyVpnConnectionAttribute', { VpnConnectionId: id, EnableHealthCheck: true }),
    code,
  )
})

test('a modification that names nothing of the health check leaves it as it is', async () => {
  await using site = await openSite()
  const VpnConnectionId = await site.connect(routed)
  const connection = await site.stored('connection', VpnConnectionId)
  const [tunnel] = connection?.spec.tunnels ?? []
  assert.ok(connection !== undefined && tunnel?.healthCheck !== undefined)
  // No request of this cloud makes one that withdraws routes.
  const healthCheck = { ...tunnel.healthCheck, onFailure: 'withdraw' } as const
  const spec = { ...connection.spec, tunnels: [{ ...tunnel, healthCheck }] }
  const changed = { ...connection, generation: connection.generation + 1, spec }
  await site.installation.store.write((transaction) => transaction.put(changed))
  await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId, VpnConnectionName: 'other' })
  assert.deepEqual(await checkOf(site, VpnConnectionId), healthCheck)
})
