import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { linuxPackages, notInstalled } from './system-packages.ts'

test('a package is missing unless dpkg says that it is installed', () => {
  const output = [
    'iproute2 installed',
    'iperf3 config-files',
    'charon-systemd half-configured',
    'dpkg-query: no packages found matching swanctl',
  ].join('\n')
  assert.deepEqual(notInstalled(['charon-systemd', 'iproute2', 'iperf3', 'swanctl'], output), [
    'charon-systemd',
    'iperf3',
    'swanctl',
  ])
})

/** Runs `ensurePackages` where apt-get and dpkg-query are ours. Answers with what was said and what apt-get was asked. */
function ensureWith(t: TestContext, mayInstall: boolean, programs: { readonly dpkg: string; readonly apt: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-apt-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const calls = join(folder, 'calls')
  writeFileSync(calls, '')
  for (const [name, text] of [
    ['dpkg-query', programs.dpkg],
    ['apt-get', `echo "$DEBIAN_FRONTEND $*" >>"${calls}"\n${programs.apt}`],
  ] as const) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const module = JSON.stringify(join(import.meta.dirname, 'system-packages.ts'))
  const script = `import { ensurePackages } from ${module}
    await ensurePackages(${mayInstall}, console.log).catch((error) => console.log(error.name + ': ' + error.message))`
  const env = { PATH: `${folder}:/usr/bin:/bin`, CALLS: calls }
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' })
  return { said, asked: readFileSync(calls, 'utf8') }
}

const allInstalled = `for name in ${linuxPackages.join(' ')}; do echo "$name installed"; done`
const onDebian = existsSync('/usr/bin/apt-get')

test('a host that has all packages runs no apt-get and prints nothing', (t) => {
  if (!onDebian) return t.skip('this system is not Debian')
  assert.deepEqual(ensureWith(t, true, { dpkg: allInstalled, apt: 'exit 9' }), { said: '', asked: '' })
})

test('missing packages are named, then installed by apt-get without a prompt', (t) => {
  if (!onDebian) return t.skip('this system is not Debian')
  const { said, asked } = ensureWith(t, true, { dpkg: 'echo "iproute2 installed"; exit 1', apt: 'exit 0' })
  assert.match(said, /^Installing Debian packages with apt-get: strongswan-swanctl [^\n]*iperf3[^\n]*\n$/)
  assert.doesNotMatch(said, /iproute2/)
  assert.match(asked, /^noninteractive install --yes --no-install-recommends strongswan-swanctl .*\n$/)
})

test('an apt-get install that fails is tried again after apt-get update', (t) => {
  if (!onDebian) return t.skip('this system is not Debian')
  const apt = 'test "$1" = update || grep -q update "$CALLS"'
  const { asked } = ensureWith(t, true, { dpkg: 'exit 1', apt })
  assert.deepEqual(
    asked
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[1]),
    ['install', 'update', 'install'],
  )
})

test('an apt-get failure is reported with its message, and --no-install with the missing packages', (t) => {
  if (!onDebian) return t.skip('this system is not Debian')
  const failed = ensureWith(t, true, { dpkg: 'exit 1', apt: 'echo "E: no network" >&2; exit 100' })
  assert.match(
    failed.said,
    /PackagesMissing: `apt-get install .*` failed: E: no network; put that right, or use --simulated/,
  )
  const refused = ensureWith(t, false, { dpkg: 'exit 1', apt: 'exit 0' })
  assert.match(
    refused.said,
    /^PackagesMissing: --no-install, and these Debian packages are missing: strongswan-swanctl /,
  )
  assert.equal(refused.asked, '')
})
