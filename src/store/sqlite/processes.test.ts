import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gateway, listed, network } from '../contract/samples.ts'
import type { StoreReader } from '../port.ts'
import { openSqliteStore, openSqliteStoreForReading } from './open.ts'
import { scratchFolder } from './testing/scratch.ts'

/** What the child prints once it has the folder. */
const ready = 'ready'

/** The child: writes several at a time until it is killed, and prints each id once its write has resolved. */
async function writeUntilKilled(folder: string, round: string): Promise<void> {
  const store = await openSqliteStore({ folder })
  process.stdout.write(`${ready}\n`)
  const writer = async (lane: number) => {
    for (let number = 0; ; number++) {
      const id = `${round}-${lane}-${number}`
      await store.write(async (transaction) => {
        await transaction.put(network(id))
        await transaction.put(gateway(`gateway-${id}`, [], { network: id }))
        await transaction.markApplied(id, 1, 0)
      })
      process.stdout.write(`${id}\n`)
    }
  }
  await Promise.all([0, 1, 2, 3].map(writer))
}

const [, , folderOfChild, roundOfChild] = process.argv
if (folderOfChild !== undefined && roundOfChild !== undefined) await writeUntilKilled(folderOfChild, roundOfChild)
else parentTests()

const start = (folder: string, round: string) =>
  spawn(process.execPath, [fileURLToPath(import.meta.url), folder, round], { stdio: ['ignore', 'pipe', 'inherit'] })

/** What was promised is there, and of every write all or nothing. */
async function checkWhole(reader: StoreReader, promised: readonly string[]): Promise<void> {
  const there = new Set((await reader.everything()).map(({ id }) => id))
  const lost = promised.filter((id) => !there.has(id) || !there.has(`gateway-${id}`))
  assert.deepEqual(lost, [])
  const networks = (await listed(reader, 'network')).map(({ id }) => id)
  assert.equal(there.size, networks.length * 2)
  assert.equal((await reader.applied(networks)).size, networks.length)
  for (const id of networks) assert.equal((await reader.referencing(id, 'gateway')).length, 1)
}

function parentTests(): void {
  test('kill -9 at any moment loses no write that had resolved and leaves none in part', async () => {
    const { folder, remove } = scratchFolder()
    const promised: string[] = []
    try {
      for (const round of [1, 40, 150, 333]) {
        const child = start(folder, `round${round}`)
        const closed = once(child, 'close')
        let seen = 0
        // Lines that were printed before the kill are read to the end: each is a promise.
        for await (const line of createInterface({ input: child.stdout })) {
          if (line === ready) continue
          promised.push(line)
          seen++
          // Not at a line's end but while what follows is being written.
          if (seen === round) setTimeout(() => child.kill('SIGKILL'), Math.random() * 3)
        }
        assert.equal((await closed)[1], 'SIGKILL')
        for (const open of [() => openSqliteStoreForReading(folder), () => openSqliteStore({ folder })]) {
          const store = await open()
          await store.read((reader) => checkWhole(reader, promised))
          await store.close()
        }
      }
    } finally {
      remove()
    }
    assert.ok(promised.length >= 1 + 40 + 150 + 333)
  })

  test('a folder that a process has open is refused to another one, until the first ends', async () => {
    const { folder, remove } = scratchFolder()
    const child = start(folder, 'holder')
    try {
      for await (const line of createInterface({ input: child.stdout })) if (line === ready) break
      await assert.rejects(openSqliteStore({ folder }), (error: Error) => {
        assert.equal(error.name, 'StoreUnavailable')
        assert.match(error.message, new RegExp(`in use by process ${child.pid}: .*--data`))
        return !error.message.includes('\n')
      })
      const closed = once(child, 'close')
      child.stdout.resume()
      child.kill('SIGKILL')
      await closed
      await (await openSqliteStore({ folder })).close()
    } finally {
      child.kill('SIGKILL')
      remove()
    }
  })
}
