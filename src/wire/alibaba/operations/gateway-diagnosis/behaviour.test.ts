import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { NegotiationFailure } from '../../../../domain/negotiation-failure.ts'
import type { ObservedTunnel } from '../../../../domain/observation.ts'
import { suspend } from '../../testing/bills.ts'
import { type Body, openCaller, type Parameters } from '../../testing/caller.ts'
import { connectionOn, readyGateway } from '../../testing/resources.ts'

const caller = await openCaller()
after(() => caller[Symbol.asyncDispose]())
const VpnGatewayId = await readyGateway(caller)
const ResourceId = await connectionOn(caller, VpnGatewayId)
const diagnosable = { VpnGatewayId, ResourceId, ResourceType: 'IPsec' }

const upSas: Partial<ObservedTunnel> = {
  ikeSa: { state: 'established', initiator: true, proposal: 'p', establishedAt: 1 },
  childSas: [{ selectors: { local: [], remote: [] }, spiIn: '1', spiOut: '2', bytesIn: 0, bytesOut: 0, proposal: 'p' }],
}

const failing = (reason: NegotiationFailure['reason']): Partial<ObservedTunnel> => ({
  failure: { reason, refusedBy: 'remote', phase: 'ike', detail: 'its words', at: caller.now },
})

async function show(seen: Partial<ObservedTunnel>): Promise<void> {
  const connection = await caller.store.read((reader) => reader.get('connection', ResourceId))
  const id = connection?.spec.tunnels[0]?.id ?? ''
  const tunnel = { id, alive: true, childSas: [], packetsOut: 0, ...seen }
  caller.observed.record(VpnGatewayId, { id: VpnGatewayId, links: [], tunnels: [tunnel], policies: [], routes: [] }, 0)
}

/** The levels and descriptions of what is found now, by check. */
async function findings(parameters: Parameters = {}): Promise<ReadonlyMap<string, readonly [string, unknown]>> {
  const DiagnoseId = await caller.make('DiagnoseVpnGateway', { ...diagnosable, ...parameters })
  const found = (await caller.get('DiagnoseResult', 'GetVpnGatewayDiagnoseResult', { DiagnoseId })) as Body[]
  return new Map(
    found.map((each) => [
      String(each.DiagnoseName),
      [String(each.DiagnoseResultLevel), JSON.parse(String(each.DiagnoseResultDescription))],
    ]),
  )
}

const pair = (PrivateSourceIp: string, PrivateDestinationIp: string) => ({ PrivateSourceIp, PrivateDestinationIp })

test('a connection whose tunnel is up is found to be right by all seven checks', async () => {
  await show(upSas)
  const DiagnoseId = await caller.make('DiagnoseVpnGateway', diagnosable)
  const { RequestId: _, DiagnoseResult, ...told } = await caller.ok('GetVpnGatewayDiagnoseResult', { DiagnoseId })
  const at = '2025-01-02T03:04:05Z'
  const counts = { FinishedCount: 7, TotalCount: 7 }
  const about = { ResourceInstanceId: ResourceId, ResourceType: 'IPsec', VpnGatewayId }
  assert.deepEqual(told, { BeginTime: at, FinishTime: at, DiagnoseId, ...counts, ...about })
  const levels = (DiagnoseResult as Body[]).map(({ DiagnoseResultLevel }) => DiagnoseResultLevel)
  assert.deepEqual(levels, Array(7).fill('normal'))
})

test('what was found stays as it was found, and of a connection the newest diagnosis is kept', async () => {
  await show(failing('authentication-failed'))
  const DiagnoseId = await caller.make('DiagnoseVpnGateway', diagnosable)
  await show(upSas)
  const found = (await caller.get('DiagnoseResult', 'GetVpnGatewayDiagnoseResult', { DiagnoseId })) as Body[]
  const level = (name: string) => found.find(({ DiagnoseName }) => DiagnoseName === name)?.DiagnoseResultLevel
  assert.equal(level('VcoConfigConsistency'), 'error')
  const newer = await caller.make('DiagnoseVpnGateway', diagnosable)
  await caller.refused('InvalidDiagnoseId.NotFound', 'GetVpnGatewayDiagnoseResult', { DiagnoseId })
  assert.equal(await caller.get('DiagnoseId', 'GetVpnGatewayDiagnoseResult', { VpnGatewayId }), newer)
  await caller.refused('MissingParameter', 'GetVpnGatewayDiagnoseResult')
})

