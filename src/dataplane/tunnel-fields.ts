import type { ChildParameters } from '../domain/ike.ts'
import type { BgpSpec, NeighborSpec, TunnelSpec } from './port.ts'

/**
 * How a tunnel that runs is brought from one value of a field to another.
 *
 * - `remade`: namespace, daemon and device are made to it, and are made anew.
 * - `agreed`: SAs are made with it, and the peer has to have the same. Others take their place.
 * - `own`: SAs are made with it, whatever the peer has. Others take their place.
 * - `beside`: no SA knows of it, and none is touched.
 */
export type TunnelHandling = 'remade' | 'agreed' | 'own' | 'beside'

/**
 * Said once: what the digests of tunnels are made of, by which plans tell what is to be done, and what is promised of a change
 * before it is made (`plan/breaks.ts`).
 */
export const tunnelHandling: Readonly<Record<Exclude<keyof TunnelSpec, 'child'>, TunnelHandling>> = {
  localAddress: 'remade',
  remoteAddress: 'remade',
  isPrivate: 'remade',
  version: 'agreed',
  mode: 'agreed',
  proposal: 'agreed',
  localIdentity: 'agreed',
  remoteIdentity: 'agreed',
  preSharedKey: 'agreed',
  certificateAuthority: 'agreed',
  selectors: 'agreed',
  id: 'own',
  index: 'own',
  lifetimeSeconds: 'own',
  inside: 'own',
  deadPeerDetection: 'own',
  natTraversal: 'own',
  resets: 'own',
  healthCheck: 'beside',
  startAction: 'beside',
  device: 'beside',
}

/** The same of the Child SAs' parameters; none of them may be `remade` or `beside`. */
export const childHandling: Readonly<Record<keyof ChildParameters, 'agreed' | 'own'>> = {
  proposal: 'agreed',
  lifetimeSeconds: 'own',
  lifetimeKilobytes: 'own',
}

/** How long SAs of a former configuration go on at the most while those of the new one are negotiated. */
export const replacingMilliseconds = 2000

/**
 * How a BGP session is brought there.
 *
 * - `agreed`: the session begins anew, and the neighbor has to have the same, crosswise.
 * - `own`: the session begins anew.
 * - `filter`: what is told and taken changes, and the session goes on.
 */
export type SessionHandling = 'agreed' | 'own' | 'filter'

export const neighborHandling: Readonly<Record<Exclude<keyof NeighborSpec, 'tunnel'>, SessionHandling>> = {
  localAddress: 'agreed',
  neighborAddress: 'agreed',
  localAsNumber: 'agreed',
  neighborAsNumber: 'agreed',
  password: 'agreed',
  localPreference: 'filter',
  prefixLimit: 'filter',
  tellsNothing: 'filter',
  told: 'filter',
  refused: 'filter',
}

/** Of what all sessions of a gateway share. */
export const bgpHandling: Readonly<Record<Exclude<keyof BgpSpec, 'neighbors'>, SessionHandling>> = {
  routerId: 'own',
  holdTimeSeconds: 'own',
  keepaliveSeconds: 'own',
  bfd: 'filter',
  advertised: 'filter',
  learned: 'filter',
  shares: 'filter',
}

/** The names that are handled in one of these ways. */
export const namesOf = <Name extends string, Handling>(
  table: Readonly<Record<Name, Handling>>,
  ...ways: readonly Handling[]
): readonly Name[] => (Object.keys(table) as Name[]).filter((name) => ways.includes(table[name]))

/** The members of these names alone. */
export const only = <Value extends object, Name extends keyof Value>(
  value: Value,
  names: readonly Name[],
): Pick<Value, Name> =>
  Object.fromEntries(names.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]]))) as Pick<
    Value,
    Name
  >

/** What a session begins anew with when one of them changes. */
const ofNeighbor = namesOf(neighborHandling, 'agreed', 'own')
const ofGateway = namesOf(bgpHandling, 'agreed', 'own')

/** By what of it and of its gateway the session begins anew; empty where it goes on. */
export function renewedBy(
  before: { readonly spec: BgpSpec; readonly neighbor: NeighborSpec },
  after: { readonly spec: BgpSpec; readonly neighbor: NeighborSpec },
): readonly (keyof typeof neighborHandling | keyof typeof bgpHandling)[] {
  return [
    ...ofNeighbor.filter((name) => before.neighbor[name] !== after.neighbor[name]),
    // What is over the limit by now is dropped with the session.
    ...(after.neighbor.prefixLimit < before.neighbor.prefixLimit ? (['prefixLimit'] as const) : []),
    ...ofGateway.filter((name) => before.spec[name] !== after.spec[name]),
  ]
}
