/** DpdEnable, DpdTimeout and DpdAction: dead peer detection in the API's own members. */
import type { DeadPeerDetection } from '../../../../domain/ike.ts'
import type { WireType } from '../../../../operations/decode.ts'
import * as t from '../../../../operations/wire-type.ts'

/** Kept as given also while it is disabled: the API shows them either way. */
export interface GivenDeadPeerDetection {
  /** Seconds, in text; empty where nothing was said, which is taken while it is disabled too. */
  readonly timeout: string
  readonly action: 'clear' | 'restart'
}

export const usualDeadPeerDetection: GivenDeadPeerDetection = { timeout: '30', action: 'restart' }

const longest = 86_400

const timeout: WireType<string> = t.parsed(
  `seconds in text, 1 to ${longest}; nothing stands for ${usualDeadPeerDetection.timeout} once it is enabled`,
  (value) => (value === '' || (/^[1-9]\d{0,4}$/.test(value) && Number(value) <= longest) ? value : undefined),
  ['40', '50'],
)

export const deadPeerTypes = {
  DpdEnable: t.integerOneOf(0, 1),
  DpdTimeout: timeout,
  DpdAction: t.word('clear', 'restart'),
}

export const toDeadPeerDetection = ({ timeout: seconds, action }: GivenDeadPeerDetection): DeadPeerDetection => ({
  timeoutSeconds: Number(seconds || usualDeadPeerDetection.timeout),
  action,
})

/** Seconds in text, as they are in effect, or as they were given where nothing is. */
export const shownTimeout = (inEffect: DeadPeerDetection | undefined, given: GivenDeadPeerDetection): string =>
  inEffect === undefined ? given.timeout : String(inEffect.timeoutSeconds)
