import { encryptionAlgorithms, integrityAlgorithms, keyExchangeGroups } from '../src/domain/ike.ts'
import { type Device, type Ipsec, type NamedEnds, type Range, trafficForms } from '../src/peer-configuration/device.ts'
import { devices } from '../src/peer-configuration/devices.ts'
import { groupNumbers, type IpsecWords, type Words } from '../src/peer-configuration/words.ts'

/** What the guide to device configurations says of each device, made from the tables that its configurations are made from. */

type Row = readonly string[]

const cell = (text: string): string => text.replaceAll('|', '\\|')
const line = (cells: Row): string => `| ${cells.map(cell).join(' | ')} |`
const table = (head: Row, rows: readonly Row[]): readonly string[] => [
  line(head),
  line(head.map(() => '---')),
  ...rows.map(line),
  '',
]

const code = (text: string): string => `\`${text}\``
const none = '–'

/** What is said with IKEv1 and with IKEv2, once where it is the same. */
function both(one: string | undefined, two: string | undefined): string {
  if (one === two) return one === undefined ? none : code(one)
  if (one === undefined) return `${code(two ?? '')} (IKEv2)`
  return two === undefined ? `${code(one)} (IKEv1)` : `${code(one)}, ${code(two)}`
}

const securing = devices.flatMap(({ id, ipsec }) => (ipsec === undefined ? [] : [{ id, ipsec }]))

function wordTable<K extends keyof Words>(
  of: keyof IpsecWords,
  kind: K,
  names: readonly (keyof Words[K] & string)[],
): readonly string[] {
  const rows = securing.map(({ id, ipsec }) => {
    const [one, two] = [ipsec.words[of][1][kind], ipsec.words[of][2][kind]] as const
    return [id, ...names.map((name) => both(one[name] as string | undefined, two[name] as string | undefined))]
  })
  const head = kind === 'group' ? names.map((name) => String(groupNumbers[name as keyof typeof groupNumbers])) : names
  return table(['device', ...head], rows)
}

const range = ({ least, most }: Range): string =>
  most === Number.POSITIVE_INFINITY ? `${least} and more` : `${least} to ${most}`

const ends: Readonly<Record<NamedEnds, string>> = {
  none: 'neither',
  local: 'its own',
  remote: "the gateway's",
  both: 'both',
}

function limits({ ikeSeconds, childSeconds, childKilobytes, key, names, mayForbidEncapsulation }: Ipsec): Row {
  return [
    range(ikeSeconds),
    range(childSeconds),
    childKilobytes === undefined ? none : range(childKilobytes),
    `${range(key)} characters${key.refused === undefined ? '' : `, without ${key.refused.which}`}`,
    [names.ends.main, names.ends.aggressive, names.ends.ikev2].map((each) => ends[each]).join(', '),
    mayForbidEncapsulation ? 'yes' : none,
  ]
}

function traffic({ id, ipsec }: Device): readonly Row[] {
  if (ipsec === undefined) return [[id, ...trafficForms.map((form) => (form.startsWith('BGP') ? 'BGP alone' : none))]]
  return [[id, ...trafficForms.map((form) => (ipsec.carries.has(form) ? 'yes' : none))]]
}

const page = (): readonly string[] => [
  '# Device configurations',
  '',
  'Made from the tables of `src/peer-configuration/` by `npm run docs`; do not edit.',
  '',
  "A connection's other end is somebody's device. Culvert writes what that is configured with:",
  '',
  '```',
  './culvert device-config --list',
  './culvert device-config CONNECTION --device cisco-ios --set wan-interface=GigabitEthernet0/0 --set tunnel-number=11',
  'curl "http://127.0.0.1:7781/v1/connections/CONNECTION/device-configuration?device=cisco-ios&wan-interface=GigabitEthernet0/0"',
  '```',
  '',
  '- **The pre-shared key is in it**: keep it as you keep that. `--without-key` (`showsKey=false`) leaves a placeholder.',
  '- What only its owner knows is given with `--set`. What is not given is a placeholder in angle brackets, which no device takes,',
  '  and is told of.',
  '- **What the device has no way to say is refused**, all of it by name, and nothing is written; nothing is approximated.',
  '- "Executed in tests" names the program that such a configuration was given to. All others are generated from what was read of',
  '  the device, checked against golden files and a closed vocabulary, and not executed on a device: read them before it does.',
  '- Two tunnels are two of everything; the first is preferred, by distance, and with BGP by local preference and a longer path.',
  '',
  ...table(
    ['device', 'what', 'executed in tests by', '`--set`'],
    devices.map(({ id, title, release, executedBy, inputs }) => [
      id,
      `${title}, ${release}`,
      executedBy ?? none,
      inputs.map(({ name, usual }) => (usual === undefined ? name : `${name} (${usual})`)).join(', '),
    ]),
  ),
  '| `--set` | what it is |',
  '| --- | --- |',
  ...[...new Map(devices.flatMap(({ inputs }) => inputs.map(({ name, what }) => [name, what] as const)))].map(line),
  '',
  '## What tunnels may carry',
  '',
  ...table(['device', ...trafficForms], devices.flatMap(traffic)),
  '## Limits',
  '',
  '"Names" says which ends may be called by one with IKEv1 in main mode, IKEv1 in aggressive mode, and IKEv2.',
  '',
  ...table(
    [
      'device',
      'IKE lifetime, s',
      'child lifetime, s',
      'child lifetime, kB',
      'pre-shared key',
      'names',
      'NAT traversal off',
    ],
    securing.map(({ id, ipsec }) => [id, ...limits(ipsec)]),
  ),
  '## Words',
  '',
  `Where IKEv1 and IKEv2 have different words, the former comes first. ${none} is refused.`,
  '',
  '### Encryption of IKE SAs',
  '',
  ...wordTable('ike', 'encryption', encryptionAlgorithms),
  '### Encryption of Child SAs',
  '',
  ...wordTable('child', 'encryption', encryptionAlgorithms),
  '### Integrity of IKE SAs',
  '',
  ...wordTable('ike', 'integrity', integrityAlgorithms),
  '### Integrity of Child SAs',
  '',
  ...wordTable('child', 'integrity', integrityAlgorithms),
  '### Groups of IKE SAs',
  '',
  ...wordTable('ike', 'group', keyExchangeGroups),
  '### Groups of Child SAs',
  '',
  ...wordTable('child', 'group', keyExchangeGroups),
]

export const deviceDocument = (): { readonly path: string; readonly text: string } => ({
  path: 'docs/devices.md',
  text: `${page().join('\n').trimEnd()}\n`,
})
