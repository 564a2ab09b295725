import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Extras } from '../../domain/resource.ts'
import { UnreadableExtras } from '../../operations/extras.ts'
import { type Arbitraries, readsWhatItWrites } from '../../operations/testing/extras-law.ts'
import { extras } from './extras.ts'
import { openSite } from './testing/site.ts'

const text = fc.string()
const kindOfIdentity = fc.constantFrom('ADDRESS', 'FQDN')

const values: Arbitraries<typeof extras> = {
  account: fc.record({ uin: text }),
  network: fc.record({
    dnsServers: fc.array(text),
    domainName: text,
    publishesIpv6Cidr: fc.boolean(),
    routeTableName: text,
  }),
  user: fc.record({ phoneNumber: text, countryCode: text, email: text, consoleLogin: fc.boolean() }),
  role: fc.record({ consoleLogin: fc.boolean() }),
  route: fc.record({ updatedAt: fc.option(fc.nat(), { nil: undefined }) }),
  gateway: fc.record({ maxConnection: fc.maxSafeInteger() }),
  router: fc.record({ qosLevel: text, chargeType: text, meteringType: text, bandwidthLimitType: text }),
  connection: fc.record({
    routeType: fc.constantFrom('STATIC', 'StaticRoute', 'Policy', 'Bgp'),
    policies: fc.array(fc.record({ LocalCidrBlock: text, RemoteCidrBlock: fc.array(text) })),
    identities: fc.record({
      LocalIdentity: kindOfIdentity,
      RemoteIdentity: kindOfIdentity,
      LocalAddress: text,
      RemoteAddress: text,
      LocalFqdnName: text,
      RemoteFqdnName: text,
    }),
    deadPeerDetection: fc.record({ timeout: text, action: fc.constantFrom('clear', 'restart') }),
    disabledHealthCheck: fc.option(
      fc.record({
        localIp: text,
        remoteIp: text,
        interval: fc.maxSafeInteger(),
        timeout: fc.maxSafeInteger(),
        threshold: fc.maxSafeInteger(),
      }),
      { nil: undefined },
    ),
  }),
}

test('extras of every kind are read from the store as they were written', () => readsWhatItWrites(extras, values))

test('extras that cannot be read are an internal error, and the log says of which resource and why', async () => {
  await using site = await openSite()
  const id = await site.connect()
  const connection = await site.stored('connection', id)
  assert.ok(connection !== undefined)
  const spoilt = { ...connection.extras, routeType: 'Dynamic' } as unknown as Extras
  const changed = { ...connection, generation: connection.generation + 1, extras: spoilt }
  await site.installation.store.write((transaction) => transaction.put(changed))
  assert.equal(await site.refusal('DescribeVpnConnections', {}), 'InternalError')
  const { cause } = site.installation.answered.at(-1) ?? {}
  assert.ok(cause instanceof UnreadableExtras)
  assert.match(cause.message, new RegExp(`^the extras of connection ${id} cannot be read: routeType must be one of`))
})
