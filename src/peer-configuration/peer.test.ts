import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AsNumber } from '../domain/as-number.ts'
import type { Connection, CustomerGateway, Tunnel } from '../domain/resource.ts'
import { type GatewaySide, peerOf } from './peer.ts'
import { address, aTunnel, identity, prefix } from './testing/cases.ts'

const tunnel: Tunnel = {
  id: 'tunnel-1',
  index: 1,
  customerGateway: 'device',
  ike: {
    version: 2,
    mode: 'main',
    proposal: aTunnel.proposal,
    lifetimeSeconds: 86_400,
    localIdentity: identity('gateway.example.org'),
    preSharedKey: aTunnel.preSharedKey,
  },
  child: aTunnel.child,
  natTraversal: true,
  bgp: { enabled: true, prefix: prefix('169.254.11.0/30') },
}

const connection: Connection = {
  selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/16')] }],
  tunnels: [tunnel],
  startAction: 'none',
  automaticRoutes: true,
}

const device: CustomerGateway = { address: address('192.0.2.10'), asNumber: 65_531 as AsNumber }

const side: GatewaySide = {
  id: 'a connection/with id x-0123456789abc',
  connection,
  addresses: [address('198.51.100.1')],
  customerGateways: new Map([['device', device]]),
  asNumber: 65_530 as AsNumber,
  networks: [prefix('10.1.0.0/16')],
  destinations: [prefix('0.0.0.0/0'), prefix('10.2.0.0/16')],
  mtu: 1280,
}

test('a connection is seen from its device: addresses, identities, selectors, networks and BGP change ends', () => {
  const peer = peerOf(side)
  assert.ok(peer.ok)
  const { tunnels, ...rest } = peer.value
  assert.deepEqual(rest, {
    connection: side.id,
    name: 'vpn-56789abc',
    selectors: [{ local: ['10.2.0.0/16'], remote: ['10.1.0.0/16'] }],
    begins: true,
    localNetworks: ['10.2.0.0/16'],
    remoteNetworks: ['10.1.0.0/16'],
    mtu: 1280,
  })
  const [one] = tunnels
  assert.deepEqual(
    [one?.local, one?.remote, one?.localIdentity, one?.remoteIdentity],
    ['192.0.2.10', '198.51.100.1', '192.0.2.10', 'gateway.example.org'],
  )
  assert.deepEqual(one?.session, {
    prefix: '169.254.11.0/30',
    localAddress: '169.254.11.2',
    neighborAddress: '169.254.11.1',
    localAsNumber: 65_531,
    neighborAsNumber: 65_530,
  })
})

test('the device waits for a gateway that begins', () => {
  const peer = peerOf({ ...side, connection: { ...connection, startAction: 'start' } })
  assert.equal(peer.ok && peer.value.begins, false)
})

test('a connection whose tunnel has no outer address, or BGP without its numbers, has no other end yet', () => {
  assert.match(JSON.stringify(peerOf({ ...side, addresses: [] })), /no outer address yet/)
  const unnumbered = { ...side, customerGateways: new Map([['device', { address: device.address }]]) }
  assert.match(JSON.stringify(peerOf(unnumbered)), /AS number is missing/)
})
