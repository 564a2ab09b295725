import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createSeededRandom, type Random, systemRandom } from './random.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const take = (random: Random) => ({
  bytes: [...random.bytes(8)],
  integers: Array.from({ length: 8 }, () => random.integer(1000)),
  token: random.token(12, 'abcdef'),
  uuid: random.uuid(),
})

test('a seed gives one sequence, and another seed another', () => {
  assert.deepEqual(take(createSeededRandom(7)), take(createSeededRandom(7)))
  assert.notDeepEqual(take(createSeededRandom(7)), take(createSeededRandom(8)))
})

test('the sequence of a seed is the same as in earlier versions', () => {
  const random = createSeededRandom(42)
  assert.deepEqual(
    Array.from({ length: 4 }, () => random.integer(2 ** 32)),
    [695857468, 3046671632, 1167015482, 2030221812],
  )
})

for (const [name, random] of [
  ['system', systemRandom],
  ['seeded', createSeededRandom(1)],
] as const) {
  test(`${name}: integers are below their bound, tokens of their alphabet, UUIDs of version 4`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (below) => {
        const drawn = random.integer(below)
        return Number.isInteger(drawn) && drawn >= 0 && drawn < below
      }),
    )
    assert.match(random.token(40, 'xyz'), /^[xyz]{40}$/)
    assert.match(random.uuid(), uuid)
    assert.equal(random.bytes(33).length, 33)
  })
}

test('seeded integers are spread evenly', () => {
  const random = createSeededRandom(3)
  const counts = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < 60_000; i++) {
    const drawn = random.integer(6)
    counts[drawn] = (counts[drawn] ?? 0) + 1
  }
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 400, `${counts}`)
})

test('a bound that is not an integer from 1 to 2^32 is refused', () => {
  for (const below of [0, -1, 1.5, 2 ** 32 + 1]) assert.throws(() => createSeededRandom(1).integer(below), RangeError)
})
