import { type Ipv4Prefix, parseIpv4Address, parseIpv4Prefix } from '../../domain/address.ts'
import type { ObservedChildSa, ObservedIkeSa } from '../../domain/observation.ts'
import { spellNegotiated } from './negotiated-proposal.ts'
import type { ViciMessage, ViciValue } from './vici/message.ts'

/** What `list-sas` tells of one connection. Pure. */
export interface ObservedSas {
  readonly ikeSa?: ObservedIkeSa
  readonly childSas: readonly ObservedChildSa[]
  /** Names, in the configuration, of the children that have an SA. */
  readonly installed: readonly string[]
  /** Whether an exchange is under way that is to make an SA. */
  readonly negotiating: boolean
}

/** An IKE SA of any connection: what it takes to end it. */
export interface SaName {
  readonly connection: string
  /** charon's number. */
  readonly id: string
}

export const text = (message: ViciMessage, key: string): string | undefined => {
  const value = message[key]
  return typeof value === 'string' ? value : undefined
}

const isList = (value: ViciValue | undefined): value is readonly string[] => Array.isArray(value)

const list = (message: ViciMessage, key: string): readonly string[] => {
  const value = message[key]
  return isList(value) ? value : []
}

/** The sections of a message, each with its name. */
export const sections = (message: ViciMessage): readonly (readonly [string, ViciMessage])[] =>
  Object.entries(message).flatMap(([name, value]) =>
    typeof value === 'string' || isList(value) ? [] : [[name, value] as const],
  )

const section = (message: ViciMessage, key: string): ViciMessage => {
  const value = message[key]
  return value === undefined || typeof value === 'string' || isList(value) ? {} : value
}

export const saNames = (items: readonly ViciMessage[]): readonly SaName[] =>
  items.flatMap((item) =>
    sections(item).flatMap(([connection, sa]) => {
      const id = text(sa, 'uniqueid')
      return id === undefined ? [] : [{ connection, id }]
    }),
  )

/** `ike_sa_state_names` of charon; the other states are of an SA that has been replaced or is ending. */
const states: Readonly<Record<string, ObservedIkeSa['state']>> = {
  CREATED: 'connecting',
  CONNECTING: 'connecting',
  ESTABLISHED: 'established',
  REKEYING: 'rekeying',
  DELETING: 'deleting',
}

const preference: readonly ObservedIkeSa['state'][] = ['established', 'rekeying', 'connecting', 'deleting']

/** Tasks of charon's queues that make SAs; the others check, rekey and delete. */
const makingTask = /^(IKE_INIT|IKE_AUTH|CHILD_CREATE|QUICK_MODE|MAIN_MODE|AGGRESSIVE_MODE)$/

/**
 * When an IKE SA was established, in milliseconds since the epoch, from its two SPIs and the whole seconds of its age,
 * which charon leaves out while it rekeys.
 */
export type Since = (spis: string, ageSeconds: number | undefined) => number | undefined

/**
 * `items` are the `list-sa` events of a daemon.
 *
 * Two IKE SAs of one connection happen when both ends start at once: their Child SAs count alike, and the
 * longest-lived established one is told of.
 */
export function observeSas(items: readonly ViciMessage[], connection: string, since: Since): ObservedSas {
  const all = items.flatMap((item) => sections(item))
  const sas = all.filter(([name]) => name === connection).map(([, sa]) => sa)
  const children = sas.flatMap((sa) => sections(section(sa, 'child-sas')).map(([, child]) => child))
  const current = children.filter((child) => /^(INSTALLED|REKEYING)$/.test(text(child, 'state') ?? ''))
  const ikeSas = sas.flatMap((sa) => {
    const state = states[text(sa, 'state') ?? '']
    return state === undefined ? [] : [observeIkeSa(sa, state, since)]
  })
  const ikeSa = ikeSas.sort(byPreference)[0]
  const tasks = sas.flatMap((sa) => [...list(sa, 'tasks-queued'), ...list(sa, 'tasks-active')])
  return {
    ...(ikeSa === undefined ? {} : { ikeSa }),
    childSas: current.map(observeChildSa),
    installed: current.flatMap((child) => text(child, 'name') ?? []),
    negotiating: ikeSas.some(({ state }) => state === 'connecting') || tasks.some((task) => makingTask.test(task)),
  }
}

function byPreference(a: ObservedIkeSa, b: ObservedIkeSa): number {
  const order = preference.indexOf(a.state) - preference.indexOf(b.state)
  return order === 0 ? (a.establishedAt ?? 0) - (b.establishedAt ?? 0) : order
}

function observeIkeSa(sa: ViciMessage, state: ObservedIkeSa['state'], since: Since): ObservedIkeSa {
  const age = text(sa, 'established')
  const spis = `${text(sa, 'initiator-spi')} ${text(sa, 'responder-spi')}`
  const establishedAt = since(spis, age === undefined ? undefined : Number(age))
  return {
    state,
    initiator: text(sa, 'initiator') === 'yes',
    proposal: spellNegotiated(sa),
    ...(establishedAt === undefined ? {} : { establishedAt }),
  }
}

function observeChildSa(child: ViciMessage): ObservedChildSa {
  return {
    selectors: { local: readPrefixes(list(child, 'local-ts')), remote: readPrefixes(list(child, 'remote-ts')) },
    spiIn: text(child, 'spi-in') ?? '',
    spiOut: text(child, 'spi-out') ?? '',
    bytesIn: Number(text(child, 'bytes-in') ?? 0),
    bytesOut: Number(text(child, 'bytes-out') ?? 0),
    proposal: spellNegotiated(child),
  }
}

/** charon leaves the length of a host's prefix out, and adds protocol and ports in brackets, which ours do not have. */
const readPrefixes = (selectors: readonly string[]): Ipv4Prefix[] =>
  selectors.flatMap((selector) => {
    const prefix = parseIpv4Address(selector) === undefined ? selector : `${selector}/32`
    return parseIpv4Prefix(prefix) ?? []
  })
