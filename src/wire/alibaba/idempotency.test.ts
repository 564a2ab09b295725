import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller } from './testing/caller.ts'

test('a repeated ClientToken with members in another order, or a default written out, is the same request', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.1' })
  const request = {
    CustomerGatewayId,
    LocalSubnet: '10.1.0.0/16',
    RemoteSubnet: '10.2.0.0/16',
    IkeConfig: '{"Psk":"one","IkeVersion":"ikev2"}',
    ClientToken: 'token',
  }
  const id = await caller.make('CreateVpnAttachment', request)
  for (const more of [
    { IkeConfig: '{"IkeVersion":"ikev2","Psk":"one"}' },
    { IkeConfig: '{ "IkeVersion": "ikev2",\n"Psk": "one" }' },
    { AutoConfigRoute: true, TunnelBandwidth: 'Standard' },
  ]) {
    assert.equal(await caller.make('CreateVpnAttachment', { ...request, ...more }), id, JSON.stringify(more))
  }
  for (const more of [{ IkeConfig: '{"Psk":"two","IkeVersion":"ikev2"}' }, { Name: 'other' }, { DryRun: true }]) {
    await caller.refused('IdempotentParameterMismatch', 'CreateVpnAttachment', { ...request, ...more })
  }
})

test('a ClientToken is of one action in one region: in another it is another request', async () => {
  await using caller = await openCaller()
  const ClientToken = 'token'
  const [vpc, cen, elsewhere] = [
    await caller.make('CreateVpc', { ClientToken }),
    await caller.make('CreateCen', { ClientToken }),
    await caller.make('CreateVpc', { ClientToken, RegionId: 'cn-beijing' }),
  ]
  assert.equal(new Set([vpc, cen, elsewhere]).size, 3)
  assert.equal(await caller.make('CreateVpc', { ClientToken }), vpc)
})

test('a ClientToken that comes with another tag is IdempotentParameterMismatch', async () => {
  await using caller = await openCaller()
  const request = { ClientToken: 'token', Tag: [{ Key: 'city', Value: 'one' }] }
  await caller.make('CreateVpc', request)
  for (const Tag of [[{ Key: 'city', Value: 'two' }], [{ Key: 'town', Value: 'one' }]]) {
    await caller.refused('IdempotentParameterMismatch', 'CreateVpc', { ...request, Tag })
  }
})
