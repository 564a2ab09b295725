import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { countedAs } from '../../domain/counted.ts'
import { attaches, facetsOf } from '../../domain/facets.ts'
import { meets } from '../../domain/testing/meets.ts'
import { next } from '../contract/samples.ts'
import { StoreUnavailable } from '../port.ts'
import { Connection } from './connection.ts'
import { openSqliteStore, openSqliteStoreForReading } from './open.ts'
import { file, madeByMigrations, textOf } from './testing/newest-tables.ts'
import { inOldFolder } from './testing/old-folder.ts'
import { scratchFolder } from './testing/scratch.ts'

const everythingOf = async (folder: string) => {
  const store = await openSqliteStore({ folder })
  const resources = await store.read(async (reader) => {
    const refs = await reader.everything()
    return Promise.all(refs.map(async ({ kind, id }) => reader.get(kind, id)))
  })
  return { store, resources: resources.flatMap((resource) => (resource === undefined ? [] : [resource])) }
}

test('a folder of 0001 has tags, descriptions and resource groups as labels, and members under their new names', () =>
  inOldFolder(async (folder) => {
    const { store, resources } = await everythingOf(folder)
    assert.equal(resources.length, 18)
    const [named] = resources.filter(({ name }) => name === 'peer')
    const tags = [
      { key: 'env', value: 'prod' },
      { key: 'team', value: 'net' },
    ]
    assert.deepEqual(named?.labels, { description: 'the peer', tags, resourceGroup: 'rg-acfm' })
    assert.deepEqual(named?.extras, {})
    assert.deepEqual(named?.spec, { address: '203.0.113.2', asNumber: 65530, authenticationKey: 'AuthKey!' })
    assert.deepEqual(resources.find(({ name }) => name === 'tagged')?.labels, {
      tags: [{ key: 'env', value: 'prod' }],
    })
    for (const { extras } of resources) {
      for (const moved of ['tags', 'description', 'resourceGroup']) assert.ok(!(moved in extras), moved)
    }
    const connections = resources.flatMap((resource) => (resource.kind === 'connection' ? [resource] : []))
    const actions = connections.map(({ name, spec }) => [name, spec.startAction, 'initiation' in spec])
    assert.deepEqual(Object.fromEntries(actions.map(([name, action]) => [name, action])), {
      single: 'start',
      dual: 'trap',
      [connections.at(-1)?.name ?? '']: 'start',
    })
    assert.ok(actions.every(([, , old]) => old === false))
    const detections = connections.flatMap(({ spec }) => spec.tunnels.map((tunnel) => tunnel.deadPeerDetection))
    assert.deepEqual(detections, [
      { timeoutSeconds: 30, action: 'clear' },
      { timeoutSeconds: 30, action: 'clear' },
      undefined,
      { timeoutSeconds: 60, action: 'restart' },
    ])
    assert.ok(!JSON.stringify(resources).includes('livenessCheck'))
    await store.close()
  }))

test('a folder of 0001 is filtered by facets and tags, counted, and has every root pending', () =>
  inOldFolder(async (folder) => {
    const { store, resources } = await everythingOf(folder)
    const around = { resources, applied: new Map<string, number>() }
    await store.read(async (reader) => {
      for (const resource of resources) {
        const { kind, id, labels, account, region } = resource
        const attached = resources.some((other) => attaches(other) === id)
        const where = [
          ...facetsOf(resource).map(({ name, value }) => ({ by: 'facet', facet: name, anyOf: [value] }) as const),
          ...labels.tags.map(({ key, value }) => ({ by: 'tag', keys: [key], values: [value] }) as const),
          ...(attached ? [{ by: 'facet', facet: 'attached', anyOf: ['yes'] } as const] : []),
        ]
        for (const condition of where) {
          const page = await reader.scoped({ account, region }).page(kind, { where: [condition], limit: 100 })
          const expected = resources.filter(
            (other) => other.kind === kind && other.account === account && meets(other, condition, around),
          )
          assert.deepEqual(page.items.toReversed(), expected, JSON.stringify(condition))
        }
        for (const of of countedAs(resource)) {
          const alike = resources.filter((each) => !each.deleting && countedAs(each).includes(of))
          const own = alike.filter((each) => each.account === account && each.region === region)
          assert.equal(await reader.scoped({ account, region }).count(of, 'region'), own.length, of)
        }
        const { total } = await reader.page(kind, { limit: 1 })
        assert.equal(total, resources.filter((other) => other.kind === kind).length)
      }
      const pending = (await reader.pending(0)).map(({ root }) => `${root.kind} ${root.id}`)
      const roots = (await reader.roots()).map(({ kind, id }) => `${kind} ${id}`)
      assert.deepEqual(pending.toSorted(), roots.toSorted())
    })
    await store.close()
  }))

