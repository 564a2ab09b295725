import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AsNumber } from '../domain/as-number.ts'
import type { Tunnel } from '../domain/resource.ts'
import { ok } from '../domain/result.ts'
import { createConnection, deleteConnection } from './connection.ts'
import { createCustomerGateway } from './customer-gateway.ts'
import { createGateway } from './gateway.ts'
import { modifyConnection } from './modify-connection.ts'
import { accepted, address, newResource, pool, prefix, refused, routed, routedSite, tunnel } from './testing/site.ts'

const change = (id: string, bound: boolean) => ({ id, bound, patch: () => ok({ name: 'changed' }) })

test('a connection on a gateway, asked for as one on none, is binding-wrong, and the other way round', async () => {
  const world = await routedSite()
  for (const [id, bound] of [
    ['c', false],
    ['free', true],
  ] as const) {
    await refused(world, modifyConnection, change(id, bound), 'binding-wrong')
    await refused(world, deleteConnection, { id, bound }, 'binding-wrong')
    await accepted(world, modifyConnection, change(id, !bound))
    await accepted(world, deleteConnection, { id, bound: !bound })
  }
})

test('a connection on a gateway gets the gateway’s resource group, and keeps its own tags', async () => {
  const world = await routedSite()
  const labels = { tags: [], resourceGroup: 'group' }
  const where = { network: 'net', subnets: ['net-sub'], outerPool: pool, bandwidthMbps: 10, addressCount: 1 as const }
  await accepted(world, createGateway, { ...newResource('grouped'), labels, ...where })
  world.apply('grouped')
  await accepted(world, createCustomerGateway, { ...newResource('peer'), address: address('203.0.113.20') })
  const tags = [{ key: 'k', value: 'v' }]
  await accepted(world, createConnection, { ...routed('e', { gateway: 'grouped' }), labels: { tags } })
  assert.deepEqual((await world.reader.get('connection', 'e'))?.labels, { tags, resourceGroup: 'group' })
})

test('of two connections with overlapping pairs of prefixes, one may leave what is routed into it to route entries', async () => {
  const world = await routedSite()
  for (const last of [20, 21]) {
    await accepted(world, createCustomerGateway, { ...newResource(`p${last}`), address: address(`203.0.113.${last}`) })
  }
  const selectors = [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/16')] }]
  const input = (id: string, customerGateway: string, automaticRoutes: boolean) =>
    routed(id, { gateway: 'gw', selectors, automaticRoutes, tunnels: [tunnel(`${id}-t`, { customerGateway })] })
  await accepted(world, createConnection, input('e', 'p20', true))
  await refused(world, createConnection, input('f', 'p21', true), 'remote-overlaps-connection')
  await accepted(world, createConnection, input('f', 'p21', false))
  const automatic = { id: 'f', patch: () => ok({ automaticRoutes: true }) }
  await refused(world, modifyConnection, automatic, 'remote-overlaps-connection')
})

const speaking = (id: string, customerGateway: string, third: number): Tunnel =>
  tunnel(id, {
    customerGateway,
    bgp: { enabled: true, localAsNumber: 45_104 as AsNumber, prefix: prefix(`169.254.${third}.0/30`) },
  })

test('where BGP goes with BGP, the first to speak it on a gateway is accepted, and who does not is refused then', async () => {
  const world = await routedSite()
  for (const last of [20, 21, 22]) {
    const input = { ...newResource(`p${last}`), address: address(`203.0.113.${last}`), asNumber: 65_001 as AsNumber }
    await accepted(world, createCustomerGateway, input)
  }
  const input = (id: string, of: Tunnel) => ({ ...routed(id, { gateway: 'gw', tunnels: [of] }), bgpBesideBgp: true })
  await accepted(world, createConnection, input('e', speaking('e-t', 'p20', 10)))
  await refused(world, createConnection, input('f', tunnel('f-t', { customerGateway: 'p21' })), 'bgp-mixed')
  const silent = (id: string) => ({
    id,
    bgpBesideBgp: true,
    patch: () => ok({ tunnels: [{ index: 1 as const, bgp: { enabled: false } }] }),
  })
  await accepted(world, modifyConnection, silent('c'))
  await accepted(world, createConnection, input('g', speaking('g-t', 'p22', 11)))
  await refused(world, modifyConnection, silent('e'), 'bgp-mixed')
  await accepted(world, deleteConnection, { id: 'g' })
  await accepted(world, modifyConnection, silent('e'))
})
