/** The program itself, from a bundle of this checkout. */
import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { currentBundle } from '../../src/bundle/current.js'
import { makeBundle } from '../../src/bundle/make.ts'
import { root, run, scratch, serveOn, serving } from './culvert.ts'

test('the program that runs from a bundle serves, has metrics and reports errors as from the sources', async (t) => {
  if (!existsSync(join(root, 'node_modules/esbuild'))) return t.skip('esbuild is not installed')
  // Somebody else may be making it just now.
  while (!(await makeBundle(root, Date.now())) && currentBundle(root) === undefined) {
    await new Promise((later) => setTimeout(later, 100))
  }
  const bundle = currentBundle(root)
  assert.ok(bundle !== undefined && statSync(bundle.program).size > 0)

  const data = join(scratch(t), 'data')
  const { api, admin, child, ended } = await serving(t, serveOn(data))
  assert.match(await (await fetch(api)).text(), /"Code":/)
  const metrics = await (await fetch(new URL('/metrics', admin))).text()
  assert.match(metrics, /culvert_requests_total\{.*\} 1/)
  const hosts = new URL('/v1/hosts', admin)
  const headers = { 'content-type': 'application/json' }
  const made = await fetch(hosts, { method: 'POST', headers, body: JSON.stringify({ address: 'nowhere' }) })
  assert.equal(made.status, 400)
  const keys = await run(['credentials', '--json', '--data', data])
  assert.equal(typeof JSON.parse(keys.stdout).tencent.secretId, 'string')
  child.kill('SIGTERM')
  assert.equal((await ended).code, 0)

  const usage = await run(['serve', '--listen', 'nonsense'])
  assert.equal(usage.code, 2, usage.stderr)
  const missing = await run(['credentials', '--data', join(data, 'missing')])
  assert.equal(missing.code, 1, missing.stderr)
  assert.match(missing.stderr, /^culvert: .*\n$/)
})
