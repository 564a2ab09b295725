import { plainTable } from '../terminal/plain-table.ts'
import type { BreakView, ChangedResource, DryRunOutcome, TunnelBreakView } from '../wire/native/dry-run.ts'

type Passed = Extract<DryRunOutcome, { readonly passes: true }>

function spell({ before, after, secret }: ChangedResource['changes'][number]): string {
  if (secret) return '(secret)'
  return before === undefined ? `${after}` : `${before} -> ${after ?? 'nothing'}`
}

const changeLines = ({ kind, id, is, changes }: ChangedResource): readonly string[] => [
  `${kind} ${id} is ${is}`,
  ...changes.map((change) => `  ${change.path}: ${spell(change)}`),
]

function lasting({ interrupted, milliseconds, withinMilliseconds }: BreakView): string {
  const most = `${milliseconds} ms at the most`
  switch (interrupted) {
    case 'none':
      return 'stays'
    case 'moment':
      return most
    case 'until-peer-follows': {
      const time = withinMilliseconds === undefined ? 'at once' : `within ${withinMilliseconds} ms`
      return `until the peer is changed too; ${most} where that is ${time}`
    }
    case 'for-good':
      return 'goes for good'
  }
}

const why = ({ because }: BreakView): string => because.join(', ')

const tunnelRows = ({ session, ...tunnel }: TunnelBreakView): readonly (readonly string[])[] => [
  [tunnel.tunnel, tunnel.carries ? 'carries' : 'is down', lasting(tunnel), why(tunnel)],
  ...(session === undefined || session.interrupted === 'none'
    ? []
    : [['', 'what it learns', lasting(session), why(session)]]),
]

/** What a call would do, for a person. */
export function dryRunText({ changes, tunnels }: Passed): string {
  const done = changes.length === 0 ? ['nothing is changed'] : changes.flatMap(changeLines)
  const broken =
    tunnels.length === 0
      ? ['no tunnel is interrupted']
      : [plainTable([['tunnel', 'now', 'is interrupted', 'by'], ...tunnels.flatMap(tunnelRows)])]
  return [...done, '', ...broken].join('\n')
}
