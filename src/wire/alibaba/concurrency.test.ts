import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StoreConflict } from '../../store/port.ts'
import { valueAt } from './decode.ts'
import { type Caller, openCaller } from './testing/caller.ts'

const open = async (caller: Caller) => {
  const CustomerGatewayId = await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.1' })
  return caller.make('CreateVpnAttachment', {
    CustomerGatewayId,
    LocalSubnet: '10.1.0.0/16',
    RemoteSubnet: '10.2.0.0/16',
    IkeConfig: '{"Psk":"first"}',
  })
}

test('concurrent modifications of different members are all kept', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await open(caller)
  const changes: readonly (readonly [Readonly<Record<string, unknown>>, string, unknown])[] = [
    [{ Name: 'renamed' }, 'Name', 'renamed'],
    [{ LocalSubnet: '10.3.0.0/16' }, 'LocalSubnet', '10.3.0.0/16'],
    [{ RemoteSubnet: '10.4.0.0/16' }, 'RemoteSubnet', '10.4.0.0/16'],
    [{ EnableDpd: false }, 'EnableDpd', false],
    [{ EffectImmediately: true }, 'EffectImmediately', true],
    [{ IkeConfig: '{"Psk":"second"}' }, 'IkeConfig.Psk', 'second'],
    [{ IkeConfig: '{"IkeLifetime":600}' }, 'IkeConfig.IkeLifetime', 600],
    [{ IpsecConfig: '{"IpsecLifetime":700}' }, 'IpsecConfig.IpsecLifetime', 700],
  ]
  // Those of the same moment share a commit, and each client sees its own change as soon as it is answered.
  await Promise.all(
    changes.map(async ([change, path, expected]) => {
      await caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId, ...change })
      const shown = await caller.ok('DescribeVpnConnection', { VpnConnectionId })
      assert.deepEqual(valueAt(shown, path), expected, path)
    }),
  )
  const shown = await caller.ok('DescribeVpnConnection', { VpnConnectionId })
  for (const [, path, expected] of changes) assert.deepEqual(valueAt(shown, path), expected, path)
})

/** Lets somebody else's change be first `times` times, whenever the next write is about to be committed. */
function overtake(caller: Caller, times: number, change: () => Promise<unknown>) {
  const { store } = caller
  const write = store.write.bind(store)
  let left = times
  store.write = async (work) => {
    if (left === 0) return write(work)
    left -= 1
    await write(async (transaction) => {
      await work(transaction)
      throw new StoreConflict('somebody was first')
    }).catch(() => undefined)
    const next = store.write
    store.write = write
    await change()
    store.write = next
    throw new StoreConflict('somebody was first')
  }
}

test('a modification that conflicts with another one is decided again on the new state', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await open(caller)
  overtake(caller, 1, () => caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId, Name: 'first' }))
  await caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId, EnableDpd: false })
  const shown = await caller.ok('DescribeVpnConnection', { VpnConnectionId })
  assert.deepEqual([shown.Name, shown.EnableDpd], ['first', false])
})

test('a modification that conflicts each time is refused with ServiceUnavailable', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await open(caller)
  overtake(caller, 9, async () => undefined)
  const refused = await caller.refused('ServiceUnavailable', 'ModifyVpnAttachmentAttribute', { VpnConnectionId })
  assert.equal(refused.status, 503)
})

test('concurrent creations do not pass a quota together', async () => {
  await using caller = await openCaller({ settings: { 'quota.vpn_quota_cgw_num': 3 } })
  const addresses = [1, 2, 3, 4, 5, 6].map((last) => `203.0.113.${last}`)
  const answers = await Promise.all(
    addresses.map((IpAddress) => caller.callBeside('CreateCustomerGateway', { IpAddress })),
  )
  assert.deepEqual(answers.map(({ body }) => body.Code).sort(), [
    'Resource.QuotaFull',
    'Resource.QuotaFull',
    'Resource.QuotaFull',
    undefined,
    undefined,
    undefined,
  ])
  assert.equal(await caller.get('TotalCount', 'DescribeCustomerGateways'), 3)
})
