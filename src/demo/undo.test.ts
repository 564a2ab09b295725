import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UndoList } from './undo.ts'

test('resources are removed in reverse order of creation, and one that cannot be removed does not keep the others', async () => {
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
