import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AsNumber } from '../domain/as-number.ts'
import type { BgpPassword } from '../domain/bgp-password.ts'
import { deviceNamed, devices } from './devices.ts'
import type { Peer } from './peer.ts'
import { renderPeer } from './render.ts'
import { aPeer, aTunnel, everything, identity, key, prefix, twoTunnels } from './testing/cases.ts'

/** What is refused of a connection, as "what value". */
function refused(id: string, peer: Peer): readonly string[] {
  const device = deviceNamed(id)
  assert.ok(device)
  const rendered = renderPeer(device, peer)
  if (rendered.ok) return []
  assert.ok(rendered.error.of === 'connection')
  return rendered.error.refusals.map(({ what, value }) => `${what} ${value}`)
}

function written(id: string, peer: Peer): string {
  const device = deviceNamed(id)
  assert.ok(device)
  const rendered = renderPeer(device, peer)
  assert.ok(rendered.ok)
  return rendered.value.files.map(({ text }) => text).join('\n')
}

const ofIke = (change: Partial<typeof aTunnel.proposal>, version: 1 | 2 = 2) =>
  aPeer({ version, proposal: { ...aTunnel.proposal, ...change } })

const devicesThatRefuse = (peer: Peer): readonly string[] =>
  devices.filter((device) => device.ipsec !== undefined && refused(device.id, peer).length > 0).map(({ id }) => id)

const cases: readonly (readonly [string, Peer, readonly string[]])[] = [
  ['single DES', ofIke({ encryption: 'des' }), ['libreswan', 'vyos', 'pfsense']],
  ['group 2', ofIke({ keyExchange: 'modp1024' }), ['libreswan']],
  ['group 24', ofIke({ keyExchange: 'modp2048s256' }), ['libreswan', 'huawei', 'fortigate', 'pan-os', 'mikrotik']],
  ['SHA-384', ofIke({ integrity: 'sha384' }), ['mikrotik']],
  [
    'AES-192-GCM in an IKE SA',
    ofIke({ encryption: 'aes192gcm16' }),
    ['cisco-ios', 'h3c', 'huawei', 'fortigate', 'juniper', 'pan-os', 'mikrotik'],
  ],
  [
    'AES-GCM in an IKE SA of IKEv1',
    ofIke({ encryption: 'aes256gcm16' }, 1),
    devices.filter(({ ipsec }) => ipsec !== undefined).map(({ id }) => id),
  ],
  ['SHA-256 with IKEv1', ofIke({}, 1), ['cisco-asa']],
  [
    'a lifetime of a week',
    aPeer({ lifetimeSeconds: 604_800 }),
    ['libreswan', 'cisco-ios', 'fortigate', 'juniper', 'vyos'],
  ],
  [
    'a lifetime of 27 hours and a second',
    aPeer({ lifetimeSeconds: 97_201 }),
    ['libreswan', 'cisco-ios', 'juniper', 'pan-os', 'vyos'],
  ],
  [
    'a lifetime by traffic',
    aPeer({ child: { ...aTunnel.child, lifetimeKilobytes: 50_000 } }),
    ['libreswan', 'mikrotik', 'vyos', 'pfsense'],
  ],
  ['routes into the tunnel', aPeer({}, { selectors: [everything] }), ['mikrotik']],
  [
    'two tunnels of the same selectors',
    twoTunnelsOf([{ local: [prefix('10.2.0.0/16')], remote: [prefix('10.1.0.0/16')] }]),
    ['cisco-ios', 'cisco-asa', 'h3c', 'huawei', 'juniper', 'mikrotik', 'vyos', 'pfsense'],
  ],
  [
    'a name in main mode',
    aPeer({
      version: 1,
      localIdentity: identity('dc.example.org'),
      proposal: { ...aTunnel.proposal, integrity: 'sha1' },
    }),
    ['cisco-ios', 'cisco-asa', 'h3c', 'huawei'],
  ],
  ['no NAT traversal', aPeer({ natTraversal: false }), ['strongswan', 'cisco-ios', 'h3c', 'vyos', 'pfsense']],
  [
    'a name with =',
    aPeer({ localIdentity: identity('C=DE') }),
    devices.filter(({ id, ipsec }) => ipsec !== undefined && id !== 'strongswan').map(({ id }) => id),
  ],
  ['a key of five characters', aPeer({ preSharedKey: key('abcde') }), ['fortigate']],
  [
    'checks of a silent peer every 20 minutes',
    aPeer({ deadPeerDetection: { timeoutSeconds: 3600, action: 'clear' } }),
    ['h3c', 'fortigate', 'juniper', 'pan-os'],
  ],
]

