import type { ObservedGateway, ObservedTunnel } from '../domain/observation.ts'
import type { TunnelChange } from '../domain/tunnel-change.ts'
import { negotiationStatus } from './status.ts'

function failureOf(tunnel: ObservedTunnel): TunnelChange['failure'] {
  if (negotiationStatus(tunnel) === 'child-up') return undefined
  return tunnel.alive ? tunnel.failure : 'daemon-dead'
}

const reasonOf = (failure: TunnelChange['failure']): string | undefined =>
  typeof failure === 'object' ? `${failure.reason} ${failure.refusedBy}` : failure

function changeOf(before: ObservedTunnel | undefined, after: ObservedTunnel): TunnelChange | undefined {
  const to = negotiationStatus(after)
  const failure = failureOf(after)
  const from = before === undefined ? 'unseen' : negotiationStatus(before)
  const why = before === undefined ? undefined : reasonOf(failureOf(before))
  const changed = from === 'unseen' ? to !== 'ike-down' || failure !== undefined : from !== to
  const newReason = failure !== undefined && reasonOf(failure) !== why
  if (!changed && !newReason) return undefined
  return { tunnel: after.id, from, to, ...(failure === undefined ? {} : { failure }) }
}

/** What has changed of a gateway's tunnels between two observations. A new tunnel that nothing is known of is no change. */
export function tunnelChanges(
  before: ObservedGateway | undefined,
  after: ObservedGateway | undefined,
): readonly TunnelChange[] {
  const earlier = new Map(before?.tunnels.map((tunnel) => [tunnel.id, tunnel]))
  const changes = (after?.tunnels ?? []).map((tunnel) => changeOf(earlier.get(tunnel.id), tunnel))
  const present = new Set(after?.tunnels.map(({ id }) => id))
  const gone = [...earlier.values()].filter(({ id }) => !present.has(id))
  return [
    ...changes.filter((change) => change !== undefined),
    ...gone.map((tunnel): TunnelChange => ({ tunnel: tunnel.id, from: negotiationStatus(tunnel), to: 'gone' })),
  ]
}
