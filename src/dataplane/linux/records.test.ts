import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Names } from './names.ts'
import { addRecord, hasRecord, listRecords } from './records.ts'

test('a record that a full disk cut short is none until it is written again, and one that is whole is not written again', async (t) => {
  const runFolder = await mkdtemp(join(tmpdir(), 'culvert-records-'))
  t.after(() => rm(runFolder, { recursive: true, force: true }))
  const names = new Names({ tag: '012345', runFolder })
  await addRecord(names, 'gateways', 'g')
  const [file = ''] = await readdir(join(runFolder, 'gateways'))
  const path = join(runFolder, 'gateways', file)
  const before = await stat(path, { bigint: true })
  await addRecord(names, 'gateways', 'g')
  assert.equal((await stat(path, { bigint: true })).mtimeNs, before.mtimeNs)
  await truncate(path)
  assert.deepEqual(await listRecords(names, 'gateways'), [])
  assert.equal(await hasRecord(names, 'gateways', 'g'), false)
  await addRecord(names, 'gateways', 'g')
  assert.deepEqual(await listRecords(names, 'gateways'), ['g'])
})
