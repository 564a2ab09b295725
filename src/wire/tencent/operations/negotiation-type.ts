import type { Initiation } from '../../../domain/ike.ts'
import type { Words } from './algorithm.ts'

/** Who starts: this end at once, the peer, or the first packet. */
export const negotiationTypes = {
  active: 'immediate',
  passive: 'never',
  flowTrigger: 'on-traffic',
} as const satisfies Words<Initiation>
