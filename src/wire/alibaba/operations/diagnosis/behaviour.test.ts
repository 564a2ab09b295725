import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NegotiationFailure } from '../../../../domain/negotiation-failure.ts'
import type { ObservedTunnel } from '../../../../domain/observation.ts'
import { dataPlaneActor } from '../../../../domain/tunnel-change.ts'
import { suspend } from '../../testing/bills.ts'
import { type Body, type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { dual, single, subnets } from '../../testing/connections.ts'
import { readyGateway } from '../../testing/resources.ts'

const failure: NegotiationFailure = {
  reason: 'no-proposal-chosen',
  refusedBy: 'remote',
  phase: 'child',
  detail: 'received NO_PROPOSAL_CHOSEN',
  at: Date.UTC(2025, 0, 2, 3, 4, 0),
}

const up: Partial<ObservedTunnel> = {
  ikeSa: { state: 'established', initiator: true, proposal: 'p', establishedAt: 1 },
  childSas: [{ selectors: { local: [], remote: [] }, spiIn: '1', spiOut: '2', bytesIn: 0, bytesOut: 0, proposal: 'p' }],
}

const tunnelsOf = async (caller: Caller, id: string): Promise<readonly string[]> =>
  (await caller.store.read((reader) => reader.get('connection', id)))?.spec.tunnels.map((each) => each.id) ?? []

async function show(caller: Caller, id: string, ...seen: readonly Partial<ObservedTunnel>[]): Promise<void> {
  const ids = await tunnelsOf(caller, id)
  const tunnels = seen.map((each, index) => ({
    id: ids[index] ?? '',
    alive: true,
    childSas: [],
    packetsOut: 0,
    ...each,
  }))
  caller.observed.record(`at ${id}`, { id, links: [], tunnels, policies: [], routes: [] }, caller.now)
}

const diagnosed = async (caller: Caller, parameters: Parameters = {}) =>
  (await caller.get('VpnConnections', 'DiagnoseVpnConnections', parameters)) as readonly Body[]

test('a connection whose only tunnel failed is Critical, with the reason, the time and the daemon’s words', async () => {
  await using caller = await openCaller()
  const id = await single(caller)
  await show(caller, id, { failure })
  const [TunnelId] = await tunnelsOf(caller, id)
  assert.deepEqual(await diagnosed(caller), [
    {
      FailedReason: 'Phase2 proposal mismatch',
      FailedReasonCode: 'Phase2ProposalMismatch',
      FailedTime: failure.at,
      Severity: 'Critical',
      SourceLog: `2025-01-02 03:04:00 ${id} ${TunnelId} [PROTO_ERR]: received NO_PROPOSAL_CHOSEN`,
      TunnelId,
      VpnConnectionId: id,
    },
  ])
})

test('what differs is told with both values in the cloud’s words where the peer has sent its own, and a key is told to differ alone', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await readyGateway(caller)
  const CustomerGatewayId = await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.7' })
  const id = await caller.make('CreateVpnConnection', { VpnGatewayId, CustomerGatewayId, ...subnets })
  const told = async (change: Partial<NegotiationFailure>) => {
    await show(caller, id, { failure: { ...failure, refusedBy: 'local', ...change } })
    const [one] = await diagnosed(caller)
    return [one?.FailedReasonCode, one?.MismatchLocalParam, one?.MismatchRemoteParam]
  }
  const proposals = (...all: readonly string[]) => ({ received: { proposals: all } })
  assert.deepEqual(await told({ phase: 'ike', ...proposals('aes256-md5-modp1024') }), [
    'Phase1ProposalMismatch',
    'aes',
    'aes256',
  ])
  assert.deepEqual(await told(proposals('aes128-md5-modp2048')), ['Phase2PfsMismatch', 'group2', 'group14'])
  assert.deepEqual(await told({ reason: 'no-configuration', phase: 'ike', received: { identity: 'moon' } }), [
    'IdentityMismatch',
    '203.0.113.7',
    'moon',
  ])
  assert.deepEqual(await told({ reason: 'authentication-failed', phase: 'ike' }), ['PskMismatch', undefined, undefined])
  assert.deepEqual(await told({ reason: 'peer-dead', phase: 'ike' }), ['DpdTimeout', undefined, undefined])
})

test('a tunnel that failed beside one that is up is a warning, and one that nothing is known of is normal', async () => {
  await using caller = await openCaller()
  const id = await dual(caller)
  const [one, two] = await tunnelsOf(caller, id)
  const facts = async (parameters: Parameters = {}) =>
    (await diagnosed(caller, parameters)).map(({ TunnelId, Severity }) => [TunnelId, Severity])
  assert.deepEqual(await facts(), [[one, 'Normal']])
  await show(caller, id, up, { failure })
  assert.deepEqual(await facts(), [[two, 'Warn']])
  assert.deepEqual(await facts({ TunnelIds: [one] }), [[one, 'Normal']])
  assert.deepEqual(await facts({ VpnConnectionIds: [id] }), [[two, 'Warn']])
  assert.deepEqual(await facts({ VpnConnectionIds: ['vco-none'] }), [])
  assert.deepEqual(await facts({ VpnGatewayId: 'vpn-none' }), [])
  const diedAt = caller.now
  await show(caller, id, { alive: false }, { failure })
  caller.now += 1000
  await show(caller, id, { alive: false }, { failure })
  assert.deepEqual(await facts({ TunnelIds: [one] }), [[one, 'Critical']])
  const [dead] = await diagnosed(caller, { TunnelIds: [one] })
  assert.deepEqual([dead?.FailedReasonCode, dead?.FailedTime], ['DaemonNotRunning', diedAt])
})

