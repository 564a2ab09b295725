import assert from 'node:assert/strict'
import { chmodSync, copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { culvert, refused, run, scratch } from './culvert.ts'

test('the launcher works from any folder and through a link, and says where npm is missing', async (t) => {
  const folder = scratch(t)
  symlinkSync(culvert, join(folder, 'linked'))
  const { code, stdout } = await run(['--version'], { program: join(folder, 'linked'), cwd: folder })
  assert.deepEqual([code, /^\d+\.\d+\.\d+\n$/.test(stdout)], [0, true])
})

/** A checkout with nothing installed, and a PATH of which we know what is there. */
function bareCheckout(t: TestContext, npm?: string) {
  const folder = scratch(t)
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  for (const tool of ['sh', 'grep', 'id', 'readlink', 'dirname', 'cmp', 'cp', 'node', 'mkdir']) {
    const place = ['/usr/bin', '/bin'].map((path) => join(path, tool)).find((path) => existsSync(path))
    symlinkSync(tool === 'node' ? process.execPath : (place ?? tool), join(bin, tool))
  }
  if (npm !== undefined) {
    writeFileSync(join(bin, 'npm'), `#!/bin/sh\n${npm}\n`)
    chmodSync(join(bin, 'npm'), 0o755)
  }
  const checkout = join(folder, 'checkout')
  mkdirSync(join(checkout, 'src/cli'), { recursive: true })
  writeFileSync(join(checkout, 'src/cli/culvert.js'), 'console.log("started", ...process.argv.slice(2))\n')
  writeFileSync(join(checkout, 'package-lock.json'), JSON.stringify({ packages: {} }))
  const program = join(checkout, 'culvert')
  return { checkout, settings: { program, env: { PATH: bin } } }
}

function copyLauncher(checkout: string): void {
  copyFileSync(culvert, join(checkout, 'culvert'))
  chmodSync(join(checkout, 'culvert'), 0o755)
}

test('the launcher without npm says what to install', async (t) => {
  const { checkout, settings } = bareCheckout(t)
  copyLauncher(checkout)
  await refused(['serve'], /npm is not installed: install Node\.js 20/, settings)
})

test('the launcher says that npm ci failed', async (t) => {
  const { checkout, settings } = bareCheckout(t, 'echo "npm error no network" >&2; exit 1')
  copyLauncher(checkout)
  const { code, stderr } = await run(['serve'], settings)
  assert.equal(code, 1)
  assert.match(stderr, /npm error no network\nculvert: `npm ci` failed .*put that right and run this again\n$/)
})

test('the launcher says why when npm ci leaves the pinned Node out', async (t) => {
  const { checkout, settings } = bareCheckout(t, 'mkdir -p node_modules/.bin')
  copyLauncher(checkout)
  const { code, stderr } = await run(['serve'], settings)
  assert.equal(code, 1)
  assert.match(stderr, /ignore install scripts; run `npm ci --ignore-scripts=false`/)
})

test('packages are installed once, and again when the lock file changes', async (t) => {
  const install = `mkdir -p node_modules/.bin; cp "${process.execPath}" node_modules/.bin/node; echo ran >>ran`
  const { checkout, settings } = bareCheckout(t, install)
  copyLauncher(checkout)
  const first = await run(['a', 'b c'], settings)
  assert.equal(first.stdout, 'started a b c\n', first.stderr)
  assert.match(first.stderr, /^Installing the npm packages/)
  assert.deepEqual(await run(['d'], settings), { code: 0, stdout: 'started d\n', stderr: '' })
  writeFileSync(join(checkout, 'package-lock.json'), JSON.stringify({ packages: { '': {}, x: { version: '2' } } }))
  assert.match((await run(['e'], settings)).stderr, /^Installing/)
})
