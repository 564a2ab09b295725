import { isDeepStrictEqual } from 'node:util'
import { overlaps } from '../../domain/address.ts'
import type { TrafficSelectors } from '../../domain/ike.ts'
import type { GatewaySpec, TunnelSpec } from '../port.ts'
import {
  bgpHandling,
  childHandling,
  namesOf,
  neighborHandling,
  renewedBy,
  replacingMilliseconds,
  type TunnelHandling,
  tunnelHandling,
} from '../tunnel-fields.ts'

/**
 * - `none`: no packet is lost.
 * - `moment`: other SAs take the place of those that are there.
 * - `until-peer-follows`: as `moment` where the peer is changed alike in time, and else for as long as it is not.
 * - `for-good`: the tunnel, or the session, goes.
 */
export type Interruption = 'none' | 'moment' | 'until-peer-follows' | 'for-good'

export interface Break {
  readonly interrupted: Interruption
  /** How long at the most, where the peer is there and follows in time; absent where it goes for good. */
  readonly milliseconds?: number
  /** How long the peer has to follow before anything is interrupted; absent where it is at once. */
  readonly withinMilliseconds?: number
  /** What of it changes that interrupts it, by the names of `TunnelSpec` or `BgpSpec`: "child.proposal". */
  readonly because: readonly string[]
}

export interface TunnelBreak extends Break {
  readonly tunnel: string
  /** The same of what is learned over it by BGP; absent where it had no session. */
  readonly session?: Break
}

/** What is said for it holds for a peer that answers at once, on a machine that is not overloaded; most take a tenth of it. */
const most = { replaced: 500, remade: 3000, session: 10_000 } as const

const nothing: Break = { interrupted: 'none', milliseconds: 0, because: [] }
const gone = (because: string): Break => ({ interrupted: 'for-good', because: [because] })

const alike = (one: readonly TrafficSelectors[], other: readonly TrafficSelectors[]): boolean =>
  other.every((each) =>
    one.some(
      ({ local, remote }) =>
        local.some((a) => each.local.some((b) => overlaps(a, b))) &&
        remote.some((a) => each.remote.some((b) => overlaps(a, b))),
    ),
  )

/** Of IKEv2 the mode means nothing, and a responder narrows selectors that are not its own (RFC 7296 section 2.9). */
function handlingOf(name: keyof typeof tunnelHandling, before: TunnelSpec, after: TunnelSpec): TunnelHandling {
  if (before.version !== 2 || after.version !== 2) return tunnelHandling[name]
  if (name === 'mode') return 'own'
  return name === 'selectors' && alike(before.selectors, after.selectors) ? 'own' : tunnelHandling[name]
}

const differs = <Value extends object>(before: Value, after: Value, name: keyof Value): boolean =>
  !isDeepStrictEqual(before[name], after[name])

/** The first bucket on a device, and the last that goes, may cost what waits there (`docs/adr/0030-limits.md`). */
const isLimited = ({ device }: TunnelSpec): boolean => device.bandwidthMbps !== undefined
const firstLimit: Break = { interrupted: 'moment', milliseconds: most.replaced, because: ['device.bandwidthMbps'] }

function breakOf(before: TunnelSpec, after: TunnelSpec): Break {
  const names = (Object.keys(tunnelHandling) as (keyof typeof tunnelHandling)[]).filter((name) =>
    differs(before, after, name),
  )
  const childNames = namesOf(childHandling, 'agreed', 'own').filter((name) => differs(before.child, after.child, name))
  const changes = [
    ...names.map((name) => ({ name: name as string, handling: handlingOf(name, before, after) })),
    ...childNames.map((name) => ({ name: `child.${name}`, handling: childHandling[name] as TunnelHandling })),
  ].filter(({ handling }) => handling !== 'beside')
  if (changes.length === 0) return isLimited(before) === isLimited(after) ? nothing : firstLimit
  const has = (handling: TunnelHandling): boolean => changes.some((change) => change.handling === handling)
  // What is only answered here begins at the peer.
  const isPassive = after.startAction === 'none'
  const because = [...changes.map(({ name }) => name), ...(isPassive ? ['startAction'] : [])]
  if (has('remade')) return { interrupted: 'until-peer-follows', milliseconds: most.remade, because }
  const replaced = { milliseconds: most.replaced, because }
  return isPassive || has('agreed')
    ? { interrupted: 'until-peer-follows', withinMilliseconds: replacingMilliseconds, ...replaced }
    : { interrupted: 'moment', ...replaced }
}

const sessionOf = ({ bgp }: Carried, tunnel: string) => {
  const neighbor = bgp?.neighbors.find((each) => each.tunnel === tunnel)
  return bgp === undefined || neighbor === undefined ? undefined : { spec: bgp, neighbor }
}

function sessionBreak(before: Carried, after: Carried, tunnel: string): Break | undefined {
  const [was, is] = [sessionOf(before, tunnel), sessionOf(after, tunnel)]
  if (was === undefined) return undefined
  if (is === undefined) return gone('neighbor')
  const because = renewedBy(was, is)
  if (because.length === 0) return nothing
  const handling = { ...neighborHandling, ...bgpHandling }
  const interrupted = because.some((name) => handling[name] === 'agreed') ? 'until-peer-follows' : 'moment'
  return { interrupted, milliseconds: most.session, because }
}

type Carried = Pick<GatewaySpec, 'tunnels' | 'bgp'>

/**
 * What becomes of the packets in each tunnel that is there when what is desired of its gateway changes; undefined stands for a
 * gateway that is not there. Pure, and of the same tables by which it is planned. It tells of tunnels, not of what somebody
 * takes out of a route table.
 */
export function whatBreaks(before: Carried | undefined, after: Carried | undefined): readonly TunnelBreak[] {
  if (before === undefined) return []
  return before.tunnels.map((was) => {
    const is = after?.tunnels.find(({ id }) => id === was.id)
    if (after === undefined || is === undefined) return { tunnel: was.id, ...gone('tunnel') }
    const session = sessionBreak(before, after, was.id)
    return { tunnel: was.id, ...breakOf(was, is), ...(session === undefined ? {} : { session }) }
  })
}
