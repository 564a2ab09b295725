import { holdTimeSeconds, keepaliveSeconds, type Speaker, speakersOf } from '../derived.ts'
import type { Device } from '../device.ts'
import { type Inputs, localNetworks } from '../inputs.ts'
import { block, type Lines } from '../lines.ts'
import type { Peer } from '../peer.ts'
import { routeMaps, usesOfMaps } from './route-maps.ts'

const neighborLines = ({ session }: Speaker): Lines => {
  const { neighborAddress: neighbor, neighborAsNumber, localAddress, password } = session
  return [
    `neighbor ${neighbor} remote-as ${neighborAsNumber}`,
    `neighbor ${neighbor} update-source ${localAddress}`,
    `neighbor ${neighbor} timers ${keepaliveSeconds} ${holdTimeSeconds}`,
    password === undefined ? undefined : `neighbor ${neighbor} password ${password}`,
  ]
}

function familyLines(peer: Peer, speakers: readonly Speaker[], inputs: Inputs): Lines {
  return [
    inputs.networks(localNetworks).map(({ cidr }) => `network ${cidr}`),
    ...speakers.map((speaker) => usesOfMaps(peer, speaker)),
  ]
}

function render(peer: Peer, inputs: Inputs): Lines {
  const speakers = speakersOf(peer)
  const [first] = speakers
  if (first === undefined) return []
  return [
    // It exchanges nothing with another AS where no policy says what (RFC 8212).
    routeMaps(peer, inputs, 'ip prefix-list'),
    block(
      `router bgp ${first.session.localAsNumber}`,
      `bgp router-id ${first.tunnel.local}`,
      ...speakers.map(neighborLines),
      { ...block('address-family ipv4 unicast', familyLines(peer, speakers, inputs)), close: 'exit-address-family' },
    ),
  ]
}

export const frr: Device = {
  id: 'frr',
  title: 'FRR',
  release: 'bgpd, 8.4',
  executedBy: 'FRR',
  comment: '!',
  indent: ' ',
  sessionPassword: /^[\x21-\x7e]{1,80}$/,
  inputs: [localNetworks],
  notes: () => [
    'BGP alone: the tunnels are for another program.',
    'A network is told once the device itself has a route to it.',
  ],
  render: (peer, inputs) => [{ name: 'frr.conf', lines: render(peer, inputs) }],
}
