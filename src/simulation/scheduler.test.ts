import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Gates, Killed, settle } from './scheduler.ts'

describe('gates', () => {
  it('open for the one that is chosen, and for no other', async () => {
    const gates = new Gates()
    const passed: string[] = []
    for (const name of ['first', 'second', 'third']) gates.pass(name).then(() => passed.push(name))
    await settle()
    assert.equal(gates.waiting, 3)
    assert.equal(gates.open(1), 'second')
    await settle()
    assert.deepEqual(passed, ['second'])
    assert.equal(gates.open(1), 'third')
    assert.equal(gates.open(0), 'first')
    await settle()
    assert.deepEqual(passed, ['second', 'third', 'first'])
    assert.equal(gates.waiting, 0)
  })

  it('reject everything once the server is killed', async () => {
    const gates = new Gates()
    const waiting = gates.pass('a step')
    gates.kill()
    await assert.rejects(waiting, Killed)
    await assert.rejects(gates.pass('another'), Killed)
    assert.throws(() => gates.check(), Killed)
    assert.equal(gates.waiting, 0)
  })
})

describe('settle', () => {
  it('resolves once every promise that can settle has settled', async () => {
    let turns = 0
    const chain = async () => {
      for (let turn = 0; turn < 100; turn += 1) {
        await null
        turns += 1
      }
    }
    void chain()
    await settle()
    assert.equal(turns, 100)
  })
})
