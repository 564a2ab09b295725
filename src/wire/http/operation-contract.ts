/** What every operation is held to by its own declaration: what it says to use is used, and what it says to show is shown. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Operation, ShownBy } from '../../operations/operation.ts'
import type { CallContext } from './context.ts'
import { type Echo, echoesOf } from './testing/echoes.ts'
import { type OperationClient, type OperationFixture, type Reply, requestsOf } from './testing/operation-fixture.ts'
import { type Place, placesOf, standsAt, type Tree, withoutPositions } from './testing/request-places.ts'
import { samplesOf, withSample } from './testing/samples.ts'

type Declared = Operation<CallContext>

const toldBy = ({ code, message }: Reply): string => `${code} ${message}`

/** The operation, asked with each of its good requests; `place` with one of the samples in it. */
async function asked(fixture: OperationFixture, operation: Declared, read: Set<string>, place?: Place): Promise<void> {
  const { action } = operation
  const onRead = (of: Declared, path: string) => of.action === action && read.add(withoutPositions(path))
  for (let form = 0, forms = 1; form < forms; form += 1) {
    await using client = await fixture.open(onRead)
    const requests = await requestsOf(fixture, action)(client)
    forms = requests.length
    const good = requests[form] ?? {}
    const sample = place && (await samplesOf(fixture, operation, place, client, good))[0]
    const sent = place === undefined ? good : withSample(operation, good, place, sample).sent
    const reply = await client.send(action, sent)
    const told = () =>
      `testing/operation-fixture.ts: a good request of ${action}, not ${JSON.stringify(good)}: ${toldBy(reply)}`
    if (place === undefined) assert.equal(reply.code, undefined, reply.code === undefined ? '' : told())
  }
}

