import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Counted, countedAs } from '../../domain/counted.ts'
import type { Resource } from '../../domain/resource.ts'
import type { Scope, StoreReader } from '../port.ts'
import { type Make, withStore } from './fixture.ts'
import { connection, customerGateway, elsewhere, gateway, here, network, next, others } from './samples.ts'

const counted: readonly Counted[] = ['network', 'customer-gateway', 'connection', 'unbound-connection', 'gateway']

/** Every count there is, as the resources say it. */
async function assertCounts(reader: StoreReader, resources: readonly Resource[]): Promise<void> {
  for (const scope of [here, elsewhere, others] as readonly Scope[]) {
    const scoped = reader.scoped(scope)
    for (const of of counted) {
      const own = resources.filter(
        (each) => each.account === scope.account && !each.deleting && countedAs(each).includes(of),
      )
      const inRegion = own.filter(({ region }) => region === scope.region)
      assert.equal(await scoped.count(of, 'region'), inRegion.length, `${of} in ${scope.account} ${scope.region}`)
      assert.equal(await scoped.count(of, 'account'), own.length, `${of} in ${scope.account}`)
    }
  }
}

export function countContract(make: Make): void {
  test(
    'resources that are not being deleted are counted by kind, region and account, also those of the same write',
    withStore(make, async (store, fixture) => {
      const first: readonly Resource[] = [
        network('a'),
        network('b', { scope: elsewhere }),
        network('n', { scope: others }),
        customerGateway('c'),
        gateway('g', [], { network: 'a' }),
        connection('d', { gateway: 'g', peers: ['c'] }),
        connection('e', { peers: ['c'] }),
      ]
      await store.write(async (transaction) => {
        for (const each of first) await transaction.put(each)
        await assertCounts(transaction, first)
        await transaction.scoped(here).page('network', { limit: 1 })
        await transaction.put(network('f'))
        await assertCounts(transaction, [...first, network('f')])
      })
      const going = next(network('f'), { deleting: true })
      await store.write(async (transaction) => {
        await transaction.put(going)
        await transaction.remove({ kind: 'connection', id: 'e' })
        await assertCounts(transaction, [...first.slice(0, -1), going])
      })
      await fixture.nowAndReopened((opened) =>
        opened.read((reader) => assertCounts(reader, [...first.slice(0, -1), going])),
      )
    }),
  )

  test(
    'writes of one moment count each other',
    withStore(make, async (store) => {
      const seen = await Promise.all(
        ['a', 'b', 'c'].map((id) =>
          store.write(async (transaction) => {
            const before = await transaction.scoped(here).count('network', 'region')
            await transaction.put(network(id))
            return before
          }),
        ),
      )
      assert.deepEqual(seen, [0, 1, 2])
    }),
  )
}
