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

/** A server on the folder, and a way to end it that no program can prepare for. */
async function serve(folder: string) {
  const child = spawn(process.execPath, [program(cli), ...serveArguments(folder, 'simulated')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const [line] = (await Promise.race([once(lines, 'line'), exited.then(() => ['ended'])])) as [string]
  const api = /http:\S+/.exec(line)?.[0]
  assert.ok(api !== undefined, `the server did not start: ${line}`)
  const store = await openSqliteStoreForReading(folder)
  const credentials = await store.read(readCredentials)
  await store.close()
  assert.ok(credentials !== undefined)
  const { secretId, secretKey } = credentials.tencent
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

test('kill -9 at any moment loses nothing that was answered', async () => {
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
