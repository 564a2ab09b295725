/** What every operation of every dialect is held to by its own declaration; one file a law. */
import { describe } from 'node:test'
import type { OperationFixture } from '../testing/operation-fixture.ts'
import { testConstants } from './constants.ts'
import { testDocumented } from './documented-errors.ts'
import { testEchoes } from './echoes.ts'
import { testElements } from './elements.ts'
import { testExtras } from './extras.ts'
import { testFilters } from './filters.ts'
import { testKeeping } from './keeping.ts'
import { testReading } from './reading.ts'
import { testReasons } from './reasons.ts'
import { testRefusals } from './refusals.ts'

type Nouns = Awaited<ReturnType<OperationFixture['operations']['byNoun']>>
type All = Nouns[string]

/** Laws that are tested together, in a file of each dialect: they take long, and run side by side. */
const parts = {
  requests(name: string, fixture: OperationFixture, all: All) {
    for (const operation of all) {
      testReasons(name, operation)
      testDocumented(fixture, operation)
      testRefusals(fixture, operation)
    }
  },
  reading(_name: string, fixture: OperationFixture, all: All) {
    for (const operation of all) testReading(fixture, operation)
  },
  answers(_name: string, fixture: OperationFixture, all: All) {
    for (const operation of all) {
      testConstants(fixture, operation)
      testFilters(fixture, operation)
    }
    testElements(fixture, all)
    testExtras(fixture, all)
  },
  echoes(_name: string, fixture: OperationFixture, all: All) {
    testEchoes(fixture, all)
  },
  keeping(_name: string, fixture: OperationFixture, _all: All, nouns: Nouns) {
    testKeeping(fixture, nouns)
  },
} as const

export async function operationContract(name: string, fixture: OperationFixture, part: keyof typeof parts) {
  const nouns = await fixture.operations.byNoun()
  const all = Object.values(nouns).flat()
  describe(`the operation contract: ${name}: ${part}`, () => parts[part](name, fixture, all, nouns))
}
