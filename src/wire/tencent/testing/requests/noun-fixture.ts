import type { OperationFixture } from '../../../http/testing/operation-fixture.ts'

/** What the contract of operations needs to know of one noun's. */
export type NounFixture = Pick<OperationFixture, 'requests'> &
  Partial<Pick<OperationFixture, 'joined' | 'follows' | 'values' | 'shownAs' | 'refusedLate'>>