async function askedInVain(fixture: OperationFixture, { action }: Declared, read: Set<string>): Promise<void> {
  const requests = fixture.refusedLate?.[action]
  if (requests === undefined) return
  await using client = await fixture.open((of, path) => of.action === action && read.add(withoutPositions(path)))
  for (const request of await requests(client)) await client.send(action, request)
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

interface Shown {
  readonly value: unknown
  readonly body: Tree
}

/** One request with the value in its place, and what is shown of it then; or why it was refused. */
async function shown(
  fixture: OperationFixture,
  operation: Declared,
  place: Place,
  form: number,
  sample: number,
): Promise<Shown | string | undefined> {
  const { action, shownBy } = operation
  await using client = await fixture.open()
  const good = (await requestsOf(fixture, action)(client))[form]
  if (good === undefined) return undefined
  const chosen = (await samplesOf(fixture, operation, place, client, good))[sample]
  if (chosen === undefined) return undefined
  const { value, sent } = withSample(operation, good, place, chosen)
  const reply = await client.send(action, sent)
  if (reply.code !== undefined) return toldBy(reply)
  if (shownBy === undefined) return { value, body: reply.body }
  await client.installation.settle()
  return { value, body: await describedBy(fixture, shownBy, client, sent, reply) }
}

async function describedBy(
  { operations }: OperationFixture,
  { operation, by, id, at }: ShownBy,
  client: OperationClient,
  sent: Tree,
  reply: Reply,
): Promise<Tree> {
  const describing = (await operations.all()).find(({ action }) => action === operation)
  const is = standsAt(reply.body, id) ?? standsAt(sent, id)
  const field = by === undefined ? undefined : describing?.request[by]
  assert.ok(by === undefined || field?.use === 'used', `${operation} has no field ${by}`)
  const asking = field?.use === 'used' && field.type.name.startsWith('list') ? [is] : is
  const described = await client.send(operation, by === undefined ? {} : { [by]: asking })
  assert.equal(described.code, undefined, `${operation} ${String(is)}: ${toldBy(described)}`)
  const resource = standsAt(described.body, at)
  return (Array.isArray(resource) ? resource[0] : resource) as Tree
}

const spelled = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** What is wrong with an echo; undefined when two values that differ come back, each as it was sent. */
async function brokenEcho(
  fixture: OperationFixture,
  operation: Declared,
  place: Place,
  echo: Echo,
): Promise<string | undefined> {
  const told: string[] = []
  for (let form = 0; ; form += 1) {
    const [first, second] = [
      await shown(fixture, operation, place, form, 0),
      await shown(fixture, operation, place, form, 1),
    ]
    if (first === undefined || second === undefined) break
    if (typeof first === 'string' || typeof second === 'string') {
      told.push(typeof first === 'string' ? first : String(second))
      continue
    }
    const seen = [first, second].map(({ body }) => standsAt(body, echo.shown))
    const [one, other] = seen.map(spelled)
    if (one === other) {
      told.push(`${echo.shown} is ${one} for ${spelled(first.value)} and for ${spelled(second.value)}`)
      continue
    }
    const sent = [first, second].map(({ value }) => spelled(value))
    if (!echo.verbatim || (sent[0] === one && sent[1] === other)) return undefined
    told.push(`${echo.shown} is ${one} and ${other} for ${sent.join(' and ')}`)
  }
  return `${place.path}: ${told.join('; ') || 'there are not two values of it that differ'}`
}

interface Given {
  readonly place: Place
  readonly echo: Echo
}

const givenIn = (operation: Declared, describing: Declared, at: string): readonly Given[] => {
  const places = new Map(placesOf(operation.request).map((place) => [place.path, place]))
  return echoesOf(describing, at).flatMap((echo) => {
    const place = places.get(echo.sent)
    return place === undefined ? [] : [{ place, echo }]
  })
}

function testEchoes(fixture: OperationFixture, all: readonly Declared[]): void {
  const given = new Set<string>()
  for (const operation of all.filter(({ shownBy }) => shownBy !== undefined)) {
    const { action, shownBy } = operation
    const describing = all.find((each) => each.action === shownBy?.operation)
    test(`${action}: what ${shownBy?.operation} shows as given comes back as it was given`, async () => {
      assert.ok(describing)
      const pairs = givenIn(operation, describing, shownBy?.at ?? '')
      assert.ok(pairs.length > 0)
      const broken: string[] = []
      for (const { place, echo } of pairs) {
        given.add(`${describing.action} ${echo.shown}`)
        const problem = await brokenEcho(fixture, operation, place, echo)
        if (problem !== undefined) broken.push(problem)
      }
      assert.deepEqual(broken, [])
    })
  }
  test('what an answer shows as given is given by some operation', () => {
    const shownAt = new Map(
      all.flatMap(({ shownBy }) => (shownBy === undefined ? [] : [[shownBy.operation, shownBy.at]])),
    )
    const nobodys = all.flatMap((describing) => {
      const at = shownAt.get(describing.action)
      if (at === undefined) return []
      const paths = echoesOf(describing, at).map(({ shown: path }) => `${describing.action} ${path}`)
      return [...new Set(paths)].filter((path) => !given.has(path))
    })
    assert.deepEqual(nobodys, [])
  })
}

/** Whatever the cloud documents for an operation is something that it can end in, or has its reason; and not both. */
function testDocumented({ producible, common }: OperationFixture, operation: Declared): void {
  const { action, documented, neverOccurs = {} } = operation
  const codes = producible(operation)
  test(`${action}: no error that it can end in is said never to occur`, () => {
    assert.deepEqual(
      Object.keys(neverOccurs).filter((code) => codes.has(code)),
      [],
    )
  })
  if (documented === undefined) return
  test(`${action}: each documented error is produced, or has its reason`, () => {
    const known = (code: string) => codes.has(code) || common.includes(code) || Object.hasOwn(neverOccurs, code)
    assert.deepEqual(
      documented.filter((code) => !known(code)),
      [],
    )
    assert.deepEqual(
      Object.keys(neverOccurs).filter((code) => !documented.includes(code)),
      [],
      'a reason for what is not documented',
    )
  })
}

export async function operationContract(name: string, fixture: OperationFixture): Promise<void> {
  const all = await fixture.operations.all()
  describe(`the operation contract: ${name}`, () => {
    for (const operation of all) {
      testDocumented(fixture, operation)
      test(`${operation.action}: each field that is declared as used is read`, async () => {
        assert.deepEqual(await unread(fixture, operation), [])
        assert.deepEqual(await readAfterAll(fixture, operation), [], 'declared as read by another')
      })
    }
    test('what makes or changes something says which operation shows it', () => {
      const silent = all.filter(
        ({ effect, action, shownBy }) => effect === 'write' && !action.startsWith('Delete') && shownBy === undefined,
      )
      assert.deepEqual(
        silent.map(({ action }) => action),
        [],
      )
    })
    testEchoes(fixture, all)
  })
}
