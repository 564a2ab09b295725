import type { NegotiationFailure } from '../../domain/negotiation-failure.ts'
import { routesTo } from './ip.ts'
import type { Names } from './names.ts'
import type { TunnelRecord } from './records.ts'

/**
 * What the daemon takes for a silent peer is an address that nothing leads to, where the underlay has no route: its answer to
 * that (ICMP, RFC 792) does not reach the daemon.
 */
export async function explainSilence<F extends Pick<NegotiationFailure, 'reason' | 'detail'>>(
  names: Names,
  record: Pick<TunnelRecord, 'remoteAddress' | 'isPrivate'>,
  failure: F,
): Promise<F> {
  if (failure.reason !== 'peer-silent') return failure
  const routes = await routesTo(names.underlayOf(record), record.remoteAddress)
  if (routes?.some(({ type = 'unicast' }) => type === 'unicast') !== false) return failure
  const detail = `${failure.detail}: no route leads to ${record.remoteAddress}`
  return { ...failure, reason: 'peer-unreachable', detail }
}
