import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SpecOf } from '../../domain/resource.ts'
import type { Pending, Store } from '../port.ts'
import { type Make, withStore } from './fixture.ts'
import {
  address,
  attachment,
  connection,
  customerGateway,
  gateway,
  network,
  next,
  route,
  router,
  subnet,
  underlayHost,
} from './samples.ts'

const pending = (store: Store): Promise<readonly Pending[]> => store.read((reader) => reader.pending(0))

const names = (all: readonly Pending[]): readonly string[] =>
  all.map(({ root }) => `${root.kind} ${root.id}`).toSorted()

/** What became pending while `change` was made. */
async function woken(store: Store, change: () => Promise<unknown>): Promise<readonly string[]> {
  const last = Math.max(0, ...(await pending(store)).map(({ ticket }) => ticket))
  await change()
  return names(await store.read((reader) => reader.pending(last)))
}

const putting = (store: Store, ...resources: readonly Parameters<typeof next>[0][]) =>
  store.write(async (transaction) => {
    for (const resource of resources) await transaction.put(resource)
  })

/** A gateway with one connection, a router with another, and what these are of. */
const site = () => [
  network('n'),
  subnet('s', 'n'),
  customerGateway('peer'),
  gateway('g', [address(2)], { network: 'n' }),
  connection('bound', { gateway: 'g', peers: ['peer'] }),
  router('r', 'group'),
  connection('attached', { peers: ['peer'] }),
  attachment('a', { router: 'r', connection: 'attached' }),
  underlayHost('h', address(9)),
]

export function pendingContract(make: Make): void {
  written(make)
  waking(make)
  settling(make)
}

function written(make: Make): void {
  test(
    'the roots of a change are pending from its commit on, also after reopening',
    withStore(make, async (store, fixture) => {
      await store.write(async (transaction) => {
        for (const resource of site()) await transaction.put(resource)
        assert.deepEqual(await pending(store), [])
      })
      await fixture.nowAndReopened(async (opened) => {
        assert.deepEqual(names(await pending(opened)), ['gateway g', 'gateway r', 'host h', 'network n'])
      })
    }),
  )

  test(
    'a write that fails leaves nothing pending',
    withStore(make, async (store) => {
      const failing = store.write(async (transaction) => {
        await transaction.put(network('n'))
        throw new Error('no')
      })
      await assert.rejects(failing, /no/)
      assert.deepEqual(await pending(store), [])
    }),
  )

  test(
    'tickets of pending roots keep counting after reopening',
    withStore(make, async (store, { reopen }) => {
      await putting(store, network('a'), network('b'))
      const before = await pending(store)
      const opened = await reopen()
      assert.deepEqual(await woken(opened, () => putting(opened, next(network('a')))), ['network a'])
      assert.ok(Math.max(...(await pending(opened)).map(({ ticket }) => ticket)) > (before.at(-1)?.ticket ?? 0))
    }),
  )
}

