import type { Step } from '../dataplane/port.ts'
import type { Fate, FaultPolicy } from '../dataplane/simulated/faults.ts'
import type { SeededChoice } from './seeded-choice.ts'

/** What may be out of order for a while. */
export const troubles = ['failing-steps', 'failing-looks', 'slow-steps', 'lost-events', 'full-disk'] as const
/** Hiccups are what also the best of days has. */
export type Trouble = (typeof troubles)[number] | 'hiccups'

const percentFailing = 40
const percentHiccups = 10
const percentSlow = 30
const slowestMilliseconds = 4000

/** The troubles of the moment, and what becomes of each call while they last. */
export class Faults {
  readonly #choice: SeededChoice
  readonly #lasting = new Set<Trouble>()
  #broken: string | undefined

  constructor(choice: SeededChoice) {
    this.#choice = choice
  }

  get lasting(): readonly Trouble[] {
    return [...this.#lasting]
  }

  begin(trouble: Trouble): void {
    this.#lasting.add(trouble)
  }

  end(trouble: Trouble): void {
    this.#lasting.delete(trouble)
  }

  endAll(): void {
    this.#lasting.clear()
  }

  /** The tunnel that cannot be configured. No relief comes for it: what else there is has to do without. */
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
    perform: (step) => (this.#isBroken(step) ? 'fail' : this.#fate('failing-steps')),
    observe: () => this.#fate('failing-looks'),
    notify: () => !(this.#lasting.has('lost-events') && this.#choice.chance(percentFailing)),
  }

  #isBroken(step: Step): boolean {
    return step.do === 'configure-tunnel' && step.tunnel.id === this.#broken
  }

  #fate(trouble: Trouble): Fate {
    const percent = this.#lasting.has(trouble) ? percentFailing : this.#lasting.has('hiccups') ? percentHiccups : 0
    if (percent === 0 || !this.#choice.chance(percent)) return 'ok'
    return this.#choice.chance(50) ? 'fail' : 'fail-after'
  }
}