function twoTunnelsOf(selectors: Peer['selectors']): Peer {
  const peer = twoTunnels({ selectors })
  return { ...peer, tunnels: peer.tunnels.map(({ session: _, ...tunnel }) => tunnel) }
}

for (const [what, peer, ids] of cases) {
  test(`${what}: refused by ${ids.length} devices, and written for all others`, () => {
    assert.deepEqual(devicesThatRefuse(peer), ids)
  })
}

test('all that a device cannot say is told, and not the first of it alone', () => {
  const peer = aPeer(
    {
      version: 1,
      proposal: { encryption: 'des', integrity: 'md5', keyExchange: 'modp1024' },
      child: {
        proposal: { encryption: 'des', integrity: 'md5', keyExchange: 'modp768' },
        lifetimeSeconds: 604_800,
        lifetimeKilobytes: 1,
      },
      lifetimeSeconds: 604_800,
      localIdentity: identity('C=DE'),
    },
    {},
  )
  assert.deepEqual(refused('libreswan', peer), [
    'IKE encryption des',
    'IKE group modp1024 (group 2)',
    'child encryption des',
    'child group modp768 (group 1)',
    'IKE lifetime 604800 s',
    'child lifetime 604800 s',
    'child lifetime by traffic 1 kB',
    'local identity C=DE',
  ])
})

const old = { encryption: 'aes256', integrity: 'sha1', keyExchange: 'modp2048' } as const

/** Two tunnels without sessions, each changed by itself. */
const unlike = (first: Partial<typeof aTunnel>, second: Partial<typeof aTunnel>): Peer => {
  const { tunnels, ...peer } = twoTunnels()
  const changes = [first, second]
  return { ...peer, tunnels: tunnels.map(({ session: _, ...each }, at) => ({ ...each, ...changes[at] })) }
}

test('IOS: two tunnels of IKEv1 that check their peers otherwise are refused, and one beside IKEv2 is checked as it is asked for', () => {
  const isakmp = { version: 1, proposal: old } as const
  const slow = { deadPeerDetection: { timeoutSeconds: 60, action: 'restart' } } as const
  assert.deepEqual(refused('cisco-ios', unlike(isakmp, { ...isakmp, ...slow })), [
    'dead peer detection timeout of 60 s',
  ])
  assert.deepEqual(refused('cisco-ios', unlike(isakmp, isakmp)), [])
  const text = written('cisco-ios', unlike({}, { ...isakmp, ...slow }))
  assert.match(text, /^crypto isakmp keepalive 20 3 periodic$/m)
  // The policy of IKEv2 names the proposal of the tunnel that is one of IKEv2.
  assert.match(
    text,
    /^crypto ikev2 policy vpn-a1b2c3d4-1\n match address local 192\.0\.2\.10\n proposal vpn-a1b2c3d4-1\n(?! proposal)/m,
  )
})

test('FortiGate: a tunnel without a session has routes beside one that has', () => {
  const both = twoTunnels()
  const [first, second] = both.tunnels
  assert.ok(first && second)
  const { session: _, ...silent } = second
  const text = written('fortigate', { ...both, tunnels: [first, silent] })
  assert.match(text, /set device "vpn-a1b2c3d4-2"\n *set distance 20/)
  assert.doesNotMatch(text, /set device "vpn-a1b2c3d4-1"\n *set distance/)
})

test('a refusal of a key names what of it cannot be written, and not the key', () => {
  const device = deviceNamed('cisco-ios')
  assert.ok(device)
  const rendered = renderPeer(device, aPeer({ preSharedKey: key('not?to-be-seen') }))
  assert.ok(!rendered.ok)
  assert.doesNotMatch(JSON.stringify(rendered), /to-be-seen/)
  assert.match(JSON.stringify(rendered), /choose another key/)
})

