import type { EndName } from '../domain/cause.ts'
import { spellFault, spellScope } from '../domain/fault.ts'
import type { FieldChange } from '../domain/field-change.ts'
import { plainTable } from '../terminal/plain-table.ts'
import type {
  EndView,
  ExplanationView,
  FaultView,
  FixView,
  LikelyChange,
  TunnelStory,
} from '../wire/native/explanation.ts'
import type { ExplainedTunnel } from '../wire/native/tunnels.ts'

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const

/** The two largest units: "1 min 12 s". */
export function spellDuration(milliseconds: number): string {
  let left = Math.max(0, Math.round(milliseconds / 1000))
  const parts = units.flatMap(([name, seconds]) => {
    const count = Math.floor(left / seconds)
    left -= count * seconds
    return count === 0 ? [] : [`${count} ${name}`]
  })
  return parts.slice(0, 2).join(' ') || '0 s'
}

const time = (at: number): string => new Date(at).toISOString()

const secretly = (secret: true | undefined, text: string | undefined): string =>
  secret ? 'not shown' : (text ?? 'not known')

const spellChange = ({ path, before = 'nothing', after = 'nothing', secret }: FieldChange): string =>
  secret ? `${path} changed` : `${path} ${before} -> ${after}`

type Row = readonly string[]

/** Whose each end of a tunnel is. */
type Ends = Pick<TunnelStory, 'end' | 'other'>

const nameIn = ({ end, other }: Ends, which: EndName): string => {
  const view: EndView | undefined = which === 'this' ? end : other
  return view === undefined ? 'the peer, a foreign device' : `${view.connection} (${view.dialect} ${view.account})`
}

export const tunnelTitle = ({ id, index, connectionName, connection, status }: ExplainedTunnel): string =>
  `${id}, tunnel ${index} of ${connectionName || connection}: ${status}`

/** What differs, what changed it, and what to type at which cloud, a row each. */
export function explanationRows(explanation: ExplanationView, ends: Ends): readonly Row[] {
  const { phase, refusedBy, differs, likely, fixes, said } = explanation
  const nameOf = (which: EndName): string => nameIn(ends, which)
  const changed = ({ at, end: which, action, actor, changes }: LikelyChange): Row => [
    'changed',
    `${time(at)} ${action} by ${actor}, of ${nameOf(which)}: ${changes.map(spellChange).join('; ')}`,
  ]
  const fix = ({ end: which, setting, value, action, parameter }: FixView): Row => {
    const set = action === undefined ? setting : `${action} ${parameter}`
    return ['to change', `${nameOf(which)}: ${set}${value === undefined ? '' : ` to be ${value}`}`]
  }
  return [
    ...(phase === undefined ? [] : [['phase', phase === 'ike' ? '1, the IKE SA' : '2, a Child SA']]),
    ...(refusedBy === undefined ? [] : [['refused by', nameOf(refusedBy)]]),
    ...differs.map(({ setting, ours, theirs, from, secret }): Row => {
      const source = from === undefined ? '' : ` (${from})`
      return ['differs', `${setting}: here ${secretly(secret, ours)}, there ${secretly(secret, theirs)}${source}`]
    }),
    ...likely.map(changed),
    ...fixes.map(fix),
    ...said.map(({ end: which, text }): Row => ['said', `${nameOf(which)}: ${text}`]),
  ]
}

/** A tunnel's story for people: what is wrong, what differs, what changed it, and what to type at which cloud. */
export function explanationText(tunnel: ExplainedTunnel, now: number): string {
  const { explanation, faults = [] } = tunnel
  const title = tunnelTitle(tunnel)
  const injected = faults.map((fault: FaultView): Row => {
    const what = `${spellFault(fault)}, of ${spellScope(fault.scope)}, until ${time(fault.until)} (${fault.id})`
    return ['injected', fault.end === 'this' ? what : `at the other end: ${what}`]
  })
  if (explanation === undefined) {
    return `${title}\nNothing is wrong with it.${injected.length === 0 ? '' : `\n\n${plainTable(injected)}`}`
  }
  const { sentence, since, carries } = explanation
  const state = since === undefined ? '' : `, for ${spellDuration(now - since)}`
  const rows = [...injected, ...explanationRows(explanation, tunnel)]
  const warning = carries ? '\nIts SAs are there all the same.' : ''
  return `${title}${state}\n${sentence}.${warning}${rows.length === 0 ? '' : `\n\n${plainTable(rows)}`}`
}
