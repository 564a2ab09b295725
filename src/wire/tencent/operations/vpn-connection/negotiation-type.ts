import type { StartAction } from '../../../../domain/ike.ts'
import type { Words } from './words.ts'

/** Who starts: this end at once, the peer, or the first packet. */
export const negotiationTypes = {
  active: 'start',
  passive: 'none',
  flowTrigger: 'trap',
} as const satisfies Words<StartAction>
