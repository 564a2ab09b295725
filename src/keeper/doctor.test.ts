import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { keeperRow } from '../cli/commands/doctor.ts'
import { identityOf } from '../runtime/process-identity.ts'
import { keptInstallations } from './doctor.ts'
import { keeperFiles, writeKeeperState } from './files.ts'

test('the doctor tells each installation’s keeper, and misses one that has ended', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-doctor-'))
  t.after(() => rmSync(folder, { recursive: true }))
  assert.deepEqual(await keptInstallations(join(folder, 'nothing')), [])
  const own = identityOf(process.pid)
  const gone = { ...own, processStart: '1' }
  await writeKeeperState(join(folder, 'aaaaaa'), { keeper: own, supervisor: own, program: '' })
  await writeKeeperState(join(folder, 'bbbbbb'), { keeper: gone, supervisor: gone, program: '' })
  mkdirSync(join(folder, 'cccccc'))
  mkdirSync(keeperFiles(join(folder, 'dddddd')).folder, { recursive: true })
  const kept = await keptInstallations(folder)
  assert.deepEqual(kept, [{ tag: 'aaaaaa', pid: process.pid }, { tag: 'bbbbbb' }, { tag: 'dddddd' }])
  const { ok, found } = keeperRow(kept)
  assert.deepEqual([ok, found], [false, `aaaaaa process ${process.pid}, bbbbbb has none, dddddd has none`])
  assert.equal(keeperRow([]).ok, true)
})
