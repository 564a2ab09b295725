import assert from 'node:assert/strict'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { chooseEsp } from '../../src/dataplane/linux/kernel-esp.ts'
import { runFolderOf } from '../../src/dataplane/linux/names.ts'
import { whatIsMissing } from '../../src/server/data-plane.ts'
import { openSqliteStoreForReading } from '../../src/store/sqlite/open.ts'
import { atEnd, refused, run, scratch, serveOn, serving } from './culvert.ts'

async function served(t: Parameters<typeof scratch>[0], data: string, ...more: readonly string[]): Promise<void> {
  const { child, ended } = await serving(t, serveOn(data, ...more))
  child.kill('SIGTERM')
  assert.equal((await ended).code, 0)
}

test('a folder of the simulated data plane, when served with the Linux one, is refused until it is purged', async (t) => {
  const data = join(scratch(t), 'data')
  await served(t, data)
  await served(t, data, '--dataplane', 'simulated')
  await refused(
    serveOn(data, '--dataplane', 'linux'),
    /tunnels of \S+ are on the simulated data plane: leave --dataplane out.*\.\/culvert purge --data/,
  )
  await refused(serveOn(data, '--esp', 'kernel'), /--esp kernel needs --dataplane linux/)
  const purge = await run(['purge', '--data', data])
  assert.deepEqual([purge.code, /^There is nothing on this host/.test(purge.stdout)], [0, true], purge.stderr)
  // What it is refused for from here on, where it is, is what this host lacks.
  const missing = await whatIsMissing()
  if (missing !== undefined) await refused(serveOn(data, '--dataplane', 'linux'), /or take --dataplane simulated/)
  await served(t, data, '--dataplane', 'simulated')
})

test('a folder of the Linux data plane keeps it when none is named, and takes the simulated one after a purge', async (t) => {
  const missing = await whatIsMissing()
  if (missing !== undefined) return t.skip(`the Linux data plane cannot run here: ${missing}`)
  const data = join(scratch(t), 'data')
  atEnd(t, () => run(['purge', '--data', data]))
  await served(t, data, '--dataplane', 'linux')
  await served(t, data)
  const kernel = await chooseEsp('kernel').catch((error: Error) => error.message)
  if (kernel !== 'kernel')
    await refused(serveOn(data, '--esp', 'kernel'), /cannot be had here: the kernel has no \S.*userland/)
  await refused(serveOn(data, '--dataplane', 'simulated'), /are on the Linux data plane/)
  const purge = await run(['purge', '--data', data])
  assert.match(purge.stdout, /^Removed from this host/, purge.stderr)
  await served(t, data, '--dataplane', 'simulated')
})

test('what an installation made whose folder is gone is purged by its tag, and not while its server runs', async (t) => {
  const missing = await whatIsMissing()
  if (missing !== undefined) return t.skip(`the Linux data plane cannot run here: ${missing}`)
  const data = join(scratch(t), 'data')
  const { child, ended } = await serving(t, serveOn(data, '--dataplane', 'linux'))
  const store = await openSqliteStoreForReading(data)
  const tag = await store.read((reader) => reader.setting('tag'))
  await store.close()
  assert.ok(tag !== undefined)
  atEnd(t, () => run(['purge', '--tag', tag]))
  await refused(['purge', '--tag', tag], /a server of installation \S+ runs: stop it first/)
  child.kill('SIGKILL')
  await ended
  rmSync(data, { recursive: true })
  const purge = await run(['purge', '--tag', tag])
  assert.match(purge.stdout, /^Removed from this host what installation/, purge.stderr)
  assert.equal(existsSync(runFolderOf(tag)), false)
})

test('a data plane that cannot run on this host is not remembered', async (t) => {
  const missing = await whatIsMissing()
  if (missing === undefined) return t.skip('the Linux data plane can run here')
  const data = join(scratch(t), 'data')
  await refused(serveOn(data, '--dataplane', 'linux'), /or take --dataplane simulated/)
  await served(t, data, '--dataplane', 'simulated')
})
