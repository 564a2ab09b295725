import { type IntegrityAlgorithm, isAead } from '../../domain/ike.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import {
  checkOf,
  commonNotes,
  distanceOf,
  hexadecimal,
  holdTimeSeconds,
  identityType,
  keepaliveSeconds,
  localPreferenceOf,
  type Speaker,
  speakersOf,
} from '../derived.ts'
import { type Device, type Ipsec, plainNames } from '../device.ts'
import { type Input, type Inputs, localNetworks, networkText, remoteNetworks, wanInterfaces, wanOf } from '../inputs.ts'
import { closed, type Line, type Lines } from '../lines.ts'
import { isRouteBased, type Pair, type Peer, type PeerTunnel, pairsOf, tunnelName } from '../peer.ts'
import { allGroups, known, numberedGroups, plainIntegrity, sameFor, type Words, withoutAead } from '../words.ts'

/** Sources: the schemas of FortiOS's modules; a cipher and its hash are one word there. */
const group = numberedGroups(
  allGroups.filter((number) => number !== 24),
  String,
)
const blocks = { des: 'des', '3des': '3des', aes128: 'aes128', aes192: 'aes192', aes256: 'aes256' }
const gcm = { aes128gcm16: 'aes128gcm', aes192gcm16: undefined, aes256gcm16: 'aes256gcm' }
const ike: Words = { encryption: { ...blocks, ...gcm, null: undefined }, integrity: plainIntegrity, group }
const child: Words = { encryption: { ...blocks, ...gcm, null: 'null' }, integrity: plainIntegrity, group }

const ipsec: Ipsec = {
  words: { ike: { 1: { ...ike, encryption: { ...ike.encryption, ...withoutAead } }, 2: ike }, child: sameFor(child) },
  ikeSeconds: { least: 120, most: 172_800 },
  childSeconds: { least: 120, most: 172_800 },
  childKilobytes: { least: 5120, most: 4_294_967_295 },
  key: { least: 6, most: 128, write: (key) => `0x${hexadecimal(key)}` },
  names: { ends: { main: 'local', aggressive: 'both', ikev2: 'both' }, most: 63, ...plainNames },
  mayForbidEncapsulation: true,
  checkSeconds: { least: 1, most: 300 },
  carries: new Set(['selectors', 'everything', 'two tunnels of selectors', 'two tunnels of everything', 'BGP']),
}

const lanInterface: Input = { name: 'lan-interface', kind: 'word', what: 'the interface or zone of the inner networks' }

const table = (path: string, ...entries: Lines): Line => closed(`config ${path}`, 'end', ...entries)
const entry = (name: string, ...lines: Lines): Line => closed(`edit ${name}`, 'next', ...lines)
const quoted = (name: string): string => `"${name}"`

const types = { address: 'address', name: 'fqdn', user: 'user-fqdn' } as const

function suite(
  words: Words,
  encryption: keyof Words['encryption'],
  integrity: IntegrityAlgorithm,
  prf: string,
): string {
  const cipher = known(words.encryption[encryption])
  if (!isAead(encryption)) return `${cipher}-${known(words.integrity[integrity])}`
  return prf === '' ? cipher : `${cipher}-${prf}${known(words.integrity[integrity])}`
}

