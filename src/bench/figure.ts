/** One measured figure beside its reference, both taken in this run. Shape of `culvert bench --json`. */
export interface Figure {
  readonly id: string
  /** Culvert's own. */
  readonly value: number
  readonly unit: string
  /** The reference's, in the same unit. */
  readonly against: number
  /** How Culvert stands to the reference: quotient, or difference where the target is one. */
  readonly ratio: number
  readonly target: string
  readonly ok: boolean
}

/** A figure whose quotient with the reference must be at least `least`: requests a second, bits a second. */
export function atLeast(id: string, unit: string, value: number, against: number, least: number): Figure {
  const ratio = value / against
  return { id, value, unit, against, ratio, target: `≥ ${least}`, ok: ratio >= least }
}

/** A figure whose quotient with the reference must be at most `most`: times. */
export function atMost(id: string, unit: string, value: number, against: number, most: number): Figure {
  const ratio = value / against
  return { id, value, unit, against, ratio, target: `≤ ${most}`, ok: ratio <= most }
}

/** A figure that may be so much of the reference away from it, to either side. */
export function near(id: string, unit: string, value: number, against: number, share: number): Figure {
  const ratio = value / against
  const target = `${1 - share} to ${1 + share}`
  return { id, value, unit, against, ratio, target, ok: Math.abs(ratio - 1) <= share }
}

/** A figure with a limit of its own, in its own unit; the reference is what it is made of. */
export function within(id: string, unit: string, value: number, against: number, most: number): Figure {
  return { id, value, unit, against, ratio: value / against, target: `≤ ${most} ${unit}`, ok: value <= most }
}

/** A figure that may exceed the reference by so much; `ratio` is the difference. */
export function atMostMore(id: string, unit: string, value: number, against: number, more: number): Figure {
  const ratio = value - against
  return { id, value, unit, against, ratio, target: `≤ ${more} ${unit} more`, ok: ratio <= more }
}

/** The middle one of the values; of an even number, the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined) throw new RangeError('no values')
  return middle
}
