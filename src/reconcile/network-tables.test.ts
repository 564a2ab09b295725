import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import { noExtras, noLabels, type Resource, type Subnet } from '../domain/resource.ts'
import type { StoredRoute } from '../routing/candidates.ts'
import { desiredGateway, desiredNetwork } from './desired.ts'
import type { GatewaySnapshot } from './gateway-snapshot.ts'

const prefix = (text: string) => text as Ipv4Prefix

const common = {
  ...{ account: 'a', region: 'r', name: '', generation: 1, deleting: false, labels: noLabels, extras: noExtras },
  createdAt: 0,
}

const network: Resource<'network'> = { ...common, id: 'n', kind: 'network', spec: { prefix: prefix('10.1.0.0/16') } }

const spec = { network: 'n', subnets: [], addresses: ['198.51.100.1' as Ipv4Address], bandwidthMbps: 10 }

const snapshot = (routes: readonly StoredRoute[]): GatewaySnapshot => ({
  ...{ root: { ...common, id: 'g', kind: 'gateway', spec }, networks: [network], terminated: [], routes },
  ...{
    ranges: new Map(),
    routerAddresses: new Map(),
    withheld: [],
    elsewhere: new Map(),
    unpublished: new Set(),
    reach: new Map(),
    entries: new Map(),
    deleting: [],
    present: [],
  },
})

test('an entry of another table of the network leads over the link by that table, and by no other', () => {
  const entry = (kind: 'network' | 'network-table', id: string, destination: string, enabled = true) => ({
    id: `${id} ${destination}`,
    spec: {
      ...{ place: { kind, id }, destination: prefix(destination), nextHop: 'g' },
      ...{ priority: 0, preference: 0, enabled, published: false },
    },
  })
  const desired = desiredGateway(
    snapshot([
      entry('network-table', 'u', '10.9.0.0/16'),
      entry('network-table', 't', '10.7.0.0/16'),
      entry('network-table', 't', '10.8.0.0/16', false),
      entry('network', 'n', '10.6.0.0/16'),
    ]),
    undefined,
  )
  const tables = [
    { table: 't', beyond: ['10.7.0.0/16'] },
    { table: 'u', beyond: ['10.9.0.0/16'] },
  ]
  const link = { network: 'n', prefix: '10.1.0.0/16', tables, beyond: ['10.6.0.0/16'], bandwidthMbps: 10 }
  assert.deepEqual(desired?.links, [link])
  assert.equal(Object.hasOwn(desiredGateway(snapshot([]), undefined)?.links[0] ?? {}, 'tables'), false)
})

test('a subnet goes into the world with the table that it is routed by', () => {
  const subnet = (table: Partial<Subnet>): Resource<'subnet'> => ({
    ...common,
    ...{ id: 's', kind: 'subnet', spec: { network: 'n', prefix: prefix('10.1.1.0/24'), zone: 'z', ...table } },
  })
  const tables = [{}, { table: 't' }].map((table) => desiredNetwork(network, [subnet(table)]).subnets[0]?.table)
  assert.deepEqual(tables, [undefined, 't'])
})
