import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { address, gateway, listed, network } from '../contract/samples.ts'
import { StoreUnavailable } from '../port.ts'
import { openSqliteStore, openSqliteStoreForReading } from './open.ts'
import { scratchFolder } from './testing/scratch.ts'

const inFolder = (body: (folder: string) => Promise<void>) => async () => {
  const { folder, remove } = scratchFolder()
  try {
    await body(join(folder, 'new', 'data'))
  } finally {
    remove()
  }
}

/** One line for a person, that says what is wrong. */
const unavailable = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof StoreUnavailable, String(error))
  assert.match(error.message, pattern)
  assert.ok(!error.message.includes('\n'))
  return true
}

async function fill(folder: string): Promise<void> {
  const store = await openSqliteStore({ folder })
  for (let index = 0; index < 200; index++) {
    await store.write((transaction) => transaction.put(gateway(`g${index}`, [address(index)])))
  }
  await store.close()
}

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

test(
  'a new data folder and its files are readable by this user alone',
  inFolder(async (folder) => {
    const store = await openSqliteStore({ folder })
    await store.write((transaction) => transaction.put(network('n')))
    assert.equal(mode(folder), '700')
    const files = readdirSync(folder).toSorted()
    assert.deepEqual(files, ['culvert.db', 'culvert.db-shm', 'culvert.db-wal', 'lock.db'])
    for (const file of files) assert.equal(mode(join(folder, file)), '600', file)
    await store.close()
  }),
)

test(
  'an existing data folder keeps its mode, and its files lose other users’ permissions',
  inFolder(async (folder) => {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    writeFileSync(join(folder, 'culvert.db'), '', { mode: 0o644 })
    const store = await openSqliteStore({ folder })
    assert.equal(mode(folder), '755')
    assert.equal(mode(join(folder, 'culvert.db')), '600')
    await store.close()
  }),
)

test(
  'a folder cannot be opened twice by one process, and can again after closing',
  inFolder(async (folder) => {
    const store = await openSqliteStore({ folder })
    await assert.rejects(openSqliteStore({ folder }), unavailable(new RegExp(`in use by process ${process.pid}`)))
    await store.write((transaction) => transaction.put(network('n')))
    await store.close()
    await (await openSqliteStore({ folder })).close()
  }),
)

test(
  'a folder that cannot be made is an error of one line',
  inFolder(async (folder) => {
    mkdirSync(join(folder, '..'), { recursive: true })
    writeFileSync(folder, 'a file where the folder should be')
    await assert.rejects(openSqliteStore({ folder }), unavailable(/cannot be written .*--data/))
  }),
)

test(
  'a file that is no database, or damaged, is an error of one line and is left as it is',
  inFolder(async (folder) => {
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'culvert.db')
    writeFileSync(file, 'no database'.repeat(1000))
    await assert.rejects(openSqliteStore({ folder }), unavailable(/culvert\.db is not a database: restore/))
    await assert.rejects(openSqliteStoreForReading(folder), unavailable(/is not a database/))
    assert.equal(statSync(file).size, 11_000)
  }),
)

test(
  'a file that is truncated is an error of one line when it is read',
  inFolder(async (folder) => {
    await fill(folder)
    truncateSync(join(folder, 'culvert.db'), 5 * 4096)
    const open = async () => {
      const store = await openSqliteStore({ folder })
      await store.read((reader) => listed(reader, 'gateway')).finally(() => store.close())
    }
    await assert.rejects(open(), unavailable(/culvert\.db is damaged: restore/))
  }),
)

test(
  'a folder of a newer version is refused and not changed',
  inFolder(async (folder) => {
    await (await openSqliteStore({ folder })).close()
    const database = new DatabaseSync(join(folder, 'culvert.db'))
    database.exec("insert into migrations (name) values ('9999-from-the-future')")
    database.close()
    for (const open of [() => openSqliteStore({ folder }), () => openSqliteStoreForReading(folder)]) {
      await assert.rejects(open(), unavailable(/newer Culvert \(it has 9999-from-the-future\)/))
    }
  }),
)

test(
  'a folder can be read while a server has it open, and each read sees the newest commit',
  inFolder(async (folder) => {
    await assert.rejects(openSqliteStoreForReading(folder), unavailable(/there is no data in .*culvert serve/))
    assert.equal(existsSync(folder), false)
    const store = await openSqliteStore({ folder })
    const reading = await openSqliteStoreForReading(folder)
    const name = () => reading.read((reader) => reader.setting('name'))
    assert.equal(await name(), undefined)
    await store.write((transaction) => transaction.putSetting('name', 'one'))
    assert.equal(await name(), 'one')
    await reading.read(async (reader) => {
      assert.equal(await reader.setting('name'), 'one')
      await store.write((transaction) => transaction.putSetting('name', 'two'))
      assert.equal(await reader.setting('name'), 'one')
      assert.equal(await name(), 'two')
    })
    await store.close()
    assert.equal(await name(), 'two')
    await reading.close()
    const alone = await openSqliteStoreForReading(folder)
    assert.equal(await alone.read((reader) => reader.setting('name')), 'two')
    await alone.close()
  }),
)

test(
  'a fresh folder opens within 80 ms',
  inFolder(async (folder) => {
    const times: number[] = []
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const started = performance.now()
      const store = await openSqliteStore({ folder: join(folder, name) })
      times.push(performance.now() - started)
      await store.close()
    }
    // The quickest of five, so that a machine that is busy for a moment does not count.
    assert.ok(Math.min(...times) < 80, `${times}`)
  }),
)

test(
  'a folder that belongs to another user is an error, not a folder without data',
  inFolder(async (folder) => {
    await fill(folder)
    const isRoot = process.geteuid?.() === 0
    chmodSync(folder, 0)
    if (isRoot) process.seteuid?.(65_534)
    try {
      await assert.rejects(openSqliteStoreForReading(folder), unavailable(/ belongs to another user: .*sudo/))
    } finally {
      if (isRoot) process.seteuid?.(0)
      chmodSync(folder, 0o700)
    }
  }),
)
