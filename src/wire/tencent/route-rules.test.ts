import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRoute } from '../../commands/route/route.ts'
import type { InMemoryResources } from '../../commands/testing/in-memory-resources.ts'
import { accepted, addConnection, newResource, prefix, routedSite } from '../../commands/testing/site.ts'
import { noExtras } from '../../domain/resource.ts'
import { noSettings } from '../../domain/setting.ts'
import { domainErrors } from './errors.ts'
import { gatewayRoutes } from './route-rules.ts'

/** An account of which nothing is set. */
const usual = {
  account: { id: 'a', dialect: 'tencent', outerPool: prefix('203.0.113.0/24'), extras: noExtras, settings: noSettings },
}

const rules = gatewayRoutes(usual)

const creation = (id: string, change: object) => ({
  ...newResource(id),
  route: {
    place: { kind: 'gateway' as const, id: 'gw' },
    destination: prefix('172.16.0.0/12'),
    nextHop: 'c',
    priority: 10,
    preference: 0,
    enabled: true,
    published: false,
    ...change,
  },
  rules,
})

/** The cloud's code, or undefined where the route is made. */
async function refusal(world: InMemoryResources, change: object): Promise<string | undefined> {
  const outcome = await world.run(createRoute, creation('refused', change))
  return outcome.ok ? undefined : domainErrors[outcome.error.code].code
}

test('a route’s refusal is in the cloud’s words', async () => {
  const world = await routedSite()
  await accepted(world, createRoute, creation('first', {}))
  assert.equal(await refusal(world, {}), 'InvalidParameterValue.VpnGatewayRouteDuplicate')
  assert.equal(await refusal(world, { destination: prefix('10.1.7.0/24') }), 'InvalidParameterValue.VpcCidrConflict')
  assert.equal(await refusal(world, { destination: prefix('224.0.0.0/8') }), 'InvalidParameterValue')
  assert.equal(await refusal(world, { nextHop: 'none' }), 'ResourceNotFound')
})

test('a gateway may have a default route, and routes that share the traffic, eight of one destination', async () => {
  const world = await routedSite()
  await accepted(world, createRoute, creation('default', { destination: prefix('0.0.0.0/0') }))
  for (let at = 0; at < 8; at += 1) {
    await addConnection(world, `n${at}`, 20 + at, 'gw')
    await accepted(world, createRoute, creation(`r${at}`, { nextHop: `n${at}` }))
  }
  assert.equal(await refusal(world, {}), 'LimitExceeded')
})

test('more routes than the 1000 of a gateway are VpnGatewayRoutesLimitExceeded', async () => {
  const world = await routedSite()
  const to = (at: number) => ({ destination: prefix(`172.16.${at}.0/24`) })
  const { quota } = rules
  assert.equal(quota.destinationBased, 1000)
  const one = { ...rules, quota: { ...quota, destinationBased: 1 } }
  await accepted(world, createRoute, creation('first', to(0)))
  const outcome = await world.run(createRoute, { ...creation('second', to(1)), rules: one })
  assert.equal(
    outcome.ok ? undefined : domainErrors[outcome.error.code].code,
    'LimitExceeded.VpnGatewayRoutesLimitExceeded',
  )
})
