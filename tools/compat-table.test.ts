import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documents, isCurrent } from './compat-table.ts'

for (const document of documents()) {
  test(`${document.path} is what the declarations say`, () => {
    assert.ok(isCurrent(document), 'run `npm run docs` and commit what it writes')
  })
}

test('a table that was edited by hand is not current', () => {
  const [first] = documents()
  assert.ok(first !== undefined)
  assert.equal(isCurrent({ ...first, text: `${first.text}one more line\n` }), false)
  assert.equal(isCurrent({ ...first, path: 'docs/compat/none.md' }), false)
})
