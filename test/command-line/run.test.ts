import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { processStartOf } from '../../src/runtime/process-identity.ts'
import { whatIsMissing } from '../../src/server/data-plane.ts'
import { refusedAsUsage, run, scratch, start } from './culvert.ts'

// What others were killed over in the usual place would be told here too.
const temporary = mkdtempSync(join(tmpdir(), 'culvert-run-'))
process.env.TMPDIR = temporary
after(() => rmSync(temporary, { recursive: true, force: true }))

const node = (code: string) => ['--', process.execPath, '-e', code]

/** What `run` gives its command, as the command saw it. */
const printEnvironment = node('console.log(JSON.stringify(process.env))')

test('run gives its command the variables of both clouds, an API that answers, and ends with its exit code', async () => {
  const probe = `
    const { CULVERT_API: api, CULVERT_ADMIN: admin } = process.env
    const statuses = await Promise.all([fetch(api), fetch(new URL('/readyz', admin))])
    console.log(JSON.stringify([statuses.map(({ status }) => status), process.env]))
    process.exit(7)`
  const { code, stdout, stderr } = await run(['run', '--', process.execPath, '--input-type=module', '-e', probe])
  assert.deepEqual([code, stderr], [7, ''])
  const [[api, ready], env] = JSON.parse(stdout)
  assert.deepEqual([api >= 200, ready], [true, 200])
  assert.equal(`http://${env.ALIBABA_CLOUD_ENDPOINT}`, env.CULVERT_API)
  for (const name of ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_REGION_ID']) {
    assert.ok(env[name], name)
  }
  for (const name of ['TENCENTCLOUD_SECRET_ID', 'TENCENTCLOUD_SECRET_KEY', 'TENCENTCLOUD_REGION']) {
    assert.ok(env[name], name)
  }
  await assert.rejects(fetch(env.CULVERT_API), 'the server has gone with the command')
  assert.equal(existsSync(env.CULVERT_DATA), false)
})

test('run takes fixed keys from the environment', async () => {
  const [id, secret] = [`LTAI${'a'.repeat(20)}`, 's'.repeat(30)]
  const [tencentId, tencentKey] = [`AKID${'b'.repeat(32)}`, 't'.repeat(32)]
  const env = {
    ...process.env,
    CULVERT_ALIBABA_KEY: `${id}:${secret}`,
    CULVERT_TENCENT_KEY: `${tencentId}:${tencentKey}`,
    ALIBABA_CLOUD_SECURITY_TOKEN: 'of another account',
  }
  const { stdout } = await run(['run', ...printEnvironment], { env })
  const seen = JSON.parse(stdout)
  assert.deepEqual([seen.ALIBABA_CLOUD_ACCESS_KEY_ID, seen.ALIBABA_CLOUD_ACCESS_KEY_SECRET], [id, secret])
  assert.deepEqual([seen.TENCENTCLOUD_SECRET_ID, seen.TENCENTCLOUD_SECRET_KEY], [tencentId, tencentKey])
  assert.equal('ALIBABA_CLOUD_SECURITY_TOKEN' in seen, false)
})

test('run ends with 128 and the signal’s number when a signal ended the command', async () => {
  const { code } = await run(['run', ...node('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)')])
  assert.equal(code, 143)
})

for (const [signal, expected] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`run that gets ${signal} ends its command, and removes everything`, async () => {
    const { child, said, ended } = start([
      'run',
      ...node('console.log(process.env.CULVERT_DATA); setInterval(() => {}, 1000)'),
    ])
    await once(child.stdout, 'data')
    child.kill(signal)
    assert.equal((await ended).code, expected)
    assert.equal(existsSync(said.stdout.trim()), false)
  })
}

test('run with an unknown command ends with 127, as a shell does', async () => {
  const { code, stderr } = await run(['run', '--', '/nonexistent/command'])
  assert.equal(code, 127)
  assert.match(stderr, /^culvert: \/nonexistent\/command: there is no such command\n$/)
})

test('run on the Linux data plane leaves nothing on this host', async (t) => {
  const missing = await whatIsMissing()
  if (missing !== undefined) return t.skip(`the Linux data plane cannot run here: ${missing}`)
  const make = `
    const post = (body) => fetch(new URL('/v1/hosts', process.env.CULVERT_ADMIN), {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const { id } = await (await post({ address: '198.51.100.77' })).json()
    for (;;) {
      const host = await (await fetch(new URL('/v1/hosts/' + id, process.env.CULVERT_ADMIN))).json()
      if (host.ready) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const { readdirSync } = await import('node:fs')
    console.log(readdirSync('/run/culvert').join())`
  const args = ['run', '--dataplane', 'linux', '--', process.execPath, '--input-type=module', '-e', make]
  const { code, stdout, stderr } = await run(args)
  assert.deepEqual([code, stderr], [0, ''])
  const tags = stdout.trim().split(',')
  const left = tags.filter((tag) => existsSync(`/run/culvert/${tag}`))
  assert.ok(tags.length > left.length, `${tags} were there, and ${left} are`)
})

test('run without a command is refused', () => refusedAsUsage(['run'], /missing required argument 'command'/))

test('run says which folders servers that were killed have left, and how to remove what they made', async (t) => {
  const TMPDIR = scratch(t)
  const env = { ...process.env, TMPDIR }
  // Beyond the largest number that Linux gives a process (proc(5), pid_max).
  const killed = { pid: 2 ** 22 + 1, api: 'http://127.0.0.1:1', admin: 'http://127.0.0.1:2' }
  const alive = { ...killed, pid: process.pid, processStart: processStartOf(process.pid) }
  for (const [name, file] of Object.entries({ killed, alive, starting: undefined })) {
    const folder = join(TMPDIR, `culvert-ephemeral-${name}`)
    mkdirSync(folder)
    if (file !== undefined) writeFileSync(join(folder, 'server.json'), JSON.stringify(file))
  }
  const { code, stderr } = await run(['run', '--log-format', 'text', ...node('')], { env })
  const folder = join(TMPDIR, 'culvert-ephemeral-killed')
  assert.equal(code, 0)
  assert.ok(stderr.includes(`./culvert purge --data ${folder} && rm -r ${folder}`), stderr)
  assert.equal(stderr.trim().split('\n').length, 1, stderr)
})
