import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AsNumber } from '../domain/as-number.ts'
import type { DomainErrorCode } from '../domain/error.ts'
import type { HealthCheck } from '../domain/health-check.ts'
import type { TrafficSelectors } from '../domain/ike.ts'
import { ok } from '../domain/result.ts'
import { createConnection } from './connection.ts'
import { createCustomerGateway } from './customer-gateway.ts'
import { checkProbesLeave } from './health-check.ts'
import { modifyConnection } from './modify-connection.ts'
import { accepted, address, newResource, prefix, refused, routed, routedSite, tunnel } from './testing/site.ts'

const check: HealthCheck = {
  source: address('10.1.0.5'),
  destination: address('172.16.0.5'),
  intervalMilliseconds: 3000,
  timeoutMilliseconds: 1000,
  threshold: 3,
  onFailure: 'withdraw',
}

const pairs = (local: string, remote: string): readonly TrafficSelectors[] => [
  { local: [prefix(local)], remote: [prefix(remote)] },
]

const specific = pairs('10.1.0.0/16', '172.16.0.0/16')

const probed = (change: Partial<HealthCheck>, selectors = specific) =>
  routed('new', {
    gateway: 'gw',
    selectors,
    tunnels: [tunnel('t', { customerGateway: 'free-peer', healthCheck: { ...check, ...change } })],
  })

const refusals: readonly (readonly [string, Partial<HealthCheck>, DomainErrorCode])[] = [
  ['from beyond the tunnel', { source: address('172.16.9.9') }, 'health-check-address-invalid'],
  ['to its own network', { destination: address('10.1.0.9') }, 'health-check-address-invalid'],
  [
    'to where it comes from',
    { source: address('172.17.0.5'), destination: address('172.17.0.5') },
    'health-check-address-invalid',
  ],
  ['to a loopback address', { destination: address('127.0.0.1') }, 'health-check-address-invalid'],
  ['to what links a gateway’s namespaces', { destination: address('192.0.0.1') }, 'health-check-address-invalid'],
  ['from no address', { source: address('0.0.0.0') }, 'health-check-address-invalid'],
  ['to a multicast address', { destination: address('224.0.0.5') }, 'health-check-address-invalid'],
  ['to what no selector has', { destination: address('172.17.0.5') }, 'health-check-outside-selectors'],
  ['from what no selector has', { source: address('192.168.7.7') }, 'health-check-outside-selectors'],
  ['without a pause', { intervalMilliseconds: 0 }, 'health-check-timing-invalid'],
  ['with half a millisecond', { intervalMilliseconds: 3000.5 }, 'health-check-timing-invalid'],
  ['that waits for nothing', { timeoutMilliseconds: 0 }, 'health-check-timing-invalid'],
  ['that waits for minutes', { timeoutMilliseconds: 120_000 }, 'health-check-timing-invalid'],
  ['that never fails', { threshold: 0 }, 'health-check-timing-invalid'],
]

for (const [what, change, code] of refusals) {
  test(`a health check ${what} is ${code}`, async () => {
    await refused(await routedSite(), createConnection, probed(change), code)
  })
}

test('a health check from the prefix of one selector to that of another is health-check-outside-selectors', async () => {
  const selectors = [...specific, ...pairs('10.9.0.0/16', '172.18.0.0/16')]
  const crossed = probed({ destination: address('172.18.0.5') }, selectors)
  await refused(await routedSite(), createConnection, crossed, 'health-check-outside-selectors')
})

test('a health check is kept as it was asked for, with link-local addresses too where routes decide', async () => {
  const world = await routedSite()
  const own = { source: address('169.254.128.1'), destination: address('169.254.128.2') }
  await accepted(world, createConnection, probed(own, pairs('0.0.0.0/0', '0.0.0.0/0')))
  assert.deepEqual((await world.reader.get('connection', 'new'))?.spec.tunnels[0]?.healthCheck, { ...check, ...own })
})

test('a health check to an address that its own gateway has inside a tunnel is health-check-address-invalid', async () => {
  const bgp = { enabled: true, localAsNumber: 45_104 as AsNumber, prefix: prefix('169.254.11.0/30') }
  const probing = (destination: string, source: string): HealthCheck => ({
    ...check,
    source: address(source),
    destination: address(destination),
  })
  const own = probing('169.254.11.1', '169.254.11.2')
  const theirs = probing('169.254.11.2', '169.254.11.1')
  const one = tunnel('t', { bgp, healthCheck: own })
  const asked = checkProbesLeave([one], [])
  assert.deepEqual([asked?.code, asked?.subject], ['health-check-address-invalid', '169.254.11.1'])
  const [speaker, prober] = [tunnel('s', { bgp }), tunnel('p', { healthCheck: own })]
  assert.equal(checkProbesLeave([speaker], [prober])?.code, 'health-check-address-invalid')
  assert.equal(checkProbesLeave([prober], [speaker])?.code, 'health-check-address-invalid')
  assert.equal(checkProbesLeave([tunnel('t', { bgp, healthCheck: theirs })], []), undefined)
  const disabled = { ...bgp, enabled: false }
  assert.equal(checkProbesLeave([tunnel('t', { bgp: disabled, healthCheck: own })], []), undefined)
  const [there, away] = [probing('169.254.12.1', '169.254.12.2'), probing('169.254.12.9', '169.254.12.1')]
  assert.equal(
    checkProbesLeave([tunnel('t', { healthCheck: there })], [tunnel('o', { healthCheck: away })])?.subject,
    '169.254.12.1',
  )
  const host = probing('10.1.0.9', '169.254.12.9')
  assert.equal(
    checkProbesLeave([tunnel('t', { healthCheck: host })], [tunnel('o', { healthCheck: away })])?.subject,
    '169.254.12.9',
  )
  const world = await routedSite()
  const peer = { ...newResource('peer'), address: address('203.0.113.30'), asNumber: 65_001 as AsNumber }
  await accepted(world, createCustomerGateway, peer)
  const connecting = (healthCheck: HealthCheck) =>
    routed('new', { gateway: 'gw', tunnels: [tunnel('t', { customerGateway: 'peer', bgp, healthCheck })] })
  await refused(world, createConnection, connecting(own), 'health-check-address-invalid')
  await accepted(world, createConnection, connecting(theirs))
})

test('a modification sets a health check, leaves it when it does not name it, and takes it away with null', async () => {
  const world = await routedSite()
  const patching = (patch: object) => ({ id: 'c', patch: () => ok({ tunnels: [{ index: 1 as const, ...patch }] }) })
  const kept = async () => (await world.reader.get('connection', 'c'))?.spec.tunnels[0]?.healthCheck
  await accepted(world, modifyConnection, patching({ healthCheck: check }))
  await accepted(world, modifyConnection, patching({ natTraversal: false }))
  assert.deepEqual(await kept(), check)
  const inside = { ...check, destination: address('10.1.3.3') }
  await refused(world, modifyConnection, patching({ healthCheck: inside }), 'health-check-address-invalid')
  await accepted(world, modifyConnection, patching({ healthCheck: null }))
  assert.equal(await kept(), undefined)
})

test('selectors that a standing health check does not fit are refused', async () => {
  const world = await routedSite()
  await accepted(world, createConnection, probed({}))
  const narrowed = { id: 'new', patch: () => ok({ selectors: pairs('10.1.0.0/16', '172.17.0.0/16') }) }
  await refused(world, modifyConnection, narrowed, 'health-check-outside-selectors')
})
