import assert from 'node:assert/strict'
import { once } from 'node:events'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { TwoEnds } from '../../src/bench/two-ends.ts'
import { whatIsMissing } from '../../src/server/data-plane.ts'
import { atEnd, run, scratch, serveOn, serving } from './culvert.ts'

type Serving = Awaited<ReturnType<typeof serving>>

const stop = async ({ child, ended }: Serving) => {
  child.kill('SIGINT')
  return (await ended).stderr.trim().split('\n')
}

/** Resolves once so many lines of the log match; rejects when the server ends before. */
async function logged({ child, said, ended }: Serving, pattern: RegExp, count: number): Promise<readonly string[]> {
  for (;;) {
    const found = said.stderr.split('\n').filter((line) => pattern.test(line))
    if (found.length >= count) return found
    const over = await Promise.race([once(child.stderr, 'data').then(() => undefined), ended])
    if (over !== undefined) assert.fail(`serve ended: ${over.stderr}`)
  }
}

async function twoEnds({ api, admin }: Serving, data: string): Promise<TwoEnds> {
  const { stdout } = await run(['credentials', '--json', '--data', data])
  return TwoEnds.make({
    api,
    admin,
    folder: data,
    credentials: JSON.parse(stdout),
    [Symbol.asyncDispose]: async () => {},
  })
}

test('serve logs at its start the data plane, the folder and the addresses, in JSON without a terminal', async (t) => {
  const data = join(scratch(t), 'data')
  const server = await serving(t, serveOn(data))
  const [first = '', last = ''] = await stop(server)
  const { msg, dataPlane, folder, api, admin } = JSON.parse(first)
  const { api: saidApi, admin: saidAdmin } = server
  assert.deepEqual(
    { msg, dataPlane, folder, api, admin },
    { msg: 'serving', dataPlane: 'simulated', folder: data, api: saidApi, admin: saidAdmin },
  )
  assert.match(JSON.parse(last).msg, /^stopped/)
})

test('serve logs text with --log-format text, and nothing with --log-level silent', async (t) => {
  const data = join(scratch(t), 'data')
  const lines = await stop(await serving(t, serveOn(data, '--log-format', 'text')))
  assert.match(lines[0] ?? '', /^\d\d:\d\d:\d\d info {2}serving {2}dataPlane=simulated {2}folder=\S+ {2}api=http/)
  assert.match(lines[1] ?? '', /^\d\d:\d\d:\d\d info {2}stopped; nothing keeps running on this host/)
  assert.deepEqual(await stop(await serving(t, serveOn(data, '--log-level', 'silent'))), [''])
})

test('a refused call is logged, and its repetition within a minute is not', async (t) => {
  const server = await serving(t, serveOn(join(scratch(t), 'data'), '--log-format', 'text'))
  for (let call = 0; call < 3; call += 1) await (await fetch(`${server.api}/?Action=DescribeVpcs`)).text()
  const refusals = (await stop(server)).filter((line) => line.includes('refused'))
  assert.equal(refusals.length, 1, refusals.join('\n'))
  assert.match(refusals[0] ?? '', /error=\w+/)
})

test('a tunnel that comes up is logged for each end, with both addresses and the states before and after', async (t) => {
  const data = join(scratch(t), 'data')
  const server = await serving(t, serveOn(data))
  const ends = await twoEnds(server, data)
  const connections = [await ends.addEnd(0, 'passive'), await ends.addEnd(1, 'active')]
  const lines = (await logged(server, /"msg":"tunnel up"/, 2)).map((line) => JSON.parse(line))
  assert.deepEqual(lines.map(({ connection }) => connection).sort(), [...connections].sort())
  const [one, other] = lines
  assert.deepEqual([one.local, one.remote], [other.remote, other.local])
  assert.match(one.local, /^203\.0\.113\.\d+$/)
  assert.ok(one.tunnel.length > 0 && one.to === 'child-up' && one.from !== 'child-up', JSON.stringify(one))
})

async function linuxTunnel(t: TestContext) {
  const data = join(scratch(t), 'data')
  atEnd(t, () => run(['purge', '--data', data]))
  const server = await serving(t, serveOn(data, '--dataplane', 'linux', '--log-format', 'text'))
  const ends = await twoEnds(server, data)
  await ends.addEnd(0, 'passive')
  await ends.addEnd(1, 'active')
  await logged(server, / tunnel up /, 2)
  return { data, server }
}

test('serve on the Linux data plane says when it stops how many tunnels keep running, and how to remove them', async (t) => {
  const missing = await whatIsMissing()
  if (missing !== undefined) return t.skip(`the Linux data plane cannot run here: ${missing}`)
  const { data, server } = await linuxTunnel(t)
  const last = (await stop(server)).at(-1) ?? ''
  assert.ok(last.includes(`stopped; 2 tunnels keep running on this host`), last)
  assert.ok(last.includes(`./culvert purge --data ${data} removes it`), last)
})
