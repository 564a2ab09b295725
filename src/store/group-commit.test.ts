import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Writer } from './engine.ts'
import { GroupCommit } from './group-commit.ts'
import { StoreUnavailable } from './port.ts'

const full = new StoreUnavailable('the disk is full')

/** A writer that notes what it is told, and fails where `failing` names a call and its number: "commit 1". */
function notingWriter(failing: readonly string[] = []): { readonly calls: string[]; readonly writer: Writer } {
  const calls: string[] = []
  const counts = new Map<string, number>()
  const note = (call: string) => async () => {
    const number = (counts.get(call) ?? 0) + 1
    counts.set(call, number)
    calls.push(call)
    if (failing.includes(`${call} ${number}`)) throw full
  }
  const writer: Writer = {
    begin: note('begin'),
    commit: note('commit'),
    rollback: note('rollback'),
    savepoint: note('savepoint'),
    release: note('release'),
    undo: note('undo'),
    rows: async () => [],
    change: async () => 0,
  }
  return { calls, writer }
}

const group = (writer: Writer, heard: string[] = []) =>
  new GroupCommit({
    writer,
    gather: setImmediate,
    finish: async () => undefined,
    committed: (left) => heard.push(...left.flatMap(({ changed }) => changed.map(({ id }) => id))),
  })

const failed = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : 'fine'))

test('concurrent writes share a commit, and one that fails is rolled back alone', async () => {
  const { calls, writer } = notingWriter()
  const heard: string[] = []
  const writes = group(writer, heard)
  const mine = new Error('mine')
  const outcomes = await Promise.allSettled([
    writes.write(async (_, { changed }) => changed.push({ kind: 'network', id: 'a' })),
    writes.write(async (_, { changed }) => {
      changed.push({ kind: 'network', id: 'b' })
      throw mine
    }),
    writes.write(async (_, { changed }) => changed.push({ kind: 'network', id: 'c' })),
  ])
  assert.deepEqual(failed(outcomes), ['fine', mine, 'fine'])
  assert.deepEqual(heard, ['a', 'c'])
  const [savepoint, release] = ['savepoint', 'release']
  assert.deepEqual(calls, ['begin', savepoint, release, savepoint, 'undo', savepoint, release, 'commit'])
})

test('a write resolves or rejects only after the commit', async () => {
  const { calls, writer } = notingWriter()
  const writes = group(writer)
  const order: string[] = []
  const committing = { ...writer, commit: () => writer.commit().then(() => void order.push('on disk')) }
  const slow = group({ ...committing })
  await Promise.allSettled([
    slow.write(async () => undefined).then(() => order.push('resolved')),
    slow.write(() => Promise.reject(new Error('no'))).catch(() => order.push('rejected')),
  ])
  assert.deepEqual(order, ['on disk', 'resolved', 'rejected'])
  await writes.close()
  assert.equal(calls.filter((call) => call === 'commit').length, 1)
})

for (const call of ['begin', 'commit', 'savepoint', 'undo', 'release']) {
  test(`a ${call} that fails rejects the whole batch as unavailable, and the next batch goes on`, async () => {
    // A failing release is undone; the transaction is lost only if that fails as well.
    const { calls, writer } = notingWriter(call === 'release' ? ['release 1', 'undo 1'] : [`${call} 1`])
    const heard: string[] = []
    const writes = group(writer, heard)
    const outcomes = await Promise.allSettled([
      writes.write(async (_, { changed }) => changed.push({ kind: 'network', id: 'a' })),
      writes.write(() => Promise.reject(new Error('mine'))),
      writes.write(async () => 'c'),
    ])
    assert.deepEqual(failed(outcomes), [full, full, full])
    assert.deepEqual(heard, [])
    assert.equal(calls.at(-1), 'rollback')
    assert.equal(await writes.write(async () => 'again'), 'again')
  })
}

test('writes that arrive while a batch runs make the next one, at most 128 in each', async () => {
  const { calls, writer } = notingWriter()
  const writes = group(writer)
  const late: Promise<unknown>[] = []
  await writes.write(async () => {
    for (let index = 0; index < 200; index++) late.push(writes.write(async () => index))
  })
  assert.deepEqual(
    await Promise.all(late),
    late.map((_, index) => index),
  )
  assert.equal(calls.filter((call) => call === 'commit').length, 3)
})

test('a group commit that is closed finishes pending writes', async () => {
  const { calls, writer } = notingWriter()
  const writes = group(writer)
  await writes.close()
  const others = group(writer)
  const waiting = others.write(async () => 'done')
  await others.close()
  assert.equal(await waiting, 'done')
  assert.equal(calls.filter((call) => call === 'commit').length, 1)
  await assert.rejects(
    others.write(async () => 'late'),
    StoreUnavailable,
  )
})
