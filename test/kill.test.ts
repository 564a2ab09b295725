import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { program } from '../src/bench/child.ts'
import { cli, serveArguments } from '../src/bench/server-under-test.ts'
import { type TencentCalls, tencentCalls } from '../src/bench/tencent-calls.ts'
import { readCredentials } from '../src/server/installation.ts'
import { openSqliteStoreForReading } from '../src/store/sqlite/open.ts'
import { createNativeClient } from '../src/wire/native/client.ts'

/** A server on the folder, and a way to end it that no program can prepare for. */
async function serve(folder: string) {
  const child = spawn(process.execPath, [program(cli), ...serveArguments(folder, 'simulated')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const addressInNext = async () => /http:\S+/.exec((await lines.next()).value ?? 'ended')?.[0]
  const [api, admin] = [await addressInNext(), await addressInNext()]
  assert.ok(api !== undefined && admin !== undefined, 'the server did not start')
  const store = await openSqliteStoreForReading(folder)
  const credentials = await store.read(readCredentials)
  await store.close()
  assert.ok(credentials !== undefined)
  const { secretId, secretKey, appId } = credentials.tencent
  // It makes more than an account is granted.
  await createNativeClient(admin).set(appId, { 'quota.appid-max-vpcs': 1_000_000 })
  return {
    calls: tencentCalls(api, secretId, secretKey),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

const createNetwork = async (calls: TencentCalls, name: string): Promise<string> => {
  const answer = await calls.call('CreateVpc', { VpcName: name, CidrBlock: '10.0.0.0/16' })
  return (answer.Vpc as { VpcId: string }).VpcId
}

/** Creates one network after the other until the server is gone; answers those that it has heard of. */
async function createUntilKilled(calls: TencentCalls, client: number, answered: Map<string, string>): Promise<void> {
  for (let count = 0; ; count += 1) {
    const name = `network-${client}-${count}`
    try {
      answered.set(await createNetwork(calls, name), name)
    } catch {
      return
    }
  }
}

async function namesOf(calls: TencentCalls, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (let start = 0; start < ids.length; start += 100) {
    const page = { VpcIds: ids.slice(start, start + 100), Limit: '100' }
    const { VpcSet: networks } = await calls.call('DescribeVpcs', page)
    for (const { VpcId, VpcName } of networks as { VpcId: string; VpcName: string }[]) names.set(VpcId, VpcName)
  }
  return names
}

test('kill -9 at any moment loses no change that was answered', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-kill-'))
  const answered = new Map<string, string>()
  try {
    for (let round = 1; round <= 4; round += 1) {
      const { calls, kill } = await serve(folder)
      assert.deepEqual(
        await namesOf(calls, [...answered.keys()]),
        new Map(answered),
        'all of it is there after a restart',
      )
      const before = answered.size
      const clients = Array.from({ length: 8 }, (_, client) => createUntilKilled(calls, round * 100 + client, answered))
      // Not at a moment of time but in the midst of work: another one each round.
      while (answered.size < before + 40 * round) await new Promise((resolve) => setImmediate(resolve))
      await kill()
      await Promise.all(clients)
    }
    const { calls, kill } = await serve(folder)
    assert.deepEqual(await namesOf(calls, [...answered.keys()]), new Map(answered))
    await kill()
    assert.ok(answered.size >= 400, `only ${answered.size} were answered`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** Of the networks and gateways of the folder: those that the data plane was not brought to, and those that are pending. */
async function undone(folder: string) {
  const store = await openSqliteStoreForReading(folder)
  try {
    return await store.read(async (reader) => {
      const roots = (await reader.roots()).map(({ id }) => id)
      const applied = await reader.applied(roots)
      const pending = new Set((await reader.pending(0)).map(({ root }) => root.id))
      return { undone: roots.filter((id) => !applied.has(id)), pending }
    })
  } finally {
    await store.close()
  }
}

test('kill -9 between a commit and its reconciliation leaves the root pending, and the next server reconciles it at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-kill-'))
  try {
    let left: readonly string[] = []
    // A round may be faster than the kill, so as often as it takes to come between.
    for (let round = 1; left.length === 0; round += 1) {
      assert.ok(round < 20, 'every round was faster than the kill')
      const { calls, kill } = await serve(folder)
      const answered = new Map<string, string>()
      const clients = Array.from({ length: 8 }, (_, client) => createUntilKilled(calls, client, answered))
      while (answered.size < 40) await new Promise((resolve) => setImmediate(resolve))
      await kill()
      await Promise.all(clients)
      const found = await undone(folder)
      left = found.undone
      for (const id of left) assert.ok(found.pending.has(id), `${id} is not as desired, and not pending`)
    }
    const { kill } = await serve(folder)
    const started = performance.now()
    for (let rest = left; rest.length > 0; rest = (await undone(folder)).undone) {
      assert.ok(performance.now() - started < 15_000, `${rest.length} wait for a round, which is 30 s away`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await kill()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
