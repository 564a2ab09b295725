import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { refused, refusedAsUsage, run, scratch, serveOn, serving } from './culvert.ts'

const listening = ['--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0']

test('env prints the address of the folder’s running server, and an error when none runs', async (t) => {
  const data = join(scratch(t), 'data')
  const { child, api, admin, ended } = await serving(t, serveOn(data))
  const file = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8'))
  assert.deepEqual([file.pid, file.api, file.admin, file.dataPlane], [child.pid, api, admin, 'simulated'])
  const during = await run(['env', 'alibaba', '--data', data])
  assert.ok(during.stdout.includes(`export ALIBABA_CLOUD_ENDPOINT='${new URL(api).host}'`), during.stdout)
  assert.equal(during.stderr, '')
  const hcl = await run(['env', 'terraform', '--hcl', '--data', data])
  assert.ok(hcl.stdout.includes(`"${new URL(api).host}"`), hcl.stdout)
  child.kill('SIGTERM')
  await ended
  assert.equal(existsSync(join(data, 'server.json')), false)
  const after = await run(['env', 'tencent', '--data', data])
  assert.ok(after.stdout.includes(`export CULVERT_API='http://127.0.0.1:7780'`), after.stdout)
  assert.match(after.stderr, /^culvert: no server runs on \S+: this is for one on http:\/\/127\.0\.0\.1:7780.*\n$/)
})

test('server.json of a server that was killed is stale, and is replaced by the next server’s', async (t) => {
  const data = join(scratch(t), 'data')
  const first = await serving(t, serveOn(data))
  first.child.kill('SIGKILL')
  await first.ended
  assert.equal(existsSync(join(data, 'server.json')), true)
  assert.match((await run(['env', 'alibaba', '--data', data])).stderr, /no server runs on/)
  const second = await serving(t, serveOn(data))
  const { stdout } = await run(['env', 'tencent', '--data', data])
  assert.ok(stdout.includes(`export CULVERT_API='${second.api}'`))
})

test('CULVERT_DATA names the folder where --data does not', async (t) => {
  const data = join(scratch(t), 'data')
  const env = { ...process.env, CULVERT_DATA: data }
  await serving(t, ['serve', ...listening], { env })
  const keys = await run(['credentials', '--json'], { env })
  assert.equal(keys.stdout, (await run(['credentials', '--json', '--data', data])).stdout)
  assert.match((await run(['credentials', '--data', '/nonexistent'], { env })).stderr, /no data in \/nonexistent/)
})

test('serve --ephemeral removes its folder at the end, and takes no --data', async (t) => {
  const server = await serving(t, ['serve', ...listening, '--ephemeral'])
  // A server of before that was killed may have left its folder, which is told first.
  const serves = () => server.said.stderr.split('\n').find((line) => line.includes('"msg":"serving"'))
  while (serves() === undefined) await once(server.child.stderr, 'data')
  const { folder } = JSON.parse(serves() ?? '')
  assert.equal(existsSync(join(folder, 'server.json')), true)
  server.child.kill('SIGINT')
  assert.equal((await server.ended).code, 0)
  assert.equal(existsSync(folder), false)
  await refusedAsUsage(['serve', '--ephemeral', '--data', folder], /--ephemeral keeps nothing, and takes no --data/)
})

const alibabaKey = `LTAI${'a'.repeat(20)}:${'s'.repeat(30)}`

test('a key that is given becomes a new folder’s, and may be given again', async (t) => {
  const data = join(scratch(t), 'data')
  for (let start = 0; start < 2; start += 1) {
    const { child, ended } = await serving(t, serveOn(data, '--alibaba-key', alibabaKey))
    const { alibaba, tencent } = JSON.parse((await run(['credentials', '--json', '--data', data])).stdout)
    assert.equal(`${alibaba.accessKeyId}:${alibaba.accessKeySecret}`, alibabaKey)
    assert.match(tencent.secretId, /^AKID\w{32}$/)
    child.kill('SIGTERM')
    await ended
  }
  const other = `LTAI${'a'.repeat(20)}:${'x'.repeat(30)}`
  await refused(serveOn(data, '--alibaba-key', other), /--alibaba-key: this data folder has another key/)
})

for (const [flag, wrong] of [
  ['--alibaba-key', 'LTAIshort:secret'],
  ['--tencent-key', `AKID${'b'.repeat(32)}`],
  ['--tencent-key', alibabaKey],
] as const) {
  test(`${flag} ${wrong} is refused without repeating it`, async (t) => {
    const folder = join(scratch(t), 'data')
    await refusedAsUsage(serveOn(folder, flag, wrong), new RegExp(`${flag} .*write ID:SECRET, an id of`))
    assert.equal((await run(serveOn(folder, flag, wrong))).stderr.includes(wrong), false)
  })
}
