import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ObservedTunnel } from '../../../../domain/observation.ts'
import { valueAt } from '../../decode.ts'
import { openCaller } from '../../testing/caller.ts'
import { attach, describe, dual } from '../../testing/connections.ts'

const seen = (id: string, tunnel: Partial<ObservedTunnel>): ObservedTunnel => ({
  id,
  alive: true,
  childSas: [],
  packetsOut: 0,
  ...tunnel,
})

const ikeSa = { state: 'established', initiator: true, proposal: 'aes128-sha1-modp1024', establishedAt: 1 } as const

const childSa = {
  selectors: { local: [], remote: [] },
  spiIn: 'c1',
  spiOut: 'c2',
  bytesIn: 0,
  bytesOut: 0,
  proposal: 'aes128-sha1-modp1024',
}

test('State follows the attachment and the data plane, and addresses are shown once there are some', async () => {
  await using caller = await openCaller()
  const id = await dual(caller)
  const look = async () => {
    const described = await describe(caller, id)
    const tunnel = valueAt(described, 'TunnelOptionsSpecification.TunnelOptions.2') as Record<string, unknown>
    return { described, tunnel, facts: [described.State, described.AttachType, tunnel.State, tunnel.InternetIp] }
  }
  assert.deepEqual((await look()).facts, ['init', 'NO_ASSOCIATED', 'active', undefined])
  const attachment = await attach(caller, id, { Zone: [{ ZoneId: 'cn-hangzhou-h' }, { ZoneId: 'cn-hangzhou-g' }] })
  assert.deepEqual((await look()).facts, ['attaching', 'CEN', 'updating', undefined])
  await caller.settle()
  const { described, tunnel, facts } = await look()
  assert.deepEqual(facts, ['attached', 'CEN', 'active', '198.51.100.3'])
  assert.match(String(described.AttachInstanceId), /^cen-/)
  assert.match(String(described.TransitRouterId), /^tr-bp1/)
  assert.equal(described.TransitRouterName, 'hub')
  assert.equal(described.Spec, '1000M')
  assert.equal(tunnel.ZoneNo, 'cn-hangzhou-g')
  assert.equal(valueAt(tunnel, 'TunnelIkeConfig.LocalId'), '198.51.100.3')
  await caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId: id, Name: 'other' })
  assert.deepEqual((await look()).facts, ['updating', 'CEN', 'updating', '198.51.100.3'])
  await caller.settle()
  await caller.ok('DeleteTransitRouterVpnAttachment', { TransitRouterAttachmentId: attachment })
  assert.deepEqual((await look()).facts, ['detaching', 'CEN', 'deleting', '198.51.100.3'])
  await caller.settle()
  assert.deepEqual((await look()).facts, ['init', 'NO_ASSOCIATED', 'active', undefined])
})

test('Status is the furthest negotiation state that the data plane shows of a tunnel', async () => {
  await using caller = await openCaller()
  const id = await dual(caller)
  const ids =
    (await caller.store.read((reader) => reader.get('connection', id)))?.spec.tunnels.map((each) => each.id) ?? []
  const show = (...tunnels: readonly Partial<ObservedTunnel>[]) => {
    const observed = tunnels.map((tunnel, index) => seen(ids[index] ?? '', tunnel))
    caller.observed.record('tr-1', { id: 'tr-1', links: [], tunnels: observed, policies: [], routes: [] }, caller.now)
  }
  const statuses = async () => {
    const described = await describe(caller, id)
    const at = (position: number) => valueAt(described, `TunnelOptionsSpecification.TunnelOptions.${position}.Status`)
    return [described.Status, at(1), at(2)]
  }
  const down = 'ike_sa_not_established'
  show({}, {})
  assert.deepEqual(await statuses(), [down, down, down])
  show({}, { ikeSa })
  assert.deepEqual(await statuses(), ['ike_sa_established', down, 'ike_sa_established'])
  const failure = {
    reason: 'selectors-unacceptable',
    refusedBy: 'remote',
    phase: 'child',
    detail: 'TS_UNACCEPTABLE',
    at: 1,
  } as const
  show({ ikeSa, failure }, {})
  assert.deepEqual(await statuses(), ['ipsec_sa_not_established', 'ipsec_sa_not_established', down])
  show({ ikeSa, failure }, { ikeSa, childSas: [childSa] })
  assert.deepEqual(await statuses(), ['ipsec_sa_established', 'ipsec_sa_not_established', 'ipsec_sa_established'])
  show({ alive: false, ikeSa, childSas: [childSa] }, {})
  assert.deepEqual(await statuses(), [down, down, down])
})
