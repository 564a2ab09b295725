import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

const root = join(import.meta.dirname, '..')
const culvert = join(root, 'culvert')

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Settings {
  readonly cwd?: string
  readonly program?: string
  readonly env?: NodeJS.ProcessEnv
}

function start(args: readonly string[], { program = culvert, ...settings }: Settings = {}) {
  const child = spawn(program, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  const ended = once(child, 'close').then(([code]): Ended => ({ code, ...said }))
  return { child, said, ended }
}

const run = (args: readonly string[], settings?: Settings): Promise<Ended> => start(args, settings).ended

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-cli-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const serveOn = (data: string, ...more: readonly string[]) => [
  'serve',
  ...['--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0', '--data', data, ...more],
]

/** A server that has said where it listens. It is ended with the test, however that ends. */
async function serving(t: TestContext, args: readonly string[], settings?: Settings) {
  const { child, said, ended } = start(args, settings)
  t.after(() => child.kill('SIGKILL'))
  while (!/admin listening on .*\n/.test(said.stdout)) {
    const first = await Promise.race([once(child.stdout, 'data').then(() => undefined), ended])
    if (first !== undefined) assert.fail(`serve ended: ${first.stderr}`)
  }
  return { child, said, ended }
}

/** One line on standard error, that says so and what to do, and no answer. */
async function refused(args: readonly string[], expected: RegExp, settings?: Settings): Promise<void> {
  const { code, stdout, stderr } = await run(args, settings)
  assert.equal(code, 1, stderr)
  assert.equal(stdout, '')
  assert.match(stderr, /^culvert: .*\n$/)
  assert.match(stderr, expected)
}

test('serve says where it listens, answers there, and ends on SIGTERM', async (t) => {
  const { child, said, ended } = await serving(t, serveOn(join(scratch(t), 'data')))
  const lines = /^API listening on (http:\/\/127\.0\.0\.1:\d+)\nadmin listening on (http:\/\/127\.0\.0\.1:\d+)\n$/
  const [, api = '', admin = ''] = lines.exec(said.stdout) ?? []
  assert.equal((await fetch(api)).headers.get('content-type')?.startsWith('application/json'), true)
  assert.deepEqual(await (await fetch(new URL('/healthz', admin))).json(), { status: 'ok' })
  assert.equal((await fetch(new URL('/readyz', admin))).status, 200)
  child.kill('SIGTERM')
  assert.equal((await ended).code, 0)
  assert.equal(said.stderr, '')
})

test('serve goes on when nobody reads its output any more', async (t) => {
  const { child, said } = await serving(t, serveOn(join(scratch(t), 'data')))
  child.stdout.destroy()
  const admin = /admin listening on (\S+)/.exec(said.stdout)?.[1] ?? ''
  assert.equal((await fetch(new URL('/readyz', admin))).status, 200)
})

test('the keys of a data folder are printed, also while its server runs', async (t) => {
  const data = join(scratch(t), 'data')
  await serving(t, serveOn(data))
  const { stdout, code } = await run(['credentials', '--json', '--data', data])
  assert.equal(code, 0)
  const keys = JSON.parse(stdout)
  assert.deepEqual(Object.keys(keys.alibaba), ['accountId', 'accessKeyId', 'accessKeySecret'])
  assert.deepEqual(Object.keys(keys.tencent), ['appId', 'uin', 'secretId', 'secretKey'])
  const env = await run(['env', 'alibaba', '--data', data])
  assert.ok(env.stdout.includes(`export ALIBABA_CLOUD_ACCESS_KEY_SECRET='${keys.alibaba.accessKeySecret}'`))
  const text = await run(['credentials', '--data', data])
  assert.ok(text.stdout.includes(keys.tencent.secretKey))
})

test('keys outlive the server, and the data folder is this user’s alone', async (t) => {
  const data = join(scratch(t), 'data')
  const first = await serving(t, serveOn(data))
  const before = await run(['credentials', '--json', '--data', data])
  first.child.kill('SIGKILL')
  await first.ended
  await serving(t, serveOn(data))
  assert.equal((await run(['credentials', '--json', '--data', data])).stdout, before.stdout)
})

test('a port in use is refused', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const address = taken.address()
  const port = typeof address === 'object' ? address?.port : 0
  const data = join(scratch(t), 'data')
  const args = ['serve', '--listen', `127.0.0.1:${port}`, '--admin-listen', '127.0.0.1:0', '--data', data]
  await refused(args, /is in use: stop what listens there, or choose another port/)
})