function phase1(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Line {
  const { version, mode, proposal, localIdentity, remoteIdentity, natTraversal } = tunnel
  const check = checkOf(tunnel)
  const isNamed = remoteIdentity !== (tunnel.remote as string)
  return entry(
    quoted(tunnelName(peer, tunnel)),
    `set interface ${quoted(wanOf(peer, tunnel, inputs))}`,
    `set ike-version ${version}`,
    version === 1 ? `set mode ${mode}` : undefined,
    `set local-gw ${tunnel.local}`,
    `set remote-gw ${tunnel.remote}`,
    isNamed ? ['set peertype one', `set peerid ${quoted(remoteIdentity)}`] : 'set peertype any',
    `set localid-type ${types[identityType(localIdentity)]}`,
    `set localid ${quoted(localIdentity)}`,
    `set proposal ${suite(ike, proposal.encryption, proposal.integrity, 'prf')}`,
    `set dhgrp ${known(group[proposal.keyExchange])}`,
    `set keylife ${tunnel.lifetimeSeconds}`,
    `set psksecret ${inputs.key(ipsec.key, tunnel)}`,
    check === undefined
      ? 'set dpd disable'
      : ['set dpd on-idle', `set dpd-retrycount ${check.retries}`, `set dpd-retryinterval ${check.interval}`],
    `set nattraversal ${natTraversal ? 'enable' : 'disable'}`,
    `set auto-negotiate ${peer.begins ? 'enable' : 'disable'}`,
    'set net-device disable',
  )
}

function phase2(peer: Peer, tunnel: PeerTunnel, { local, remote }: Pair, at: number): Line {
  const { proposal, lifetimeSeconds, lifetimeKilobytes } = tunnel.child
  const { encryption, integrity, keyExchange } = proposal
  const [from, to] = [networkText(local), networkText(remote)]
  return entry(
    quoted(`${tunnelName(peer, tunnel)}-net-${at + 1}`),
    `set phase1name ${quoted(tunnelName(peer, tunnel))}`,
    `set proposal ${suite(child, encryption, integrity, '')}`,
    keyExchange === undefined ? 'set pfs disable' : ['set pfs enable', `set dhgrp ${known(group[keyExchange])}`],
    `set keylife-type ${lifetimeKilobytes === undefined ? 'seconds' : 'both'}`,
    `set keylifeseconds ${lifetimeSeconds}`,
    lifetimeKilobytes === undefined ? undefined : `set keylifekbs ${lifetimeKilobytes}`,
    `set auto-negotiate ${peer.begins ? 'enable' : 'disable'}`,
    `set src-subnet ${from.address} ${from.mask}`,
    `set dst-subnet ${to.address} ${to.mask}`,
  )
}

const addresses = (peer: Peer): Lines =>
  peer.tunnels.map((tunnel) =>
    entry(
      quoted(tunnelName(peer, tunnel)),
      tunnel.session === undefined
        ? undefined
        : [
            `set ip ${tunnel.session.localAddress} 255.255.255.255`,
            `set remote-ip ${tunnel.session.neighborAddress} 255.255.255.252`,
          ],
      `set tcp-mss ${segmentSizeIn(peer.mtu)}`,
    ),
  )

/** A route into nothing behind those into the tunnels: without it packets leave unencrypted while none is up. */
/** Into the tunnels that no session brings routes for. */
function routes(peer: Peer, inputs: Inputs): Lines {
  const tunnels = peer.tunnels.filter(({ session }) => session === undefined)
  if (tunnels.length === 0) return []
  const destinations = isRouteBased(peer)
    ? inputs.networks(remoteNetworks)
    : [...new Set(pairsOf(peer).map(({ remote }) => remote))].map(networkText)
  const entries = destinations.flatMap(({ address, mask }) => [
    ...tunnels.map((tunnel) =>
      entry(
        '0',
        `set dst ${address} ${mask}`,
        `set device ${quoted(tunnelName(peer, tunnel))}`,
        `set distance ${distanceOf(tunnel)}`,
      ),
    ),
    entry('0', `set dst ${address} ${mask}`, 'set blackhole enable', 'set distance 254'),
  ])
  return [table('router static', entries)]
}

function policies(peer: Peer, inputs: Inputs): Lines {
  const lan = inputs.word(lanInterface)
  const policy = (name: string, from: string, to: string): Line =>
    entry(
      '0',
      `set name ${quoted(name)}`,
      `set srcintf ${quoted(from)}`,
      `set dstintf ${quoted(to)}`,
      'set srcaddr "all"',
      'set dstaddr "all"',
      'set action accept',
      'set schedule "always"',
      'set service "ALL"',
    )
  return peer.tunnels.map((tunnel) => {
    const name = tunnelName(peer, tunnel)
    return [policy(`${name}-out`, lan, name), policy(`${name}-in`, name, lan)]
  })
}

function routeMaps(peer: Peer, { tunnel, session }: Speaker): Lines {
  const name = tunnelName(peer, tunnel)
  const rules = (...lines: Lines): Line => closed('config rule', 'end', entry('1', ...lines))
  return [
    entry(quoted(`${name}-in`), rules(`set set-local-preference ${localPreferenceOf(tunnel.index)}`)),
    entry(
      quoted(`${name}-out`),
      rules(
        `set match-ip-address ${quoted(`${peer.name}-nets`)}`,
        tunnel.index === 1 ? undefined : `set set-aspath ${quoted(String(session.localAsNumber))}`,
      ),
    ),
  ]
}

function neighborEntry(peer: Peer, { tunnel, session }: Speaker): Line {
  const name = tunnelName(peer, tunnel)
  return entry(
    quoted(session.neighborAddress),
    `set remote-as ${session.neighborAsNumber}`,
    `set update-source ${quoted(name)}`,
    `set keep-alive-timer ${keepaliveSeconds}`,
    `set holdtime-timer ${holdTimeSeconds}`,
    `set route-map-in ${quoted(`${name}-in`)}`,
    `set route-map-out ${quoted(`${name}-out`)}`,
  )
}

function bgp(peer: Peer, inputs: Inputs): Lines {
  const speakers = speakersOf(peer)
  const [first] = speakers
  if (first === undefined) return []
  const own = inputs.networks(localNetworks)
  const rules = own.map(({ address, mask }, at) =>
    entry(String(at + 1), `set prefix ${address} ${mask}`, 'unset ge', 'unset le'),
  )
  return [
    table('router prefix-list', entry(quoted(`${peer.name}-nets`), closed('config rule', 'end', rules))),
    table('router route-map', ...speakers.map((speaker) => routeMaps(peer, speaker))),
    table(
      'router bgp',
      `set as ${first.session.localAsNumber}`,
      `set router-id ${first.tunnel.local}`,
      table('neighbor', ...speakers.map((speaker) => neighborEntry(peer, speaker))),
      table(
        'network',
        own.map(({ address, mask }, at) => entry(String(at + 1), `set prefix ${address} ${mask}`)),
      ),
    ),
  ]
}

export const fortigate: Device = {
  id: 'fortigate',
  title: 'FortiGate',
  release: 'FortiOS 7',
  comment: '#',
  indent: '    ',
  ipsec,
  inputs: [...wanInterfaces, lanInterface, localNetworks, remoteNetworks],
  notes: (peer) => [...commonNotes(peer), 'A password policy of the device may refuse the key.'],
  render: (peer, inputs) => [
    {
      name: 'fortigate.conf',
      lines: [
        table('vpn ipsec phase1-interface', ...peer.tunnels.map((tunnel) => phase1(peer, tunnel, inputs))),
        table(
          'vpn ipsec phase2-interface',
          ...peer.tunnels.map((tunnel) => pairsOf(peer).map((pair, at) => phase2(peer, tunnel, pair, at))),
        ),
        table('system interface', addresses(peer)),
        routes(peer, inputs),
        table('firewall policy', policies(peer, inputs)),
        bgp(peer, inputs),
      ],
    },
  ],
}