test('a connection that is suspended, or whose gateway is, is Critical with that as the reason', async () => {
  await using caller = await openCaller()
  const alone = await single(caller)
  await show(caller, alone, { failure })
  const VpnGatewayId = await readyGateway(caller)
  const CustomerGatewayId = await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.7' })
  const on = await caller.make('CreateVpnConnection', { VpnGatewayId, CustomerGatewayId, ...subnets })
  const codes = async () =>
    (await diagnosed(caller)).map(({ VpnConnectionId, Severity, FailedReasonCode }) => [
      VpnConnectionId,
      Severity,
      FailedReasonCode,
    ])
  await suspend(caller, alone)
  await suspend(caller, VpnGatewayId)
  assert.deepEqual(await codes(), [
    [on, 'Critical', 'FinancialLocked'],
    [alone, 'Critical', 'FinancialLocked'],
  ])
  const [told] = await diagnosed(caller, { VpnConnectionIds: [alone] })
  assert.equal(told?.FailedReason, 'It was stopped by the operator')
  await suspend(caller, alone, false)
  await suspend(caller, VpnGatewayId, false)
  assert.deepEqual(await codes(), [
    [on, 'Normal', undefined],
    [alone, 'Critical', 'Phase2ProposalMismatch'],
  ])
})

test('a log has a line for each change of a tunnel, oldest first, in pages, within the time that is asked for', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await dual(caller)
  const [one, two] = await tunnelsOf(caller, VpnConnectionId)
  const start = caller.now
  await show(caller, VpnConnectionId, { failure }, {})
  caller.now += 61_000
  await show(caller, VpnConnectionId, up, {})
  caller.now += 60_000
  await show(caller, VpnConnectionId, up, up)
  const logs = async (parameters: Parameters = {}) => {
    const { Data, Count } = await caller.ok('DescribeVpnConnectionLogs', { VpnConnectionId, ...parameters })
    const { Logs } = Data as { readonly Logs: readonly string[] }
    assert.equal(Count, Logs.length)
    return Logs
  }
  const lines = [
    `2025-01-02 03:04:05 ${VpnConnectionId} ${one} [PROTO_ERR]: IPsec SA not established (before: not seen yet): no-proposal-chosen, refused by the remote end: received NO_PROPOSAL_CHOSEN`,
    `2025-01-02 03:05:06 ${VpnConnectionId} ${one} [INFO]: IPsec SA established (before: IPsec SA not established)`,
    `2025-01-02 03:06:06 ${VpnConnectionId} ${two} [INFO]: IPsec SA established (before: IKE SA not established)`,
  ]
  assert.deepEqual(await logs(), lines)
  assert.deepEqual(await logs({ TunnelId: two }), lines.slice(2))
  assert.deepEqual(await logs({ PageSize: 2, PageNumber: 2 }), lines.slice(2))
  assert.deepEqual(await logs({ MinutePeriod: 1 }), lines.slice(1))
  const From = start / 1000
  assert.deepEqual(await logs({ From, MinutePeriod: 1 }), lines.slice(0, 1))
  assert.deepEqual(await logs({ From, To: From + 61 }), lines.slice(0, 2))
  assert.deepEqual(await logs({ To: From + 62, MinutePeriod: 1 }), lines.slice(1, 2))
  await caller.refused('InvalidParameter', 'DescribeVpnConnectionLogs', { VpnConnectionId, From, To: From - 1 })
})

test('a log has what an earlier server saw, and each change once', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await dual(caller)
  const [tunnel = ''] = await tunnelsOf(caller, VpnConnectionId)
  const resources = [{ kind: 'connection' as const, id: VpnConnectionId }]
  const about = { account: '', region: '', requestId: '', action: 'tunnel', actor: dataPlaneActor, resources }
  const flaps = 250
  await caller.store.write(async (transaction) => {
    for (let index = 0; index < flaps; index += 1) {
      const at = caller.now + index * 1000
      const [from, to] = index % 2 === 0 ? (['ike-down', 'child-up'] as const) : (['child-up', 'ike-down'] as const)
      await transaction.appendEvent({ ...about, at, tunnel: { tunnel, from, to, at } })
    }
  })
  const From = caller.now / 1000
  const counted = async (To: number) => {
    const page = async (PageNumber: number) => {
      const asked = { VpnConnectionId, From, To, PageNumber, PageSize: 50 }
      return Number((await caller.ok('DescribeVpnConnectionLogs', asked)).Count)
    }
    const counts = await Promise.all([1, 2, 3, 4, 5, 6].map(page))
    return counts.reduce((sum, count) => sum + count)
  }
  assert.deepEqual([await counted(From), await counted(From + 9), await counted(From + 300)], [1, 10, flaps])
  caller.now += 300_000
  await show(caller, VpnConnectionId, up)
  assert.equal(await counted(From + 600), flaps + 1)
})
