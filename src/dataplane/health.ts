import type { HealthCheck, HealthVerdict, ObservedHealth } from '../domain/health-check.ts'
import type { Clock } from '../runtime/clock.ts'

/** What the probes of one check have shown so far, with all that the next one is judged by. */
export interface HealthRecord extends Omit<ObservedHealth, 'digest'> {
  /** How many of the newest probes in a row were answered, or were not. */
  readonly run: { readonly answered: boolean; readonly length: number }
}

export const noProbes: HealthRecord = { sent: 0, answered: 0, history: [], run: { answered: false, length: 0 } }

const longestHistory = 10

/**
 * What the record is after one more probe. The first verdict comes with the first answer, or, unless it has to be one, with as
 * many misses as make a tunnel fail; from then on it takes `threshold` probes in a row against the verdict to turn it.
 */
export function judge(
  { verdict, history, sent, answered, run }: HealthRecord,
  wasAnswered: boolean,
  { threshold, way }: Pick<HealthCheck, 'threshold' | 'way'>,
  now: number,
): HealthRecord {
  const length = run.answered === wasAnswered ? run.length + 1 : 1
  const begins = wasAnswered || (way !== 'outside' && length >= threshold)
  const turns = verdict === undefined ? begins : verdict.passes !== wasAnswered
  const decided = turns && (verdict === undefined || length >= threshold)
  const turned: HealthVerdict | undefined = decided ? { passes: wasAnswered, since: now } : verdict
  return {
    ...(turned === undefined ? {} : { verdict: turned }),
    history: decided && verdict !== undefined ? [verdict, ...history].slice(0, longestHistory) : history,
    sent: sent + 1,
    answered: answered + (wasAnswered ? 1 : 0),
    run: { answered: wasAnswered, length },
  }
}

/** What is told of a record. */
export const observedHealth = ({ run: _, ...seen }: HealthRecord, digest: string): ObservedHealth => ({
  digest,
  ...seen,
})

type Outcome = 'awaited' | 'answered' | 'missed'

/**
 * The probes of one check that are on their way. Whoever sends them says so; each is judged in the order of sending, when its
 * answer has come in time or its time is over, however the answers overtake one another.
 */
export class Probes {
  readonly #check: HealthCheck
  readonly #clock: Clock
  readonly #onJudged: (record: HealthRecord) => void
  readonly #outcomes = new Map<number, Outcome>()
  readonly #timers = new Map<number, () => void>()
  #record: HealthRecord

  /** `onJudged` is told the record after each probe. */
  constructor(check: HealthCheck, clock: Clock, record: HealthRecord, onJudged: (record: HealthRecord) => void) {
    this.#check = check
    this.#clock = clock
    this.#record = record
    this.#onJudged = onJudged
  }

  /** A probe has been sent. Its answer may be told of `slackMilliseconds` after it came. */
  sent(probe: number, slackMilliseconds = 0): void {
    if (this.#outcomes.has(probe)) return
    this.#outcomes.set(probe, 'awaited')
    const patience = this.#check.timeoutMilliseconds + slackMilliseconds
    this.#timers.set(
      probe,
      this.#clock.after(patience, () => this.#end(probe, 'missed')),
    )
  }

  /** An answer has come, so long after its probe was sent. */
  answered(probe: number, afterMilliseconds: number): void {
    if (afterMilliseconds <= this.#check.timeoutMilliseconds) this.#end(probe, 'answered')
  }

  /** The probe could not even be sent. */
  missed(probe: number): void {
    this.#end(probe, 'missed')
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    this.#outcomes.clear()
  }

  #end(probe: number, outcome: Outcome): void {
    if (this.#outcomes.get(probe) !== 'awaited') return
    this.#outcomes.set(probe, outcome)
    this.#timers.get(probe)?.()
    this.#timers.delete(probe)
    for (const [oldest, how] of this.#outcomes) {
      if (how === 'awaited') return
      this.#outcomes.delete(oldest)
      this.#record = judge(this.#record, how === 'answered', this.#check, this.#clock.now())
      this.#onJudged(this.#record)
    }
  }
}
