import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import { gateway } from '../store/contract/samples.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { scratchFolder } from '../store/sqlite/testing/scratch.ts'
import { gatewaysBeside } from './uplink.ts'

test('gateways whose addresses are not of the uplink’s pool are named, and private ones are not', async (t) => {
  const scratch = scratchFolder()
  t.after(scratch.remove)
  const store = await openSqliteStore({ folder: scratch.folder, synchronous: 'off' })
  t.after(() => store.close())
  const at = (id: string, address: string) => gateway(id, [address as Ipv4Address])
  const inside = at('inside', '10.1.1.9')
  await store.write(async (transaction) => {
    await transaction.put(at('within', '192.0.2.2'))
    await transaction.put(at('before', '203.0.113.9'))
    await transaction.put({ ...inside, spec: { ...inside.spec, isPrivate: true } })
  })
  const uplink = { kind: 'routed', device: 'eth0', pool: '192.0.2.0/28' as Ipv4Prefix } as const
  assert.deepEqual(await gatewaysBeside(store, uplink), ['before'])
  const one = { kind: 'translated', device: 'eth0', address: '203.0.113.9' as Ipv4Address } as const
  assert.deepEqual(await gatewaysBeside(store, one), ['within'])
})