test('resources of 0001 have their claims and can be changed', () =>
  inOldFolder(async (folder) => {
    const { store, resources } = await everythingOf(folder)
    for (const resource of resources) {
      if (resource.kind !== 'customer-gateway') continue
      const { account, region, spec } = resource
      const claim = { scope: `customer gateway address ${account} ${region}`, value: spec.address }
      const rival = { ...resource, id: `rival-of-${resource.id}`, generation: 1 }
      const refused = store.write(async (transaction) => {
        const taken = await transaction.put(rival, [claim])
        assert.deepEqual(taken, { claim, holder: resource.id })
        throw new Error('given up')
      })
      await assert.rejects(refused, /given up/)
    }
    await store.write(async (transaction) => {
      for (const resource of resources) await transaction.put(next(resource))
    })
    await store.close()
  }))

const prepaid = `update resources set sidecar = '{"tags":[],"chargeType":"PREPAY","order":212345678901234,"paidUntil":1800000000000}'
  where kind = 'gateway' and sidecar like '%chargeType%'`

test('a gateway that was paid for in advance in 0001 has its term, and is found by it', () =>
  inOldFolder(async (folder) => {
    const { store, resources } = await everythingOf(folder)
    const gateways = resources.flatMap((resource) => (resource.kind === 'gateway' ? [resource] : []))
    const terms = gateways.map(({ spec, extras }) => [spec.term, 'chargeType' in extras])
    assert.deepEqual(
      terms.toSorted(),
      [
        [undefined, false],
        [{ end: 1_800_000_000_000, renewal: 'manual' }, false],
      ].toSorted(),
    )
    const where = [{ by: 'facet', facet: 'paid', anyOf: ['in-advance'] }] as const
    const { total } = await store.read((reader) => reader.page('gateway', { where, limit: 10 }))
    assert.equal(total, 1)
    await store.close()
  }, prepaid))

const publishing = `update resources set sidecar = '{"dnsServers":[],"domainName":"","routeTableId":"rtb-1","publishesCidr":true,"publishesIpv6Cidr":false}'
  where kind = 'network' and sidecar like '%routeTableId%'`

test('a network of 0001 whose range was published offers its ranges', () =>
  inOldFolder(async (folder) => {
    const { store, resources } = await everythingOf(folder)
    const networks = resources.flatMap((resource) => (resource.kind === 'network' ? [resource] : []))
    const offering = networks.map(({ spec, extras }) => [spec.offersRanges, 'publishesCidr' in extras])
    assert.ok(offering.some(([offers]) => offers === true))
    for (const [offers, published] of offering) assert.equal(offers === true, published)
    await store.close()
  }, publishing))

test('a folder of 0001 is refused by a program that may only read', () =>
  inOldFolder(async (folder) => {
    await assert.rejects(openSqliteStoreForReading(folder), (error) => {
      assert.ok(error instanceof StoreUnavailable)
      assert.match(error.message, /older Culvert's: start `.\/culvert serve` once/)
      return true
    })
  }))

test('an empty folder has the very tables that the migrations make, and none of them left to run', async () => {
  const made = await madeByMigrations()
  assert.equal(readFileSync(file, 'utf8'), made, 'run `npm run tables`')
  const scratch = scratchFolder()
  try {
    await (await openSqliteStore({ folder: scratch.folder })).close()
    const connection = new Connection(join(scratch.folder, 'culvert.db'), { readOnly: true })
    assert.equal(textOf(connection), made)
    connection.close()
  } finally {
    scratch.remove()
  }
})
