import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../domain/address.ts'
import { noExtras, noLabels, type Resource } from '../domain/resource.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { readGatewaySnapshot } from './gateway-snapshot.ts'

const base = {
  account: 'a',
  region: 'r',
  name: '',
  createdAt: 0,
  generation: 1,
  deleting: false,
  labels: noLabels,
  extras: noExtras,
}

const network = (id: string): Resource<'network'> => ({
  ...base,
  id,
  kind: 'network',
  spec: { prefix: '10.1.0.0/16' as Ipv4Prefix },
})

const attachment = (id: string, of: string, publishesRoutes: boolean): Resource<'router-attachment'> => ({
  ...base,
  id,
  kind: 'router-attachment',
  spec: { router: 'router', target: { kind: 'network', id: of, subnets: [] }, publishesRoutes },
})

test('a router’s snapshot has the attached networks, which of them get no routes, and what is being deleted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-snapshot-'))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  try {
    await store.write(async (transaction) => {
      await transaction.put({ ...base, id: 'group', kind: 'router-group', spec: {} })
      await transaction.put({ ...base, id: 'router', kind: 'router', spec: { group: 'group' } })
      for (const id of ['published', 'unpublished', 'detaching', 'unattached']) await transaction.put(network(id))
      await transaction.put(attachment('a', 'published', true))
      await transaction.put(attachment('b', 'unpublished', false))
      await transaction.put({ ...attachment('c', 'detaching', true), deleting: true })
    })
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, 'router'))
    assert.deepEqual(snapshot?.networks.map(({ id }) => id).toSorted(), ['published', 'unpublished'])
    assert.deepEqual(snapshot?.unpublished, new Set(['unpublished']))
    assert.deepEqual(
      snapshot?.deleting.map(({ resource, parts }) => [resource.id, ...parts]),
      [['c', 'link detaching']],
    )
    assert.deepEqual(snapshot?.present.map(({ resource, parts }) => [resource.id, ...parts]).toSorted(), [
      ['a', 'link published'],
      ['b', 'link unpublished'],
      ['router', 'gateway'],
    ])
    assert.equal(await store.read((reader) => readGatewaySnapshot(reader, 'none')), undefined)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
