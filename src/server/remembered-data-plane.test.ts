import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDataPlane } from './remembered-data-plane.ts'

const reader = (settings: Readonly<Record<string, string>>) => ({ setting: async (name: string) => settings[name] })

test('a folder of before data planes were remembered is on the Linux one while the host has its run folder', async () => {
  const old = reader({ tag: 'abc123' })
  assert.equal(await readDataPlane(old, (folder) => folder === '/run/culvert/abc123'), 'linux')
  assert.equal(await readDataPlane(old, () => false), undefined)
})

test('a data plane that is remembered, or was forgotten by a purge, is not asked of the host', async () => {
  assert.equal(await readDataPlane(reader({ tag: 'abc123', 'data-plane': 'simulated' }), () => true), 'simulated')
  assert.equal(await readDataPlane(reader({ tag: 'abc123', 'data-plane': '' }), () => true), undefined)
})
