import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { dialects } from '../server/dialects.ts'
import { Runner, type SeedResult } from './run-seed.ts'

const runner = new Runner(dialects)
after(() => runner.close())

describe('a seed', () => {
  it('gives the same history each time, in a runner of its own and after another seed', async () => {
    const first = await runner.run(7, 600)
    await runner.run(8, 300)
    const second = await runner.run(7, 600)
    const other = new Runner(dialects)
    const third = await other.run(7, 600)
    other.close()
    assert.deepEqual(second, first)
    assert.deepEqual(third, first)
  })

  it('gives another history than the next seed', async () => {
    const [one, two] = [await runner.run(1, 300), await runner.run(2, 300)]
    assert.notEqual(one.hash, two.hash)
  })
})

describe('a server', () => {
  for (const seed of [11, 12, 13, 14, 15]) {
    it(`violates no invariant, seed ${seed}`, async () => {
      const { violation } = await runner.run(seed, 1000)
      assert.deepEqual(violation, undefined)
    })
  }

  it('has crashes, faults and tunnels that come up in ten seeds', async () => {
    const results: SeedResult[] = []
    for (let seed = 21; seed < 31; seed += 1) results.push(await runner.run(seed, 1000))
    const sum = (figure: 'crashes' | 'faults' | 'tunnels' | 'worldsLost') =>
      results.reduce((total, result) => total + result[figure], 0)
    assert.ok(sum('crashes') > 10 && sum('worldsLost') > 0, `${sum('crashes')} crashes`)
    assert.ok(sum('faults') > 10, `${sum('faults')} faults`)
    assert.ok(sum('tunnels') > 20, `${sum('tunnels')} tunnels`)
  })
})
