import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../runtime/clock.ts'
import { borrowDrive, isDriveWanted, takeDrive } from './drive-lock.ts'
import { IntentWriter, readIntents } from './intents.ts'
import { intentFor, makeDoubleSites } from './testing/sites.ts'

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'culvert-keeper-'))
  t.after(() => rmSync(made, { recursive: true }))
  return made
}

test('an intent is read as it was written, for nobody but its owner, until its gateway is to go', async (t) => {
  const runFolder = folder(t)
  const { left, right } = makeDoubleSites()
  const intents = [intentFor(left), intentFor(right)]
  assert.deepEqual(await readIntents(runFolder), new Map())
  const writer = new IntentWriter(runFolder)
  for (const intent of intents) await writer.write(intent.id, intent)
  assert.deepEqual(await readIntents(runFolder), new Map(intents.map((intent) => [intent.id, intent])))
  for (const name of readdirSync(join(runFolder, 'intents'))) {
    assert.equal(statSync(join(runFolder, 'intents', name)).mode & 0o777, 0o600)
  }
  await writer.write(left.gateway, undefined)
  assert.deepEqual([...(await readIntents(runFolder)).keys()], [right.gateway])
})

test('an intent that is not what its digest says is left out', async (t) => {
  const runFolder = folder(t)
  const { left } = makeDoubleSites()
  await new IntentWriter(runFolder).write(left.gateway, intentFor(left))
  const [name = ''] = readdirSync(join(runFolder, 'intents'))
  const file = join(runFolder, 'intents', name)
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('203.0.113.1', '203.0.113.9'))
  assert.deepEqual(await readIntents(runFolder), new Map())
})

test('a keeper has the drive only while no server has it or waits for it', async (t) => {
  const runFolder = folder(t)
  const server = await takeDrive(runFolder, systemClock)
  assert.equal(borrowDrive(runFolder), undefined)
  assert.equal(isDriveWanted(runFolder), false)
  server()
  const keeper = borrowDrive(runFolder)
  assert.ok(keeper)
  const next = takeDrive(runFolder, systemClock)
  while (!isDriveWanted(runFolder)) await new Promise(setImmediate)
  keeper()
  assert.equal(borrowDrive(runFolder), undefined)
  const taken = await next
  assert.equal(borrowDrive(runFolder), undefined)
  taken()
})
