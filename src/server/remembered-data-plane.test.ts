import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDataPlane } from './remembered-data-plane.ts'

const reader = (settings: Readonly<Record<string, string>>) => ({ setting: async (name: string) => settings[name] })

test('a folder without a remembered data plane is on the Linux one when the host has its run folder', async () => {
  const old = reader({ tag: 'abc123' })
  assert.equal(await readDataPlane(old, (folder) => folder === '/run/culvert/abc123'), 'linux')
  assert.equal(await readDataPlane(old, () => false), undefined)
})

test('a folder with a remembered or purged data plane does not look at the host', async () => {
  assert.equal(await readDataPlane(reader({ tag: 'abc123', 'data-plane': 'simulated' }), () => true), 'simulated')
  assert.equal(await readDataPlane(reader({ tag: 'abc123', 'data-plane': '' }), () => true), undefined)
})
