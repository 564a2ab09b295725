import type { Store } from '../port.ts'

export interface Fixture {
  readonly store: Store
  /** Closes the store and opens what it left. */
  reopen(): Promise<Store>
  dispose(): Promise<void>
}

export type Make = () => Promise<Fixture>

interface Checks extends Fixture {
  /** Checks the store as it is, and what is there once it was opened anew. */
  nowAndReopened(check: (store: Store) => Promise<void>): Promise<void>
}

/** The body of a test that is given a store of its own. */
export const withStore = (make: Make, body: (store: Store, checks: Checks) => Promise<void>) => async () => {
  const fixture = await make()
  const nowAndReopened: Checks['nowAndReopened'] = async (check) => {
    await check(fixture.store)
    await check(await fixture.reopen())
  }
  try {
    await body(fixture.store, { ...fixture, nowAndReopened })
  } finally {
    await fixture.dispose()
  }
}
