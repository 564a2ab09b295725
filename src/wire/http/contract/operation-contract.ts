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

export async function operationContract(name: string, fixture: OperationFixture): Promise<void> {
  const all = await fixture.operations.all()
  describe(`the operation contract: ${name}`, () => {
    for (const operation of all) {
      testReasons(name, operation)
      testDocumented(fixture, operation)
      testRefusals(fixture, operation)
      testReading(fixture, operation)
      testConstants(fixture, operation)
      testFilters(fixture, operation)
    }
    testEchoes(fixture, all)
    testElements(fixture, all)
    testKeeping(fixture, all)
    testExtras(fixture, all)
  })
}
