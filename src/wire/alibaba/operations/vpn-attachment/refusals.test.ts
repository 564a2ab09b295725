import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { connectionRefusals, tunnelRefusals } from '../../testing/connection-refusals.ts'
import { peers, subnets } from '../../testing/connections.ts'

/** What only attachments have. */
const refusals: typeof connectionRefusals = [
  ...connectionRefusals,
  ['InvalidParameter', { NetworkType: 'secret' }],
  ['InvalidParameter', { TunnelBandwidth: 'Huge' }],
  ['InvalidParameter', { RemoteCaCertificate: '-----BEGIN CERTIFICATE-----' }],
]

test('a malformed parameter is refused with the document’s code, and nothing is stored', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = (await peers(caller))[0]
  for (const [code, parameters] of refusals) {
    await caller.refused(code, 'CreateVpnAttachment', { ...subnets, CustomerGatewayId, ...parameters })
  }
  const { items: left } = await caller.store.read((reader) => reader.page('connection', { limit: 100 }))
  assert.deepEqual(left, [])
})

test('a malformed member is refused in a dual-tunnel connection as in a single-tunnel one', async () => {
  await using caller = await openCaller()
  const [first, second] = await peers(caller)
  const wrong: typeof tunnelRefusals = [...tunnelRefusals, ['InvalidParameter', { TunnelIndex: 3 }]]
  for (const [code, member] of wrong) {
    const tunnels = [{ CustomerGatewayId: first }, { CustomerGatewayId: second, ...member }]
    await caller.refused(code, 'CreateVpnAttachment', { ...subnets, TunnelOptionsSpecification: tunnels })
  }
})

test('a message is the document’s, followed by what was wrong', async () => {
  await using caller = await openCaller()
  const [CustomerGatewayId] = await peers(caller)
  const ask = async (parameters: Parameters) =>
    String((await caller.call('CreateVpnAttachment', { ...subnets, CustomerGatewayId, ...parameters })).body.Message)
  assert.match(
    await ask({ LocalSubnet: '10.0.0.5/24' }),
    /^The specified "LocalSubnet" \(10\.0\.0\.5\/24\) is invalid\. \(/,
  )
  assert.match(await ask({ BgpConfig: 'x' }), /^The specified BgpConfig is invalid\. \(BgpConfig must be a JSON object/)
  assert.equal(
    await ask({ CustomerGatewayId: 'cgw-none' }),
    'The specified customer gateway instance id does not exist. (cgw-none: no such customer gateway in this region)',
  )
})

test('prefixes that overlap are refused with both prefixes named', async () => {
  await using caller = await openCaller()
  const [CustomerGatewayId] = await peers(caller)
  const { body } = await caller.refused('IllegalParam.RemoteSubnet', 'CreateVpnAttachment', {
    CustomerGatewayId,
    LocalSubnet: '10.66.0.0/16,192.168.2.0/24',
    RemoteSubnet: '10.0.0.0/8,192.168.1.0/24',
  })
  assert.equal(
    body.Message,
    'The specified "RemoteSubnet" (10.0.0.0/8) is invalid. It overlaps 10.66.0.0/16 on the local side.',
  )
})