test('an address that is not this machine’s is refused', async (t) => {
  const args = ['serve', '--listen', '192.0.2.1:7780', '--admin-listen', '127.0.0.1:0', '--data', scratch(t)]
  await refused(args, /cannot listen on 192\.0\.2\.1:7780 \(EADDRNOTAVAIL\): choose an address of this machine/)
})

test('a data folder that another server holds is refused', async (t) => {
  const data = join(scratch(t), 'data')
  const { child } = await serving(t, serveOn(data))
  await refused(serveOn(data), new RegExp(`is in use by process ${child.pid}: stop that server`))
  await refused(['purge', '--data', data], /is in use by process/)
})

test('a data folder that cannot be made is refused', async (t) => {
  const folder = scratch(t)
  writeFileSync(join(folder, 'file'), '')
  await refused(serveOn(join(folder, 'file', 'data')), /cannot be written.*--data/)
})

test('a full disk is refused', async (t) => {
  if (!existsSync('/dev/full')) return t.skip('this system has no /dev/full')
  // SQLite opens its file by name: a link to the device that is always full stands for a disk that is.
  const data = join(scratch(t), 'data')
  mkdirSync(data, { mode: 0o700 })
  symlinkSync('/dev/full', join(data, 'culvert.db'))
  await refused(serveOn(data), /is full: free some space/)
})

test('the Linux data plane without what it needs is refused', async (t) => {
  if (process.getuid?.() !== 0) {
    await refused(serveOn(join(scratch(t), 'data'), '--dataplane', 'linux'), /root.*--dataplane simulated/)
    return
  }
  // Nobody, who may read the checkout all the same, wherever root keeps it.
  const folder = scratch(t)
  chmodSync(folder, 0o777)
  const reading = '+dac_read_search'
  const asNobody = ['--reuid', '65534', '--inh-caps', reading, '--ambient-caps', reading, '--', culvert]
  const args = [...asNobody, ...serveOn(join(folder, 'data'), '--dataplane', 'linux')]
  await refused(args, /root.*--dataplane simulated/, { program: 'setpriv', cwd: folder })
})

for (const [args, expected] of [
  [['serve', '--database', 'postgres://h/d'], /PostgreSQL is not there yet/],
  [['serve', '--listen', '7780'], /"7780" is not an address to listen on: write host:port/],
  [['serve', '--dataplane', 'magic'], /magic.*simulated, linux/],
  [['serve', '--listn', 'x'], /unknown option '--listn'.*--listen/],
  [['serve', 'extra'], /too many arguments/],
  [['credentials', '--data', '/nonexistent'], /no data in \/nonexistent: start `culvert serve` first/],
  [['env', 'azure'], /azure.*alibaba, tencent, terraform/],
  [['env', 'alibaba', '--endpoint', 'http://a/b'], /--endpoint: .* is not an address/],
  [['purge', '--data', '/nonexistent'], /no data in \/nonexistent/],
  [['purge'], /--data/],
  [['nonsense'], /unknown command 'nonsense'/],
] as const) {
  test(`culvert ${args.join(' ')} is refused on one line`, () => refused(args, expected))
}

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
  writeFileSync(join(checkout, 'src/cli/culvert.ts'), 'console.log("started", ...process.argv.slice(2))\n')
  writeFileSync(join(checkout, 'package-lock.json'), JSON.stringify({ packages: {} }))
  const program = join(checkout, 'culvert')
  return { checkout, settings: { program, env: { PATH: bin } } }
}

function copyLauncher(checkout: string): void {
  copyFileSync(culvert, join(checkout, 'culvert'))
  chmodSync(join(checkout, 'culvert'), 0o755)
}

test('without npm the launcher says what to install', async (t) => {
  const { checkout, settings } = bareCheckout(t)
  copyLauncher(checkout)
  await refused(['serve'], /npm is not installed: install Node\.js 20/, settings)
})

test('when npm ci fails the launcher says so', async (t) => {
  const { checkout, settings } = bareCheckout(t, 'echo "npm error no network" >&2; exit 1')
  copyLauncher(checkout)
  const { code, stderr } = await run(['serve'], settings)
  assert.equal(code, 1)
  assert.match(stderr, /npm error no network\nculvert: `npm ci` failed .*put that right and run this again\n$/)
})

test('when npm ci leaves the pinned Node out, the launcher says why', async (t) => {
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