function waking(make: Make): void {
  test(
    'a resource that is removed makes the roots that it was part of pending',
    withStore(make, async (store) => {
      await putting(store, ...site())
      const removing = (kind: 'subnet' | 'connection' | 'router-attachment' | 'gateway', id: string) =>
        woken(store, () => store.write((transaction) => transaction.remove({ kind, id })))
      // The gateway speaks as the router of a subnet.
      assert.deepEqual(await removing('subnet', 's'), ['gateway g', 'network n'])
      assert.deepEqual(await removing('connection', 'bound'), ['gateway g'])
      assert.deepEqual(await removing('connection', 'attached'), ['gateway r'])
      assert.deepEqual(await removing('router-attachment', 'a'), ['gateway r'])
      assert.deepEqual(await removing('gateway', 'g'), ['gateway g'])
      assert.deepEqual(await removing('gateway', 'g'), [])
    }),
  )

  test(
    'a changed customer gateway makes the gateways and routers of its connections pending',
    withStore(make, async (store) => {
      await putting(store, ...site())
      const changed = next(customerGateway('peer'))
      assert.deepEqual(await woken(store, () => putting(store, changed)), ['gateway g', 'gateway r'])
      assert.deepEqual(await woken(store, () => putting(store, customerGateway('unused'))), [])
    }),
  )

  test(
    'a network that takes dynamic routes or takes them no longer makes its gateways and routers pending',
    withStore(make, async (store) => {
      const carried = attachment('carrier', { router: 'r', connection: 'c' })
      const target = { kind: 'network' as const, id: 'n', subnets: [] }
      const carrier = { ...carried, spec: { ...carried.spec, target } }
      await putting(store, ...site(), carrier)
      const before = network('n')
      const unlearning = next(before, { spec: { ...before.spec, takesDynamicRoutes: false } })
      assert.deepEqual(await woken(store, () => putting(store, unlearning)), ['gateway g', 'gateway r', 'network n'])
      assert.deepEqual(await woken(store, () => putting(store, next(unlearning))), ['network n'])
    }),
  )

  test(
    'a route makes the gateway or router that is to hold it pending, as it comes, changes and goes',
    withStore(make, async (store) => {
      await putting(store, ...site())
      const routes = [
        [route('at gateway', { place: { kind: 'gateway', id: 'g' }, nextHop: 'bound' }), ['gateway g']],
        [route('of network', { place: { kind: 'network', id: 'n' }, nextHop: 'g' }), ['gateway g']],
        [route('of connection', { place: { kind: 'connection', id: 'attached' } }), ['gateway r']],
        [route('of nothing', { place: { kind: 'connection', id: 'unattached' } }), []],
      ] as const
      for (const [made, roots] of routes) {
        assert.deepEqual(await woken(store, () => putting(store, made)), roots, `${made.id} is made`)
        assert.deepEqual(await woken(store, () => putting(store, next(made))), roots, `${made.id} is changed`)
        const gone = () => store.write((transaction) => transaction.remove({ kind: 'route', id: made.id }))
        assert.deepEqual(await woken(store, gone), roots, `${made.id} is removed`)
      }
    }),
  )

  test(
    'what changes where a router leads makes the gateways that are attached to it pending too',
    withStore(make, async (store) => {
      const onto = (id: string, target: SpecOf<'router-attachment'>['target']) => {
        const made = attachment(id, { router: 'r', connection: 'c' })
        return { ...made, spec: { ...made.spec, target } }
      }
      const lone = (id: string, last: number) => {
        const { spec, ...made } = gateway(id, [address(last)], { network: 'n' })
        const { network: _, ...rest } = spec
        return { ...made, spec: rest }
      }
      const carrier = onto('carrier', { kind: 'network', id: 'n', subnets: [] })
      const carried = onto('carried', { kind: 'gateway', id: 'lone' })
      await putting(store, ...site(), lone('lone', 3), carried, carrier)
      const all = ['gateway lone', 'gateway r']
      const changed = (resource: Parameters<typeof next>[0]) => woken(store, () => putting(store, resource))
      assert.deepEqual(await changed(next(carrier)), all)
      assert.deepEqual(await changed(next(router('r', 'group'))), all)
      assert.deepEqual(await changed(subnet('another', 'n')), ['gateway g', ...all, 'network n'])
      assert.deepEqual(await changed(route('at lone', { place: { kind: 'gateway', id: 'lone' }, nextHop: 'c' })), all)
      assert.deepEqual(await changed(connection('on lone', { gateway: 'lone', peers: ['peer'] })), all)
      const before = network('n')
      const offering = next(before, { spec: { ...before.spec, offersRanges: true } })
      assert.deepEqual(await changed(offering), ['gateway g', ...all, 'network n'])
      assert.deepEqual(await changed(onto('second', { kind: 'gateway', id: 'other' })), [
        'gateway lone',
        'gateway other',
        'gateway r',
      ])
    }),
  )

  test(
    'a resource that moves makes the root that it leaves and the one that it joins pending',
    withStore(make, async (store) => {
      const bound = connection('bound', { gateway: 'g', peers: ['peer'] })
      const attached = attachment('a', { router: 'r', connection: 'c' })
      await putting(store, bound, attached)
      const { spec } = connection('bound', { gateway: 'h', peers: ['peer'] })
      assert.deepEqual(await woken(store, () => putting(store, next(bound, { spec }))), ['gateway g', 'gateway h'])
      const moved = next(attached, { spec: { ...attached.spec, router: 'q' } })
      assert.deepEqual(await woken(store, () => putting(store, moved)), ['gateway q', 'gateway r'])
    }),
  )

  test(
    'a connection without gateway or router makes no root pending',
    withStore(make, async (store) => {
      const alone = connection('c', { peers: ['peer'] })
      assert.deepEqual(await woken(store, () => putting(store, alone, next(alone))), [])
    }),
  )
}

function settling(make: Make): void {
  test(
    'a root that is settled is not pending, unless it became so again in the meantime',
    withStore(make, async (store, fixture) => {
      await putting(store, network('a'), network('b'))
      const seen = await pending(store)
      await putting(store, next(network('b')))
      await store.write(async (transaction) => {
        for (const each of seen) await transaction.settle(each)
      })
      await fixture.nowAndReopened(async (opened) => {
        assert.deepEqual(names(await pending(opened)), ['network b'])
      })
    }),
  )

  test(
    'roots are networks, gateways, routers as gateways, and hosts',
    withStore(make, async (store) => {
      await putting(store, ...site())
      const roots = await store.read((reader) => reader.roots())
      const found = roots.map(({ kind, id }) => `${kind} ${id}`).toSorted()
      assert.deepEqual(found, ['gateway g', 'gateway r', 'host h', 'network n'])
    }),
  )
}
