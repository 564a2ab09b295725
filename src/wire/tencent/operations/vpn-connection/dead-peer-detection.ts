/** DpdEnable, DpdTimeout and DpdAction: dead peer detection in the API's own members. */
import type { DeadPeerDetection } from '../../../../domain/ike.ts'
import type { WireType } from '../../../../operations/decode.ts'
import * as t from '../../../../operations/wire-type.ts'

/** Kept as given also while it is disabled: the API shows them either way. */
export interface GivenDeadPeerDetection {
  /** Seconds, in text. */
  readonly timeout: string
  readonly action: 'clear' | 'restart'
}

export const usualDeadPeerDetection: GivenDeadPeerDetection = { timeout: '30', action: 'restart' }

const longest = 86_400

const timeout: WireType<string> = t.parsed(
  `seconds in text, 1 to ${longest}`,
  (value) => (/^[1-9]\d{0,4}$/.test(value) && Number(value) <= longest ? value : undefined),
  ['40', '50'],
)

export const deadPeerTypes = {
  DpdEnable: t.integerOneOf(0, 1),
  DpdTimeout: timeout,
  DpdAction: t.word('clear', 'restart'),
}

export const toDeadPeerDetection = ({ timeout: seconds, action }: GivenDeadPeerDetection): DeadPeerDetection => ({
  timeoutSeconds: Number(seconds),
  action,
})
