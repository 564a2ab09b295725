/** What must always hold, and what must hold in the end. */
export type Invariant =
  | 'what was answered is there'
  | 'a refusal stores nothing'
  | 'what is stored was asked for'
  | 'one token, one effect'
  | 'a crash leaves all or nothing'
  | 'only documented states'
  | 'no status but the observed one'
  | 'what is observed was said'
  | 'one holder an outer address'
  | 'applied is at most the generation'
  | 'applied is there'
  | 'gone is gone'
  | 'what is to be done is written down'
  | 'nothing goes that is needed'
  | 'no failure inside'
  | 'a bad request is refused'
  | 'it converges'
  | 'it is prompt when all is well'
  | 'matching tunnels are up, and no others'
  | 'a restart changes nothing'

export class Violation extends Error {
  override readonly name = 'Violation'
  readonly invariant: Invariant

  constructor(invariant: Invariant, detail: string) {
    super(detail)
    this.invariant = invariant
  }
}

export function hold(condition: boolean, invariant: Invariant, detail: () => string): void {
  if (!condition) throw new Violation(invariant, detail())
}
