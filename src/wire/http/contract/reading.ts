/** What an operation says to use is read by its handler, and what another reads is not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ofOperation } from '../testing/asked.ts'
import { type OperationFixture, requestsOf } from '../testing/operation-fixture.ts'
import { type Place, placesOf, withoutPositions } from '../testing/request-places.ts'
import { samplesOf, withSample } from '../testing/samples.ts'
import { type Declared, toldBy } from './declared.ts'

/** What a good request ends in. */
function codeAtBest({ action, errors, endsIn }: Declared): string | undefined {
  const error = endsIn && errors[endsIn]
  assert.ok(error !== true, `${action}: what it ends in is a word of its own`)
  return error?.code
}

/** The operation, asked with each of its good requests; `place` with one of the samples in it. */
async function asked(fixture: OperationFixture, operation: Declared, read: Set<string>, place?: Place): Promise<void> {
  const { action } = operation
  const onRead = (of: Declared, path: string) => of === operation && read.add(withoutPositions(path))
  for (let form = 0, forms = 1; form < forms; form += 1) {
    await using client = await fixture.open(onRead)
    const requests = await requestsOf(fixture, operation)(client)
    forms = requests.length
    const good = requests[form] ?? {}
    const sample = place && (await samplesOf(fixture, operation, place, client, good))[0]
    const sent = place === undefined ? good : withSample(operation, good, place, sample).sent
    const reply = await client.send(operation, sent)
    const told = () =>
      `testing/operation-fixture.ts: a good request of ${action}, not ${JSON.stringify(good)}: ${toldBy(reply)}`
    if (place === undefined) assert.equal(reply.code, codeAtBest(operation), told())
  }
}

async function askedInVain(fixture: OperationFixture, operation: Declared, read: Set<string>): Promise<void> {
  const requests = ofOperation(fixture.refusedLate, operation)
  if (requests === undefined) return
  await using client = await fixture.open((of, path) => of === operation && read.add(withoutPositions(path)))
  for (const request of await requests(client)) await client.send(operation, request)
}

/** Used fields that no handler reads, asked with and without them. */
async function unread(fixture: OperationFixture, operation: Declared): Promise<readonly string[]> {
  const read = new Set<string>()
  const { idempotentBy, dryRunBy } = operation
  await asked(fixture, operation, read)
  await askedInVain(fixture, operation, read)
  const left = placesOf(operation.request).filter(
    ({ path, field }) => !read.has(path) && field.readBy === undefined && path !== idempotentBy && path !== dryRunBy,
  )
  for (const place of left) await asked(fixture, operation, read, place)
  return left.map(({ path }) => path).filter((path) => !read.has(path))
}

/** Fields that claim to be read by somebody else than the handler, which reads them. */
async function readAfterAll(fixture: OperationFixture, operation: Declared): Promise<readonly string[]> {
  const read = new Set<string>()
  await asked(fixture, operation, read)
  return placesOf(operation.request)
    .filter(({ path, field }) => field.readBy !== undefined && read.has(path))
    .map(({ path }) => path)
}

export function testReading(fixture: OperationFixture, operation: Declared): void {
  test(`${operation.action}: each field that is declared as used is read`, async () => {
    assert.deepEqual(await unread(fixture, operation), [])
    assert.deepEqual(await readAfterAll(fixture, operation), [], 'declared as read by another')
  })
}
