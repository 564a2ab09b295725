import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UndoList } from './undo.ts'

test('what was made last goes first, and a removal that fails does not keep the rest', async () => {
  const { signal } = new AbortController()
  const list = new UndoList()
  const gone: string[] = []
  for (const what of ['network', 'gateway', 'connection']) {
    list.add(what, async () => {
      if (what === 'gateway') throw new Error('busy')
      gone.push(what)
    })
  }
  assert.deepEqual(await list.removeNewest(signal), { what: 'connection' })
  assert.match(String((await list.removeNewest(signal))?.problem), /busy/)
  assert.deepEqual(await list.removeNewest(signal), { what: 'network' })
  assert.deepEqual(gone, ['connection', 'network'])
  assert.equal(await list.removeNewest(signal), undefined)
})
