import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { run, scratch, serveOn, serving } from './culvert.ts'

test('another account of a cloud is added with a key, and the keys of the installation stay the first one’s', async (t) => {
  const data = join(scratch(t), 'data')
  await serving(t, serveOn(data))
  const own = (await run(['credentials', '--json', '--data', data])).stdout
  const added = JSON.parse((await run(['accounts', 'add', 'alibaba', '--json', '--data', data])).stdout)
  assert.match(added.id, /^1\d{15}$/)
  assert.match(added.key.id, /^LTAI/)
  assert.equal((await run(['credentials', '--json', '--data', data])).stdout, own)
  const shown = (await run(['accounts', 'show', '--data', data])).stdout
  assert.ok(shown.includes(added.id) && !shown.includes(added.key.secret))
  const unknown = await run(['accounts', 'add', 'elsewhere', '--data', data])
  assert.notEqual(unknown.code, 0)
  assert.match(unknown.stderr, /no cloud of this name is spoken here/)
})
