import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { contractParts } from '../../contract.ts'

test('each part of the contract has its file, which runs it on the Linux data plane', () => {
  const files = readdirSync(import.meta.dirname).map((file) => file.replace('.test.ts', ''))
  assert.deepEqual(files.filter((file) => file !== 'parts').toSorted(), Object.keys(contractParts).toSorted())
})