test('BGP is refused where no session can be: other AS numbers at one end, a password, selectors that do not carry it', () => {
  const peer = twoTunnels()
  const change = (own: object) => ({
    ...peer,
    tunnels: peer.tunnels.map((tunnel) =>
      tunnel.index === 1 || tunnel.session === undefined
        ? tunnel
        : { ...tunnel, session: { ...tunnel.session, ...own } },
    ),
  })
  assert.deepEqual(refused('frr', change({ localAsNumber: 65_532 as AsNumber })), ['BGP 65531 and 65532'])
  const signed = change({ password: 'secret word' as BgpPassword })
  assert.deepEqual(refused('bird', signed), [])
  assert.deepEqual(refused('frr', signed), ['BGP password 169.254.12.2 to 169.254.12.1'])
  assert.deepEqual(refused('juniper', signed), ['BGP password 169.254.12.2 to 169.254.12.1'])
  const narrow = { ...peer, selectors: [{ local: [prefix('10.2.0.0/16')], remote: [prefix('10.1.0.0/16')] }] }
  assert.deepEqual(refused('frr', narrow), ['BGP 169.254.11.2 to 169.254.11.1', 'BGP 169.254.12.2 to 169.254.12.1'])
  assert.deepEqual(refused('frr', aPeer()), ['BGP off'])
})

test('an input that the device has not, or that it cannot read, is told of with its name, all of them at once', () => {
  const device = deviceNamed('cisco-ios')
  assert.ok(device)
  const inputs = { 'wan-interface': 'Gi0/1\nreload', 'tunnel-number': 'ten', 'local-networks': '10.0.0.1/8', zone: 'x' }
  const rendered = renderPeer(device, aPeer(), { inputs })
  assert.ok(!rendered.ok && rendered.error.of === 'inputs')
  assert.deepEqual(
    rendered.error.problems.map(({ input }) => input),
    ['wan-interface', 'tunnel-number', 'local-networks', 'zone'],
  )
})

test('an input that is not given leaves a placeholder, and is told of as missing', () => {
  const device = deviceNamed('cisco-ios')
  assert.ok(device)
  const peer = aPeer({}, { selectors: [everything], remoteNetworks: [] })
  const one = renderPeer(device, peer, { inputs: { 'wan-interface': 'GigabitEthernet0/0' } })
  assert.ok(one.ok)
  assert.deepEqual(one.value.missing, ['tunnel-number', 'remote-networks'])
  assert.match(one.value.files[0]?.text ?? '', /interface Tunnel<TUNNEL-NUMBER>/)
})

test('a key that is not to be seen is in no file', () => {
  for (const device of devices) {
    const rendered = renderPeer(device, device.ipsec === undefined ? twoTunnels() : aPeer(), { showsKey: false })
    assert.ok(rendered.ok)
    const text = rendered.value.files.map((file) => file.text).join('')
    assert.doesNotMatch(text, /Every-word|45766572792d776f7264/)
    if (device.ipsec !== undefined) assert.match(text, /<PRE-SHARED-KEY>/)
  }
})

test('a password of a BGP session that is not to be seen is in no file', () => {
  const peer = twoTunnels()
  const tunnels = peer.tunnels.map((tunnel) =>
    tunnel.session === undefined
      ? tunnel
      : { ...tunnel, session: { ...tunnel.session, password: 'BgpWord' as BgpPassword } },
  )
  for (const id of ['frr', 'bird', 'cisco-ios']) {
    const device = deviceNamed(id)
    assert.ok(device)
    const [shown, hidden] = [true, false].map((showsKey) => renderPeer(device, { ...peer, tunnels }, { showsKey }))
    assert.match(JSON.stringify(shown), /BgpWord/)
    assert.doesNotMatch(JSON.stringify(hidden), /BgpWord/)
    assert.match(JSON.stringify(hidden), /<BGP-PASSWORD>/)
  }
})
