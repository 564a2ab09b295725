import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller } from '../../testing/caller.ts'
import { connectionRefusals, tunnelRefusals } from '../../testing/connection-refusals.ts'
import { dualGateway, onGateway, peer, subnets } from '../../testing/resources.ts'

/** What only connections on a VPN gateway have. */
const refusals: typeof connectionRefusals = [
  ...connectionRefusals,
  ['InvalidParameter', { RemoteCaCert: '-----BEGIN CERTIFICATE-----' }],
  ['InvalidParameter', { NetworkType: 'public' }],
  ['InvalidParameter', { TunnelBandwidth: 'Standard' }],
  ['InvalidParameter', { ResourceGroupId: 'rg-1' }],
]

test('CreateVpnConnection refuses a malformed parameter with the document’s code, and stores nothing', async () => {
  await using caller = await openCaller()
  const good = await onGateway(caller)
  for (const [code, parameters] of refusals) {
    await caller.refused(code, 'CreateVpnConnection', { ...good, ...parameters })
  }
  assert.equal((await caller.store.read((reader) => reader.page('connection', { limit: 1 }))).total, 0)
})

test('CreateVpnConnection refuses a malformed member of a tunnel with the document’s code', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = await peer(caller)
  const good = { VpnGatewayId: await dualGateway(caller), ...subnets }
  for (const [code, member] of [...tunnelRefusals, ['InvalidParameter', { TunnelIndex: 1 }] as const]) {
    const TunnelOptionsSpecification = [{ CustomerGatewayId }, { CustomerGatewayId, ...member }]
    await caller.refused(code, 'CreateVpnConnection', { ...good, TunnelOptionsSpecification })
  }
})
