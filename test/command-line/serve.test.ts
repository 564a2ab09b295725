import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { culvert, refused, run, scratch, serveOn, serving } from './culvert.ts'

test('serve prints where it listens, answers there, and ends on SIGTERM', async (t) => {
  const { child, said, ended } = await serving(t, serveOn(join(scratch(t), 'data')))
  const lines = /^API listening on (http:\/\/127\.0\.0\.1:\d+)\nadmin listening on (http:\/\/127\.0\.0\.1:\d+)\n$/
  const [, api = '', admin = ''] = lines.exec(said.stdout) ?? []
  assert.equal((await fetch(api)).headers.get('content-type')?.startsWith('application/json'), true)
  assert.deepEqual(await (await fetch(new URL('/healthz', admin))).json(), { status: 'ok' })
  assert.equal((await fetch(new URL('/readyz', admin))).status, 200)
  child.kill('SIGTERM')
  assert.equal((await ended).code, 0)
  assert.equal(said.stdout.split('\n').length, 3)
})

test('the admin port accepts a Host that --admin-host allows, and no other name', async (t) => {
  const data = join(scratch(t), 'data')
  const { admin } = await serving(t, serveOn(data, '--admin-host', 'culvert', '--admin-host', 'vpn.example'))
  const statusFor = async (host: string) => {
    const [answer] = await once(get(new URL('/healthz', admin), { headers: { host } }), 'response')
    answer.resume()
    return answer.statusCode
  }
  assert.deepEqual(await Promise.all(['culvert:7781', 'vpn.example', 'other'].map(statusFor)), [200, 200, 403])
})

test('serve keeps serving when its output is closed', async (t) => {
  const { child, said } = await serving(t, serveOn(join(scratch(t), 'data')))
  child.stdout.destroy()
  const admin = /admin listening on (\S+)/.exec(said.stdout)?.[1] ?? ''
  assert.equal((await fetch(new URL('/readyz', admin))).status, 200)
})

test('credentials prints the keys of a data folder, also while its server runs', async (t) => {
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

test('the keys of a data folder are the same after a restart, and the folder is readable by this user alone', async (t) => {
  const data = join(scratch(t), 'data')
  const first = await serving(t, serveOn(data))
  const before = await run(['credentials', '--json', '--data', data])
  first.child.kill('SIGKILL')
  await first.ended
  await serving(t, serveOn(data))
  assert.equal((await run(['credentials', '--json', '--data', data])).stdout, before.stdout)
})

test('serve on a port in use is refused', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const address = taken.address()
  const port = typeof address === 'object' ? address?.port : 0
  const data = join(scratch(t), 'data')
  const args = ['serve', '--listen', `127.0.0.1:${port}`, '--admin-listen', '127.0.0.1:0', '--data', data]
  await refused(args, /is in use: stop what listens there, or choose another port/)
})

test('serve on an address that is not this machine’s is refused', async (t) => {
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
