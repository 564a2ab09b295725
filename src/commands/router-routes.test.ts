import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everything, type Ipv4Prefix } from '../domain/address.ts'
import type { Reader } from '../domain/reader.ts'
import { type Connection, noExtras, noLabels, type Resource } from '../domain/resource.ts'
import { automaticPrefixes, checkRoutes, loadCarried } from './router-routes.ts'

const prefix = (text: string) => text as Ipv4Prefix

const common = {
  account: 'a',
  region: 'r',
  createdAt: 1,
  labels: noLabels,
  extras: noExtras,
  generation: 1,
  deleting: false,
}

const network: Resource<'network'> = {
  kind: 'network',
  id: 'net',
  name: 'net',
  ...common,
  spec: { prefix: prefix('10.1.0.0/16') },
}

const leadingTo = (remote: Ipv4Prefix, automaticRoutes = true): Connection => ({
  selectors: [{ local: [everything], remote: [remote] }],
  tunnels: [],
  startAction: 'start',
  automaticRoutes,
})

test('a route into the midst of a network is refused, and one around it, to everything or not to be made is not', () => {
  const codes = [
    leadingTo(prefix('10.1.2.0/24')),
    leadingTo(prefix('10.0.0.0/8')),
    leadingTo(everything),
    leadingTo(prefix('10.1.2.0/24'), false),
  ].map((connection) => checkRoutes(automaticPrefixes(connection), [network])?.code)
  assert.deepEqual(codes, ['remote-overlaps-network', undefined, undefined, undefined])
  const all = { ...network, spec: { prefix: everything } }
  assert.equal(checkRoutes(automaticPrefixes(leadingTo(everything)), [all]), undefined)
})

test('a router carries what is attached to it, and not what it is letting go of', async () => {
  const attachment = (id: string, deleting: boolean): Resource<'router-attachment'> => ({
    kind: 'router-attachment',
    id,
    name: id,
    ...common,
    deleting,
    spec: { router: 'router', target: { kind: 'network', id, subnets: [] }, publishesRoutes: true },
  })
  const attachments: readonly Resource[] = [attachment('kept', false), attachment('gone', true)]
  const reader = {
    referencing: async () => attachments,
    get: async (_: string, id: string) => ({ ...network, id }),
  } as unknown as Reader
  const { networks } = await loadCarried(reader, 'router')
  assert.deepEqual(
    networks.map(({ id }) => id),
    ['kept'],
  )
})
