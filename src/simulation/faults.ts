import type { Step } from '../dataplane/port.ts'
import type { FaultOutcome, FaultPolicy } from '../dataplane/simulated/faults.ts'
import type { SeededChoice } from './seeded-choice.ts'

/** Faults that last for a while. */
export const lastingFaults = [
  'failing-steps',
  'failing-observations',
  'slow-steps',
  'lost-events',
  'full-disk',
] as const
/** `rare-failures` are part of the phase without other faults, too. */
export type LastingFault = (typeof lastingFaults)[number] | 'rare-failures'

const percentFailing = 40
const percentRare = 10
const percentSlow = 30
const slowestMilliseconds = 4000

/** The faults that last at the moment, and the outcome of each call while they do. */
export class Faults {
  readonly #choice: SeededChoice
  readonly #lasting = new Set<LastingFault>()
  #broken: string | undefined

  constructor(choice: SeededChoice) {
    this.#choice = choice
  }

  get lasting(): readonly LastingFault[] {
    return [...this.#lasting]
  }

  begin(fault: LastingFault): void {
    this.#lasting.add(fault)
  }

  end(fault: LastingFault): void {
    this.#lasting.delete(fault)
  }

  endAll(): void {
    this.#lasting.clear()
  }

  /** The tunnel that can never be configured again: this fault does not end, and must affect no other connection. */
  get broken(): string | undefined {
    return this.#broken
  }

  breakTunnel(tunnel: string): void {
    this.#broken = tunnel
  }

  diskIsFull(): boolean {
    return this.#lasting.has('full-disk')
  }

  delay(_step: Step): number {
    const slow = this.#lasting.has('slow-steps') && this.#choice.chance(percentSlow)
    return slow ? this.#choice.between(1, slowestMilliseconds) : 0
  }

  /** For the simulated data plane. */
  readonly policy: FaultPolicy = {
    perform: (step) => (this.#isBroken(step) ? 'fail' : this.#outcomeOf('failing-steps')),
    observe: () => this.#outcomeOf('failing-observations'),
    notify: () => !(this.#lasting.has('lost-events') && this.#choice.chance(percentFailing)),
  }

  #isBroken(step: Step): boolean {
    return step.do === 'configure-tunnel' && step.tunnel.id === this.#broken
  }

  #outcomeOf(fault: LastingFault): FaultOutcome {
    const percent = this.#lasting.has(fault) ? percentFailing : this.#lasting.has('rare-failures') ? percentRare : 0
    if (percent === 0 || !this.#choice.chance(percent)) return 'ok'
    return this.#choice.chance(50) ? 'fail' : 'fail-after'
  }
}
