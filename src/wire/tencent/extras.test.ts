import { test } from 'node:test'
import fc from 'fast-check'
import { type Arbitraries, readsWhatItWrites } from '../../operations/testing/extras-law.ts'
import { extras } from './extras.ts'

const text = fc.string()
const kindOfIdentity = fc.constantFrom('ADDRESS', 'FQDN')

const values: Arbitraries<typeof extras> = {
  account: fc.record({ uin: text }),
  network: fc.record({
    dnsServers: fc.array(text),
    domainName: text,
    publishesCidr: fc.boolean(),
    publishesIpv6Cidr: fc.boolean(),
    routeTableId: text,
  }),
  subnet: fc.record({ routeTableId: text }),
  gateway: fc.record({ maxConnection: fc.maxSafeInteger() }),
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
  }),
}

test('extras of every kind are read from the store as they were written', () => readsWhatItWrites(extras, values))
