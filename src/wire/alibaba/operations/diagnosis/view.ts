import type { Suspension } from '../../../../domain/billing.ts'
import type { ObservedTunnel } from '../../../../domain/observation.ts'
import { isCarrying } from '../../../../domain/observation.ts'
import type { Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'
import type { Diagnosis } from './response.ts'
import { daemonDead, failureLine, suspendedAs, wordsFor } from './words.ts'

type Failure = Diagnosis['failure']

/** `deadSince` is when the tunnel's daemon was first seen to be dead. */
function failureOf(connection: string, tunnel: ObservedTunnel | undefined, deadSince: number | undefined): Failure {
  if (tunnel === undefined || isCarrying(tunnel)) return undefined
  if (!tunnel.alive) return { ...daemonDead, at: deadSince, log: daemonDead.reason }
  const { id, failure } = tunnel
  if (failure === undefined) return undefined
  return { ...wordsFor(failure), at: failure.at, log: failureLine(connection, id, failure) }
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

function diagnoseSeen({ observed }: CallContext, { id, spec }: Resource<'connection'>): readonly Diagnosis[] {
  const seen = spec.tunnels.map((tunnel) => ({ tunnel: tunnel.id, sighting: observed.tunnel(tunnel.id) }))
  const isUp = seen.some(({ sighting }) => isCarrying(sighting?.value))
  return seen.map(({ tunnel, sighting }) => {
    const dead = observed.history(tunnel).findLast((change) => change.failure === 'daemon-dead')
    const failure = failureOf(id, sighting?.value, dead?.at)
    const severity = failure === undefined ? 'Normal' : isUp ? 'Warn' : 'Critical'
    return { connection: id, tunnel, severity, ...(failure === undefined ? {} : { failure }) }
  })
}

const failedAt = ({ failure }: Diagnosis): number => (failure === undefined ? -1 : (failure.at ?? 0))

/** Of the tunnels of a connection the one that failed last, the first where none has. */
export const newest = (diagnoses: readonly Diagnosis[]): readonly Diagnosis[] =>
  [...diagnoses].sort((a, b) => failedAt(b) - failedAt(a)).slice(0, 1)
