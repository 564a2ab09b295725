import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documents, isCurrent, leftovers } from './compat-table.ts'

const made = await documents()

for (const document of made) {
  test(`${document.path} is what npm run docs writes`, () => {
    assert.ok(isCurrent(document), 'run `npm run docs` and commit what it writes')
  })
}

test('a page that was edited by hand is not current', () => {
  const [first] = made
  assert.ok(first !== undefined)
  assert.equal(isCurrent({ ...first, text: `${first.text}one more line\n` }), false)
  assert.equal(isCurrent({ ...first, path: 'docs/compat/none.md' }), false)
})

test('a page belongs to a noun of the registry or is an index', () => {
  assert.deepEqual(leftovers(made), [], 'run `npm run docs` and commit what it removes')
})

test('a page of a noun that was removed is a leftover', () => {
  const [first, ...others] = made
  assert.deepEqual(leftovers(others), [first?.path])
})