test('a peer that is silent, keys that differ and a daemon that died are told apart', async () => {
  const levels = async (seen: Partial<ObservedTunnel>) => {
    await show(seen)
    const found = await findings()
    const names = ['VcoConfigConsistency', 'VcoUserInternetIpConnectivity', 'VcoPrivateConnectivity']
    return names.map((name) => found.get(name)?.[0])
  }
  assert.deepEqual(await levels(failing('peer-silent')), ['normal', 'error', 'error'])
  assert.deepEqual(await levels(failing('authentication-failed')), ['error', 'normal', 'error'])
  assert.deepEqual(await levels({ alive: false }), ['normal', 'warning', 'error'])
  assert.deepEqual((await findings()).get('VcoPrivateConnectivity')?.[1], { reason: 'DaemonNotRunning' })
})

test('packets between private addresses are told to go where routes lead them, and why they do not', async () => {
  await show(upSas)
  const RouteDest = '192.168.7.0/24'
  await caller.ok('CreateVpnRouteEntry', {
    VpnGatewayId,
    RouteDest,
    NextHop: ResourceId,
    Weight: 100,
    PublishVpc: false,
  })
  const pairs = [pair('10.0.1.9', '192.168.7.1'), pair('10.0.1.9', '192.168.8.1'), pair('10.9.1.9', '192.168.7.1')]
  const told = async (list: unknown) =>
    (await findings({ IPsecExtendInfo: JSON.stringify(list) })).get('VcoPrivateConnectivity')
  const [level, description] = (await told(pairs)) ?? []
  const reasons = (description as { pairs: { reason?: string }[] }).pairs.map(({ reason }) => reason)
  assert.deepEqual([level, ...reasons], ['error', undefined, 'NoRoute', 'SourceOutsideVpc'])
  assert.deepEqual(await told(pairs[0]), ['normal', { pairs: [{ targetIp: '192.168.7.1', srcIp: '10.0.1.9' }] }])
  for (const wrong of ['{not json', '[]', '{"PrivateSourceIp":"10.0.0.1"}']) {
    await caller.refused('InvalidParameter', 'DiagnoseVpnGateway', { ...diagnosable, IPsecExtendInfo: wrong })
  }
})

test('a quota that is used up, and a destination that another gateway has published, are warnings', async () => {
  await show(upSas)
  const RouteDest = '192.168.50.0/24'
  const VpcId = String(await caller.get('VpcId', 'DescribeVpnGateway', { VpnGatewayId }))
  const other = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  await caller.settle()
  const across = await connectionOn(caller, other, { RemoteSubnet: '192.168.99.0/24' })
  await caller.settle()
  const route = (gateway: string, NextHop: string, PublishVpc: boolean) =>
    caller.ok('CreateVpnRouteEntry', { VpnGatewayId: gateway, RouteDest, NextHop, Weight: 100, PublishVpc })
  await route(VpnGatewayId, ResourceId, false)
  await caller.settle()
  await route(other, across, true)
  await caller.set({ 'quota.vpn_quota_connections_num': 1 })
  const found = await findings()
  assert.deepEqual(found.get('VpnIPsecQuota'), ['warning', { used: 1, quota: 1 }])
  const [level, description] = found.get('RouteEntryConflict') ?? []
  const [conflict] = (description as { conflicts: { routeDest: string }[] }).conflicts
  assert.deepEqual([level, conflict?.routeDest], ['warning', RouteDest])
})

test('a connection whose gateway is stopped carries nothing, and one that is deleted takes its diagnosis along', async () => {
  await show(upSas)
  await suspend(caller, VpnGatewayId)
  assert.deepEqual((await findings()).get('VcoPrivateConnectivity'), ['error', { reason: 'FinancialLocked' }])
  await suspend(caller, VpnGatewayId, false)
  await caller.settle()
  await caller.ok('DeleteVpnConnection', { VpnConnectionId: ResourceId })
  await caller.refused('InvalidDiagnoseId.NotFound', 'GetVpnGatewayDiagnoseResult', { VpnGatewayId })
})
