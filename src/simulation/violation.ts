/** What must hold always, or at the end. */
export type Invariant =
  | 'what was answered is stored'
  | 'a refusal stores nothing'
  | 'what is stored was requested'
  | 'one token, one effect'
  | 'a crash leaves all or nothing'
  | 'only documented states'
  | 'a status is what was observed'
  | 'what is observed was reported'
  | 'one holder an outer address'
  | 'applied is at most the generation'
  | 'what is applied is in the data plane'
  | 'what is removed is not in the data plane'
  | 'unapplied changes are pending'
  | 'nothing is removed that is referred to'
  | 'no internal failure'
  | 'a bad request is refused'
  | 'it converges'
  | 'it converges promptly without faults'
  | 'matching tunnels are up, and no others'
  | 'matching neighbors have sessions, and no others'
  | 'a network is led into one gateway to a destination'
  | 'a packet stays with its account'
  | 'a packet goes where it is wanted to'
  | 'traffic moves without the server'
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
