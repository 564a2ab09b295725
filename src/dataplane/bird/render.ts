import { type Ipv4Address, parseIpv4Address } from '../../domain/address.ts'
import { isBgpPassword } from '../../domain/bgp-password.ts'
import { refusedRanges, toldTo } from '../bgp-filter.ts'
import { digestBgp } from '../digest.ts'
import type { BgpSpec, NeighborSpec } from '../port.ts'

/** Names of protocols. None can be a keyword of the configuration, which quotes do not protect. */
export const advertisedProtocol = 'advertised-prefixes'
export const kernelProtocol = 'learned-routes'
export const bfdProtocol = 'path-checks'
const neighborPrefix = 'neighbor-'

/** What a session's description says: BIRD shows its own address only of an established one, and never that it has a password. */
export interface Described {
  readonly localAddress: Ipv4Address
  readonly hasPassword: boolean
}

const signed = ', signed'
const describe = ({ localAddress, hasPassword }: Described): string =>
  `from ${localAddress}${hasPassword ? signed : ''}`

export function readDescription(text: string): Described | undefined {
  const hasPassword = text.endsWith(signed)
  const address = parseIpv4Address(text.slice('from '.length, hasPassword ? -signed.length : undefined))
  return address === undefined ? undefined : { localAddress: address, hasPassword }
}

/** The tables of a gateway's own routes, and of those learned where it has none. */
export const kernelTable = { beside: 200, after: 201 } as const

/** Larger than those of the gateway's own routes in the table that both share. */
const kernelMetric = { beside: 2000, after: 100 } as const

/** BIRD's longest name (SYM_MAX_LEN, conf/conf.h). */
const longestName = 64

/** The protocol of the session over a tunnel: its id, with `.XX` for each byte that a name cannot have. */
export function neighborProtocol(tunnel: string): string {
  const spelled = [...Buffer.from(tunnel, 'utf8')].map((byte) => {
    const character = String.fromCharCode(byte)
    return /[a-zA-Z0-9_-]/.test(character) ? character : `.${byte.toString(16).padStart(2, '0')}`
  })
  const name = neighborPrefix + spelled.join('')
  if (name.length > longestName) throw new Error(`the tunnel's id is too long for a BGP session's name: ${tunnel}`)
  return name
}

/** The tunnel that a protocol is named after; undefined for any other protocol. */
export function tunnelOfProtocol(name: string): string | undefined {
  if (!name.startsWith(neighborPrefix)) return undefined
  const spelled = name.slice(neighborPrefix.length)
  const bytes = [...spelled.matchAll(/\.([0-9a-f]{2})|([a-zA-Z0-9_-])/g)].map(([, hex, character]) =>
    hex === undefined ? (character ?? '').charCodeAt(0) : Number.parseInt(hex, 16),
  )
  return Buffer.from(bytes).toString('utf8')
}

/** As the configuration quotes texts; it has no way to write what ends one. */
export function quote(text: string): string {
  if (/["\r\n\0]/.test(text)) throw new Error(`not for BIRD's configuration: ${JSON.stringify(text)}`)
  return `"${text}"`
}

/**
 * The bird.conf of a gateway's routing daemon, which writes its log into `log` and knows itself by the digest of what it runs
 * with. Equal specs give equal files. Throws for what BIRD has no words for.
 *
 * - error wait: without it a session that fell, or whose neighbor was started anew, stays idle for up to a minute.
 * - import table: what was received is kept, so that a changed filter needs nothing of the neighbor.
 * - bfd: asked of every neighbor, and a session is given up for it only once it was up (RFC 5882 section 4.3).
 * - persist, graceful restart: routes outlive the daemon, here and at neighbors that know it (RFC 4724).
 * - long-lived graceful restart is off: with it a neighbor that is silent for the hold time would keep its routes, and FRR
 *   offers it.
 * - the log's file is turned over at a megabyte; debugging goes to who asks for it with `echo`, and not into it.
 */
export function renderBird(spec: BgpSpec, log: string): string {
  const neighbors = [...spec.neighbors].sort((a, b) => (a.tunnel < b.tunnel ? -1 : 1))
  const { intervalMilliseconds: interval, multiplier } = spec.bfd
  const table = kernelTable[spec.learned]
  const logged = '{ info, warning, error, auth, remote, fatal, bug }'
  return `log ${quote(log)} 1048576 ${quote(`${log}.old`)} ${logged};
hostname ${quote(digestBgp(spec))};
router id ${spec.routerId};
timeformat protocol iso long ms;
graceful restart wait 2;

protocol device { scan time 10; }
protocol kernel '${kernelProtocol}' {
  kernel table ${table};
  metric ${kernelMetric[spec.learned]};
  scan time 10;
  persist;
  graceful restart on;
  merge paths ${spec.shares ? 'on' : 'off'};
  ipv4 { import none; export where source = RTS_BGP; };
}
protocol static '${advertisedProtocol}' {
  ipv4;
${[...spec.advertised]
  .sort()
  .map((prefix) => `  route ${prefix} unreachable;\n`)
  .join('')}}
protocol bfd '${bfdProtocol}' {
  debug { events };
  interface "*" { min rx interval ${interval} ms; min tx interval ${interval} ms; multiplier ${multiplier}; };
}
template bgp session {
  debug { states, events, routes };
  direct;
  bfd on;
  graceful restart on;
  long lived graceful restart off;
  graceful restart time ${Math.max(1, spec.holdTimeSeconds)};
  connect delay time 1;
  connect retry time 5;
  error wait time 1, 2;
  hold time ${spec.holdTimeSeconds};
  keepalive time ${spec.keepaliveSeconds};
}
${neighbors.map((neighbor) => renderNeighbor(spec, neighbor)).join('')}`
}

function renderNeighbor(spec: BgpSpec, neighbor: NeighborSpec): string {
  const { localAddress, localAsNumber, neighborAddress, neighborAsNumber, password } = neighbor
  if (password !== undefined && !isBgpPassword(password)) {
    throw new Error(`not a password that BIRD can be given, of the neighbor over ${neighbor.tunnel}`)
  }
  const { within, around } = refusedRanges(spec, neighbor)
  const refused = [...within.map((prefix) => `${prefix}+`), ...around.flatMap((prefix) => [`${prefix}+`, `${prefix}-`])]
  return `protocol bgp '${neighborProtocol(neighbor.tunnel)}' from session {
  description ${quote(describe({ localAddress, hasPassword: password !== undefined }))};
  local ${localAddress} as ${localAsNumber};
  neighbor ${neighborAddress} as ${neighborAsNumber};
${password === undefined ? '' : `  password ${quote(password)};\n`}  ipv4 {
    import table;
    import limit ${neighbor.prefixLimit} action block;
    import filter {
      if net ~ [${refused.join(', ')}] then reject;
      bgp_local_pref = ${neighbor.localPreference};
      accept;
    };
    export ${exported(spec, neighbor)};
  };
}
`
}

/** BIRD has no word for a set of no prefixes. */
function exported(spec: BgpSpec, neighbor: NeighborSpec): string {
  const told = toldTo(spec, neighbor)
  if (neighbor.tellsNothing === true || told.length === 0) return 'none'
  const among = neighbor.told === undefined ? '' : ` && net ~ [${told.join(', ')}]`
  return `where proto = "${advertisedProtocol}"${among}`
}
