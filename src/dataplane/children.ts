import { containsPrefix, type Ipv4Prefix } from '../domain/address.ts'
import type { TrafficSelectors } from '../domain/ike.ts'
import type { TunnelSpec } from './port.ts'

/** The Child SAs to negotiate: IKEv2 takes many prefixes in one (RFC 7296 section 2.9), IKEv1 one pair (RFC 2409 section 5.5). */
export function childrenOf({
  version,
  selectors,
}: Pick<TunnelSpec, 'version' | 'selectors'>): readonly TrafficSelectors[] {
  if (version === 2) return selectors
  return selectors.flatMap(({ local, remote }) =>
    local.flatMap((one) => remote.map((other) => ({ local: [one], remote: [other] }))),
  )
}

const within = (inner: readonly Ipv4Prefix[], outer: readonly Ipv4Prefix[]): boolean =>
  inner.every((prefix) => outer.some((wide) => containsPrefix(wide, prefix)))

/** Whether the Child SA is what came of these selectors, at most narrowed. */
export const isNarrowedFrom = (child: TrafficSelectors, selectors: TrafficSelectors): boolean =>
  within(child.local, selectors.local) && within(child.remote, selectors.remote)
