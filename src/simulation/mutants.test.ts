import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { dialects } from '../server/dialects.ts'
import { mutantRun } from './mutant-run.ts'
import { mutants } from './mutants.ts'
import { Runner } from './run-seed.ts'

const runner = new Runner(dialects)
after(() => runner.close())

describe('a planted fault is found by the checks:', () => {
  for (const mutant of mutants) {
    it(mutant.name, async () => {
      const { found, seeds } = await mutantRun(runner, mutant, 1, 1000)
      assert.ok(found, `not found in ${seeds} seeds`)
    })
  }
})
