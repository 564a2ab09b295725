import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { dataFolders } from './data-folders.ts'
import { gateStore } from './gated-store.ts'
import { Gates, Killed, settle } from './scheduler.ts'

const folders = dataFolders()
after(() => folders.remove())

async function openGated(folder: string): Promise<{ store: Store; opened: Store; gates: Gates }> {
  const gates = new Gates()
  const gather = (callback: () => void) => void gates.pass('store: begin').then(callback, callback)
  const opened = await openSqliteStore({ folder, synchronous: 'off', gather })
  return { store: gateStore(opened, gates, { full: () => false, written: () => {} }), opened, gates }
}

/** Opens so many gates on the way of one write, then kills: what does the next process find? */
async function writeAndKill(gatesToOpen: number): Promise<string | undefined> {
  const folder = await folders.first()
  const { store, opened, gates } = await openGated(folder)
  const written = store.write((transaction) => transaction.putSetting('colour', 'blue'))
  const outcome = written.then(
    () => 'answered',
    (error: unknown) => error,
  )
  for (let opening = 0; opening < gatesToOpen; opening += 1) {
    await settle()
    gates.open(0)
  }
  await settle()
  const left = folders.copy(folder)
  gates.kill()
  assert.ok((await outcome) instanceof Killed)
  await opened.close()
  const next = await openSqliteStore({ folder: left, synchronous: 'off' })
  const found = await next.read((reader) => reader.setting('colour'))
  await next.close()
  return found
}

describe('a write', () => {
  it('is lost when the server is killed before its transaction', async () => {
    assert.equal(await writeAndKill(0), undefined)
  })

  it('is lost when the server is killed inside its transaction', async () => {
    assert.equal(await writeAndKill(1), undefined)
  })

  it('is kept when the server is killed after its commit and before its answer', async () => {
    assert.equal(await writeAndKill(2), 'blue')
  })

  it('is refused to a server that was killed, as is a read', async () => {
    const { store, opened, gates } = await openGated(await folders.first())
    gates.kill()
    await assert.rejects(
      store.read(async () => 1),
      Killed,
    )
    await assert.rejects(
      store.write(async () => 1),
      Killed,
    )
    await opened.close()
  })
})
