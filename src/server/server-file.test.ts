import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { processStartOf } from '../runtime/process-identity.ts'
import { readServerFile, writeServerFile } from './server-file.ts'

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-server-file-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const content = {
  api: 'http://127.0.0.1:1',
  admin: 'http://127.0.0.1:2',
  dataPlane: 'simulated',
  startedAt: '2026-01-02T03:04:05.678Z',
} as const

test('server.json has mode 0600, is read while its process runs, and is removed on stop', (t) => {
  const folder = scratch(t)
  const remove = writeServerFile(folder, content)
  const { pid, processStart, ...rest } = readServerFile(folder) ?? {}
  assert.deepEqual([pid, processStart, rest], [process.pid, processStartOf(process.pid), content])
  assert.equal(statSync(join(folder, 'server.json')).mode & 0o777, 0o600)
  remove()
  assert.equal(existsSync(join(folder, 'server.json')), false)
  assert.equal(readServerFile(folder), undefined)
})

test('server.json of a process that has ended, or whose pid was reused, is stale', (t) => {
  const folder = scratch(t)
  writeServerFile(folder, content)
  const file = join(folder, 'server.json')
  const written = JSON.parse(readFileSync(file, 'utf8'))
  // Beyond the largest number that Linux gives a process (proc(5), pid_max).
  writeFileSync(file, JSON.stringify({ ...written, pid: 2 ** 22 + 1 }))
  assert.equal(readServerFile(folder), undefined)
  writeFileSync(file, JSON.stringify({ ...written, processStart: '1' }))
  assert.equal(readServerFile(folder), undefined)
  writeFileSync(file, '{')
  assert.equal(readServerFile(folder), undefined)
})

test('server.json that no server of this version has written is ignored', (t) => {
  const folder = scratch(t)
  const whole = { pid: process.pid, processStart: processStartOf(process.pid), ...content }
  const file = join(folder, 'server.json')
  writeFileSync(file, JSON.stringify(whole))
  assert.deepEqual(readServerFile(folder), whole)
  for (const wrong of [
    null,
    [],
    'text',
    { ...whole, pid: `${process.pid}` },
    { ...whole, pid: 0 },
    { ...whole, api: undefined },
    { ...whole, api: 7780 },
    { ...whole, api: 'file:///etc/passwd' },
    { ...whole, admin: 'localhost' },
  ]) {
    writeFileSync(file, JSON.stringify(wrong))
    assert.equal(readServerFile(folder), undefined, JSON.stringify(wrong))
  }
})
