import { type Ipv4Address, type Ipv4Prefix, parseIpv4Address, parseIpv4Prefix } from '../../domain/address.ts'
import { type AsNumber, asNumber } from '../../domain/as-number.ts'
import type { BgpState, LearnedRoute } from '../../domain/bgp.ts'
import { readDescription, tunnelOfProtocol } from './render.ts'
import type { Reply, ReplyLine } from './reply-reader.ts'

/** Codes of lines (BIRD, doc/reply_codes). */
const code = { protocol: 1002, protocolDetails: 1006, route: 1007, attributes: 1012, status: 1011, bfd: 1020 } as const

const textsOf = ({ lines }: Reply, ...codes: readonly number[]): readonly string[] =>
  lines.filter((line) => codes.includes(line.code)).map(({ text }) => text)

/** What `hostname` was set to: the digest of the configuration. Undefined where none was. */
export function readDigest(status: Reply): string | undefined {
  const name = textsOf(status, code.status).flatMap((text) => /^Hostname is ([0-9a-f]{16})$/.exec(text)?.[1] ?? [])
  return name[0]
}

/** What `show protocols all` tells of a session. */
export interface SessionState {
  readonly protocol: string
  readonly tunnel: string
  readonly state: BgpState
  /** When the session came up, or since when it is not; milliseconds since the epoch. */
  readonly since: number
  readonly localAddress: Ipv4Address
  readonly hasPassword: boolean
  readonly neighborAddress: Ipv4Address
  readonly localAsNumber: AsNumber
  readonly neighborAsNumber: AsNumber
  /** "Received: Bad peer AS", and the like; BIRD forgets it when the session is up. */
  readonly lastError?: string
  readonly limit?: number
  /** Whether the neighbor tells more prefixes than are taken. */
  readonly isLimitHit: boolean
}

const states: Readonly<Record<string, BgpState>> = {
  Connect: 'connect',
  Active: 'active',
  OpenSent: 'open-sent',
  OpenConfirm: 'open-confirm',
  Established: 'established',
}

/** BIRD is started so that its time is UTC. */
function readTime(text: string | undefined): number {
  const [, date, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3})$/.exec(text ?? '') ?? []
  return Date.parse(`${date}T${time}Z`)
}

/** The sessions in the order of `show protocols all`; what is not whole is left out. */
export function readSessions(protocols: Reply): readonly SessionState[] {
  const sections: { readonly head: string; readonly details: string[] }[] = []
  for (const line of protocols.lines) {
    if (line.code === code.protocol) sections.push({ head: line.text, details: [] })
    else if (line.code === code.protocolDetails) sections.at(-1)?.details.push(line.text)
  }
  return sections.flatMap(({ head, details }) => readSession(head, details) ?? [])
}

function readSession(head: string, details: readonly string[]): SessionState | undefined {
  const [, protocol, since] = /^(\S+) +BGP +\S+ +\S+ +(\S+ \S+)/.exec(head) ?? []
  const tunnel = protocol === undefined ? undefined : tunnelOfProtocol(protocol)
  const detail = (name: string): string | undefined =>
    details.flatMap((text) => {
      const [key, value] = splitAt(text.trim(), ':')
      return key === name && value !== undefined ? [value.trim()] : []
    })[0]
  const described = readDescription(detail('Description') ?? '')
  const neighborAddress = parseIpv4Address(detail('Neighbor address')?.split('%')[0] ?? '')
  const localAsNumber = asNumber(Number(detail('Local AS')))
  const neighborAsNumber = asNumber(Number(detail('Neighbor AS')))
  const at = readTime(since)
  if (protocol === undefined || tunnel === undefined || described === undefined || Number.isNaN(at)) return undefined
  if (neighborAddress === undefined || localAsNumber === undefined || neighborAsNumber === undefined) return undefined
  const lastError = detail('Last error')
  const [, limit, hit] = /^(\d+)( \[HIT\])?/.exec(detail('Import limit') ?? '') ?? []
  return {
    protocol,
    tunnel,
    state: states[detail('BGP state') ?? ''] ?? 'idle',
    since: at,
    ...described,
    neighborAddress,
    localAsNumber,
    neighborAsNumber,
    ...(lastError === undefined ? {} : { lastError }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    isLimitHit: hit !== undefined,
  }
}

function splitAt(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)]
}

/** The states of `show bfd sessions` by the neighbor's address. */
export function readBfd(sessions: Reply): ReadonlyMap<string, 'down' | 'init' | 'up'> {
  const known = { Up: 'up', Init: 'init', Down: 'down', AdminDown: 'down' } as const
  return new Map(
    textsOf(sessions, code.bfd).flatMap((text) => {
      const [, address, state] = /^(\S+) +\S+ +(Up|Init|Down|AdminDown) /.exec(text) ?? []
      return address === undefined ? [] : [[address, known[state as keyof typeof known]] as const]
    }),
  )
}

interface RouteLine {
  readonly prefix: Ipv4Prefix
  readonly protocol: string
  readonly rest: readonly ReplyLine[]
}

/** A route is a line with a prefix, or with as many spaces where it is the same one's, and lines about it. */
function readRouteLines({ lines }: Reply): readonly RouteLine[] {
  const found: { prefix: Ipv4Prefix; protocol: string; rest: ReplyLine[] }[] = []
  for (const line of lines) {
    const [, spelled, protocol] = /^(\S+)? +\S+ +\[(\S+) [^\]]*\]/.exec(line.text) ?? []
    if (line.code !== code.route || protocol === undefined) {
      found.at(-1)?.rest.push(line)
      continue
    }
    const prefix = spelled === undefined ? found.at(-1)?.prefix : parseIpv4Prefix(spelled)
    if (prefix !== undefined) found.push({ prefix, protocol, rest: [] })
  }
  return found
}

/** The prefixes of a `show route`. */
export const readPrefixes = (routes: Reply): readonly Ipv4Prefix[] => [
  ...new Set(readRouteLines(routes).map(({ prefix }) => prefix)),
]

/** The next hops of each prefix that the kernel is given. */
export function readNextHops(exported: Reply): ReadonlyMap<Ipv4Prefix, readonly string[]> {
  const hops = (lines: readonly ReplyLine[]) => lines.flatMap(({ text }) => /^\tvia (\S+)/.exec(text)?.[1] ?? [])
  return new Map(readRouteLines(exported).map(({ prefix, rest }) => [prefix, hops(rest)]))
}

/** What `show route all` tells of a protocol's routes; all of them in one reply, by protocol. */
export function readLearned(
  routes: Reply,
): ReadonlyMap<string, readonly Pick<LearnedRoute, 'prefix' | 'asPath' | 'communities'>[]> {
  const byProtocol = Map.groupBy(readRouteLines(routes), ({ protocol }) => protocol)
  return new Map(
    Array.from(byProtocol, ([protocol, found]) => [
      protocol,
      found.map(({ prefix, rest }) => {
        const attributes = rest.filter((line) => line.code === code.attributes).map(({ text }) => text.trim())
        const attribute = (name: string): string =>
          attributes.find((text) => text.startsWith(`BGP.${name}:`))?.slice(name.length + 5) ?? ''
        return {
          prefix,
          asPath: (attribute('as_path').match(/\d+/g) ?? []).map(Number),
          communities: [...attribute('community').matchAll(/\((\d+),(\d+)\)/g)].map(
            ([, high, low]) => `${high}:${low}`,
          ),
        }
      }),
    ]),
  )
}
