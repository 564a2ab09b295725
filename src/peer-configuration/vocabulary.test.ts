import assert from 'node:assert/strict'
import { test } from 'node:test'
import { devices } from './devices.ts'
import { cases } from './testing/cases.ts'
import { goldens, stored, storedNames } from './testing/goldens.ts'
import { unknownLines } from './testing/grammar.ts'
import { grammars } from './testing/grammars/all.ts'

/** The files of a golden: each under a line with its name. */
const filesOf = (text: string) =>
  text
    .split(/^==== /m)
    .slice(1)
    .map((part) => ({ name: part.slice(0, part.indexOf('\n')), text: part.slice(part.indexOf('\n') + 1) }))

test('every device has a golden file of every case, and there are no others', () => {
  const wanted = devices.flatMap(({ id }) => cases.map(({ name }) => `${id}/${name}.txt`)).sort()
  assert.deepEqual(storedNames(), wanted, 'run `npm run goldens`, read what changed, and commit it')
})

for (const device of devices) {
  const grammar = grammars[device.id]
  const own = goldens().filter((golden) => golden.device === device)

  test(`${device.title}: what is rendered is what was read and checked in`, () => {
    for (const { name, text } of own)
      assert.equal(text, stored(name), `${name}: run \`npm run goldens\` and read what changed`)
  })

  test(`${device.title}: every line is in its vocabulary, at its place`, () => {
    assert.ok(grammar)
    const written = own.filter(({ text }) => !text.startsWith('==== refused'))
    assert.ok(written.length > 0)
    for (const { name, text } of written) {
      for (const file of filesOf(text)) assert.deepEqual(unknownLines(grammar, file.name, file.text), [], name)
    }
  })

  test(`${device.title}: a line with a word that the device has not is unknown`, () => {
    assert.ok(grammar)
    const [first] = own.filter(({ text }) => !text.startsWith('==== refused')).flatMap(({ text }) => filesOf(text))
    assert.ok(first)
    const lines = first.text.trimEnd().split('\n')
    for (const [at, line] of lines.entries()) {
      const isName = line.trim().startsWith('vpn-')
      if (isName || line.startsWith(device.comment) || /^\s*[^a-z]*$/i.test(line)) continue
      const changed = lines.with(
        at,
        line.replace(/[a-z]+/i, (word) => `${word}x`),
      )
      assert.notDeepEqual(unknownLines(grammar, first.name, changed.join('\n')), [], line)
    }
  })
}
