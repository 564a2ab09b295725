import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denialCodes } from './denial.ts'
import { domainErrors } from './errors.ts'
import { messages } from './messages.ts'
import { operations } from './operations/actions.ts'
import { openCaller } from './testing/caller.ts'
import { producible } from './testing/producible.ts'

test('each code that a field or a rule is refused with has its words', async () => {
  const words = Object.values(domainErrors).map(({ code }) => code)
  for (const operation of await operations.all()) {
    const ends = new Set(Object.values(operation.errors).map((each) => (each === true ? '' : each.code)))
    for (const code of producible(operation)) {
      const known =
        code in messages ||
        ends.has(code) ||
        words.includes(code) ||
        denialCodes(operation.permission.action).includes(code) ||
        code.startsWith('OperationUnsupported.')
      assert.ok(known, `${operation.action}: ${code}`)
    }
  }
})

test('a message repeats a caller’s value literally, with $ and % in it too', async () => {
  await using caller = await openCaller()
  const peers = [
    await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.1' }),
    await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.2' }),
  ]
  const VpnConnectionId = await caller.make('CreateVpnAttachment', {
    LocalSubnet: '10.1.0.0/16',
    RemoteSubnet: '10.2.0.0/16',
    TunnelOptionsSpecification: peers.map((CustomerGatewayId) => ({ CustomerGatewayId })),
  })
  for (const TunnelId of ["tun-$'", 'tun-$&', 'tun-$`', 'tun-%d', 'tun-%s']) {
    const { body } = await caller.refused('IllegalParam.TunnelId', 'ModifyVpnAttachmentAttribute', {
      VpnConnectionId,
      TunnelOptionsSpecification: [{ TunnelId, EnableDpd: true }],
    })
    const told = `The specified TunnelId (${TunnelId}) is invalid. (names no tunnel of this connection, or one twice)`
    assert.equal(body.Message, told)
    const named = { CustomerGatewayId: 'x', LocalSubnet: '10.1.0.0/16', RemoteSubnet: TunnelId }
    const refused = await caller.refused('IllegalParam.RemoteSubnet', 'CreateVpnAttachment', named)
    assert.match(String(refused.body.Message), /^The specified "RemoteSubnet" \(tun-/)
    assert.ok(String(refused.body.Message).includes(`(${TunnelId})`))
  }
})
