import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { takeLock } from './process-lock.ts'

test('a lock is one process’s until it lets go or is killed', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-lock-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'lock')
  const release = takeLock(file)
  assert.ok(release)
  assert.equal(takeLock(file), undefined)
  release()
  const module = JSON.stringify(new URL('./process-lock.ts', import.meta.url).href)
  const code = `import { takeLock } from ${module}; console.log(takeLock(${JSON.stringify(file)}) !== undefined); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(other, 'exit')
  const [said] = await once(other.stdout, 'data')
  assert.equal(String(said).trim(), 'true')
  assert.equal(takeLock(file), undefined)
  other.kill('SIGKILL')
  await exited
  const again = takeLock(file)
  assert.ok(again)
  again()
})
