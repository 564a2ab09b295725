import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSeededRandom } from '../../runtime/random.ts'
import { derivedId, newId, requestIdOf, routerOf, routeTableOf, vpcOfRouter, vpcOfRouteTable } from './ids.ts'
import { regionIds, regionOf, regions } from './regions.ts'

test('an id has its prefix, the region’s code and random characters, as long as the cloud’s', () => {
  const random = createSeededRandom(1)
  for (const prefix of ['vpc', 'vsw', 'cgw', 'vpn', 'vco', 'tun', 'tr', 'tr-attach'] as const) {
    assert.match(newId(prefix, 'cn-hangzhou', random), new RegExp(`^${prefix}-bp1[0-9a-z]{18}$`))
  }
  assert.match(newId('cen', 'global', random), /^cen-[0-9a-z]{21}$/)
})

test('the id of what is not stored follows from its text, in the form of those that are made', () => {
  const [one, same, other] = ['a', 'a', 'b'].map((text) => derivedId('rte', 'cn-hangzhou', text))
  assert.match(one ?? '', /^rte-bp1[0-9a-z]{18}$/)
  assert.equal(one, same)
  assert.notEqual(one, other)
})

test('ids do not repeat', () => {
  const random = createSeededRandom(2)
  assert.equal(new Set(Array.from({ length: 1000 }, () => newId('vco', 'cn-beijing', random))).size, 1000)
})

test('a RequestId is an upper-case UUID', () => {
  assert.match(requestIdOf(createSeededRandom(3).uuid()), /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
})

test('the ids of a VPC’s router and of its system route table lead back to the VPC, and other ids to none', () => {
  const vpc = newId('vpc', 'cn-hangzhou', createSeededRandom(4))
  assert.match(routerOf(vpc), /^vrt-bp1[0-9a-z]{18}$/)
  assert.match(routeTableOf(vpc), /^vtb-bp1[0-9a-z]{18}$/)
  assert.deepEqual([vpcOfRouter(routerOf(vpc)), vpcOfRouteTable(routeTableOf(vpc))], [vpc, vpc])
  assert.deepEqual([vpcOfRouter(vpc), vpcOfRouter(routeTableOf(vpc)), vpcOfRouteTable(routerOf(vpc))], ['', '', ''])
})

test('region codes are unique, and each zone names its region', () => {
  assert.equal(regionIds.size, regions.length)
  assert.equal(new Set(regions.map(({ code }) => code)).size, regions.length)
  for (const { id, code, zones } of regions) {
    assert.match(code, /^[0-9a-z]{2,3}$/)
    assert.ok(zones.length > 0 && zones.every((zone) => zone.startsWith(id)))
  }
  assert.deepEqual(regionOf('cn-hongkong')?.zones, ['cn-hongkong-b', 'cn-hongkong-c', 'cn-hongkong-d'])
  assert.deepEqual(regionOf('eu-central-1')?.zones, ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'])
})
