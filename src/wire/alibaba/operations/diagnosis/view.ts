import type { Suspension } from '../../../../domain/billing.ts'
import type { ObservedTunnel } from '../../../../domain/observation.ts'
import { isCarrying } from '../../../../domain/observation.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { explain } from '../../../../observed/explain.ts'
import { storedEnd } from '../../../../observed/tunnel-end.ts'
import type { CallContext } from '../../../http/context.ts'
import { spelled } from '../../remedies.ts'
import { type TunnelView, viewConnection } from '../vpn-connection/view.ts'
import type { Diagnosis } from './response.ts'
import { daemonDead, failureLine, suspendedAs, wordsFor, wordsOfCause } from './words.ts'

type Failure = Diagnosis['failure']

/** `deadSince` is when the tunnel's daemon was first seen to be dead. */
function failureOf(
  connection: Resource<'connection'>,
  view: TunnelView,
  seen: ObservedTunnel | undefined,
  deadSince: number | undefined,
): Failure {
  if (seen === undefined || isCarrying(seen)) return undefined
  if (!seen.alive) return { ...daemonDead, at: deadSince, log: daemonDead.reason }
  const { id, failure } = seen
  if (failure === undefined) return undefined
  const told = explained(connection, view, seen)
  const words = wordsOfCause(told?.cause) ?? wordsFor(failure)
  const differs = told?.differs.filter(({ theirs }) => theirs !== undefined) ?? []
  const of = (end: 'ours' | 'theirs') =>
    differs.flatMap(({ setting, [end]: value }) => (value === undefined ? [] : spelled(setting, value))).join(', ')
  const [local, remote] = [of('ours'), of('theirs')]
  const mismatch = remote === '' ? {} : { mismatch: { local, remote } }
  return { ...words, ...mismatch, at: failure.at, log: failureLine(connection.id, id, failure) }
}

/** As this end alone knows it: the other may be another account's. */
function explained(connection: Resource<'connection'>, { tunnel, address, peer }: TunnelView, seen: ObservedTunnel) {
  if (address === undefined || peer === undefined) return undefined
  return explain(storedEnd(connection, tunnel, { local: address, remote: peer.spec.address }, seen))
}

/** Why nothing of the connection is in the data plane: its own suspension, or that of its gateway. */
async function suspensionOf(
  { reader }: CallContext,
  { spec }: Resource<'connection'>,
): Promise<Suspension | undefined> {
  if (spec.gateway === undefined) return spec.suspended
  return (await reader.get('gateway', spec.gateway))?.spec.suspended
}

/** What is wrong with each tunnel of the connection. */
export async function diagnose(
  context: CallContext,
  connection: Resource<'connection'>,
): Promise<readonly Diagnosis[]> {
  const suspended = await suspensionOf(context, connection)
  if (suspended === undefined) return diagnoseSeen(context, connection)
  const words = suspendedAs(suspended)
  const failure = { ...words, at: undefined, log: words.reason }
  return connection.spec.tunnels.map(({ id: tunnel }) => ({
    connection: connection.id,
    tunnel,
    severity: 'Critical',
    failure,
  }))
}

async function diagnoseSeen(context: CallContext, connection: Resource<'connection'>): Promise<readonly Diagnosis[]> {
  const { observed } = context
  const { id } = connection
  const { tunnels } = await viewConnection(context, connection)
  const seen = tunnels.map((view) => ({ view, sighting: observed.tunnel(view.tunnel.id) }))
  const isUp = seen.some(({ sighting }) => isCarrying(sighting?.value))
  return seen.map(({ view, sighting }) => {
    const tunnel = view.tunnel.id
    const dead = observed.history(tunnel).findLast((change) => change.failure === 'daemon-dead')
    const failure = failureOf(connection, view, sighting?.value, dead?.at)
    const severity = failure === undefined ? 'Normal' : isUp ? 'Warn' : 'Critical'
    return { connection: id, tunnel, severity, ...(failure === undefined ? {} : { failure }) }
  })
}

const failedAt = ({ failure }: Diagnosis): number => (failure === undefined ? -1 : (failure.at ?? 0))

/** Of the tunnels of a connection the one that failed last, the first where none has. */
export const newest = (diagnoses: readonly Diagnosis[]): readonly Diagnosis[] =>
  [...diagnoses].sort((a, b) => failedAt(b) - failedAt(a)).slice(0, 1)
