import { holdTimeSeconds, keepaliveSeconds, localPreferenceOf, type Speaker, speakersOf } from '../derived.ts'
import type { Device } from '../device.ts'
import { type Inputs, localNetworks } from '../inputs.ts'
import { closed, type Line, type Lines } from '../lines.ts'
import { type Peer, tunnelName } from '../peer.ts'

function session(peer: Peer, { tunnel, session }: Speaker, inputs: Inputs): Line {
  const { localAddress, localAsNumber, neighborAddress, neighborAsNumber, password } = session
  const own = inputs.networks(localNetworks).map(({ cidr }) => cidr)
  return closed(
    `protocol bgp '${tunnelName(peer, tunnel)}' {`,
    '}',
    `local ${localAddress} as ${localAsNumber};`,
    `neighbor ${neighborAddress} as ${neighborAsNumber};`,
    `hold time ${holdTimeSeconds};`,
    `keepalive time ${keepaliveSeconds};`,
    password === undefined ? undefined : `password "${password}";`,
    closed(
      'ipv4 {',
      '};',
      closed(
        'import filter {',
        '};',
        `if net ~ [ ${own.join(', ')} ] then reject;`,
        `bgp_local_pref = ${localPreferenceOf(tunnel.index)};`,
        'accept;',
      ),
      closed(
        'export filter {',
        '};',
        `if ! (net ~ [ ${own.join(', ')} ]) then reject;`,
        tunnel.index === 1 ? undefined : `bgp_path.prepend(${localAsNumber});`,
        'accept;',
      ),
    ),
  )
}

function render(peer: Peer, inputs: Inputs): Lines {
  const speakers = speakersOf(peer)
  const [first] = speakers
  if (first === undefined) return []
  return [
    `router id ${first.tunnel.local};`,
    'protocol device {}',
    closed('protocol kernel {', '}', closed('ipv4 {', '};', 'import none;', 'export where source = RTS_BGP;')),
    closed(
      `protocol static '${peer.name}-networks' {`,
      '}',
      'ipv4;',
      ...inputs.networks(localNetworks).map(({ cidr }) => `route ${cidr} blackhole;`),
    ),
    ...speakers.map((speaker) => session(peer, speaker, inputs)),
  ]
}

export const bird: Device = {
  id: 'bird',
  title: 'BIRD',
  release: 'bird.conf, 2.0',
  executedBy: 'BIRD',
  comment: '#',
  indent: '  ',
  sessionPassword: /^[\x20\x21\x23-\x7e]{1,80}$/,
  inputs: [localNetworks],
  notes: () => [
    'BGP alone: the tunnels are for another program.',
    'The blackholes are told to the neighbor and go into no kernel table: the device routes its own networks as it did.',
  ],
  render: (peer, inputs) => [{ name: 'bird.conf', lines: render(peer, inputs) }],
}
