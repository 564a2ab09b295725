/** What a Create or a Modify was given comes back from the operation that shows it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Echo, echoesOf } from '../testing/echoes.ts'
import { type OperationClient, type OperationFixture, type Reply, requestsOf } from '../testing/operation-fixture.ts'
import { type Place, placesOf, standsAt, type Tree, valuesAt } from '../testing/request-places.ts'
import { samplesOf, withSample } from '../testing/samples.ts'
import { type Declared, describingOf, toldBy } from './declared.ts'

/** Who shows what was given: the answer of the operation that took it, or the operation that describes the resource. */
export type Shower = 'answer' | 'description'

interface Shown extends Readonly<Record<Shower, Tree>> {
  readonly value: unknown
}

/** One request with the value in its place, and what is shown of it then; or why it was refused. */
async function shown(
  fixture: OperationFixture,
  operation: Declared,
  place: Place,
  form: number,
  sample: number,
): Promise<Shown | string | undefined> {
  const { shownBy } = operation
  await using client = await fixture.open()
  const good = (await requestsOf(fixture, operation)(client))[form]
  if (good === undefined) return undefined
  const chosen = (await samplesOf(fixture, operation, place, client, good))[sample]
  if (chosen === undefined) return undefined
  const { value, sent } = withSample(operation, good, place, chosen)
  const reply = await client.send(operation, sent)
  if (reply.code !== undefined) return toldBy(reply)
  const answer = reply.body
  if (shownBy === undefined) return { value, answer, description: answer }
  await client.installation.settle()
  return { value, answer, description: await describedBy(fixture, operation, client, sent, reply) }
}

/** What an operation shows, asked once for each value. */
class Shows {
  readonly #fixture: OperationFixture
  readonly #operation: Declared
  readonly #known = new Map<string, ReturnType<typeof shown>>()

  constructor(fixture: OperationFixture, operation: Declared) {
    this.#fixture = fixture
    this.#operation = operation
  }

  of(place: Place, form: number, sample: number): ReturnType<typeof shown> {
    const key = `${place.path} ${form} ${sample}`
    const known = this.#known.get(key) ?? shown(this.#fixture, this.#operation, place, form, sample)
    this.#known.set(key, known)
    return known
  }
}

/** The resource that an operation has made or changed, as the operation that is to show it does. */
export async function describedBy(
  { operations, whereabouts, placed = {} }: OperationFixture,
  making: Declared,
  client: OperationClient,
  sent: Tree,
  reply: Reply,
): Promise<Tree> {
  const { by, id, at } = making.shownBy ?? assert.fail(`${making.action} does not say what shows it`)
  const describing = describingOf(await operations.all(), making)
  assert.ok(describing, `${making.action}: nothing shows it`)
  const made = valuesAt(reply.body, id)
  const named = valuesAt(sent, id)
  const asked = named.length > 1 ? named : standsAt(sent, id)
  const is = made.length > 1 ? made : (made[0] ?? asked)
  const field = by === undefined ? undefined : describing.request[by]
  assert.ok(by === undefined || field?.use === 'used', `${describing.action} has no field ${by}`)
  const takesList = field?.use === 'used' && field.type.name.startsWith('list')
  const where: { [name: string]: Tree[string] } = Object.fromEntries(
    whereabouts.flatMap((path) => {
      const name = path.split('.').at(-1) ?? ''
      const place = standsAt(sent, path)
      return place === undefined || !(name in describing.request) ? [] : [[name, place]]
    }),
  )
  for (const [name, find] of Object.entries(placed)) {
    if (name in describing.request) where[name] ??= await find(client, is)
  }
  const resources: Tree[] = []
  for (const one of [is].flat()) {
    const asking = takesList ? [one] : one
    const request = { ...where, ...making.shownBy?.with, ...(by === undefined ? {} : { [by]: asking }) }
    const described = await client.send(describing, request)
    assert.equal(described.code, undefined, `${describing.action} ${String(asking)}: ${toldBy(described)}`)
    const resource = standsAt(described.body, at)
    resources.push((Array.isArray(resource) ? resource[0] : resource) as Tree)
  }
  // Of several that were made at once, a list of them: a path leads into its first element, or into each.
  return (resources.length === 1 ? resources[0] : resources) as Tree
}

/** A value as text, however a wire writes it. */
export const spelled = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** What is wrong with an echo; undefined when two values that differ come back, each as it was sent. */
async function brokenEcho(shows: Shows, { place, echo }: Given, shower: Shower): Promise<string | undefined> {
  const told: string[] = []
  for (let form = 0; ; form += 1) {
    const [first, second] = [await shows.of(place, form, 0), await shows.of(place, form, 1)]
    if (first === undefined || second === undefined) break
    if (typeof first === 'string' || typeof second === 'string') {
      told.push(typeof first === 'string' ? first : String(second))
      continue
    }
    const seen = [first, second].map((each) => standsAt(each[shower], echo.shown))
    const [one, other] = seen.map(spelled)
    if (one === other) {
      told.push(`${echo.shown} is ${one} for ${spelled(first.value)} and for ${spelled(second.value)}`)
      continue
    }
    const sent = [first, second].map(({ value }) => spelled(value))
    if (!echo.verbatim || (sent[0] === one && sent[1] === other)) return undefined
    told.push(`${echo.shown} is ${one} and ${other} for ${sent.join(' and ')}`)
  }
  return `${place.path} in the ${shower}: ${told.join('; ') || 'there are not two values of it that differ'}`
}

export interface Given {
  readonly place: Place
  readonly echo: Echo
}

/** The fields of a request that are shown as given, each with where. */
export const givenIn = (operation: Declared, describing: Declared, at = ''): readonly Given[] => {
  const places = new Map(placesOf(operation.request).map((place) => [place.path, place]))
  return echoesOf(describing, at).flatMap((echo) => {
    const place = places.get(echo.sent)
    return place === undefined ? [] : [{ place, echo }]
  })
}

/** What is broken of these; nothing when each comes back. */
async function brokenEchoes(shows: Shows, pairs: readonly Given[], shower: Shower): Promise<readonly string[]> {
  const broken: string[] = []
  for (const pair of pairs) {
    const problem = await brokenEcho(shows, pair, shower)
    if (problem !== undefined) broken.push(problem)
  }
  return broken
}

/** What a read says of its own request: the page that was asked for. */
function testReads(fixture: OperationFixture, operation: Declared): void {
  const pairs = givenIn(operation, operation).filter(({ echo }) => !echo.shown.includes('.'))
  if (pairs.length === 0) return
  test(`${operation.action}: what its answer shows as given comes back as it was given`, async () => {
    assert.deepEqual(await brokenEchoes(new Shows(fixture, operation), pairs, 'answer'), [])
  })
}

const nameOf = ({ service, action }: Declared): string => `${service} ${action}`

/** What is gone cannot be shown. */
const takesAway = /^(Delete|Cancel|Un[Tt]ag|Unassociate|Dissociate|Disable|Detach|Remove|Revoke)/

/** A session is known to whoever has its key, and to nobody else. */
const isSession = /^(AssumeRole|GetFederationToken)$/

export function testEchoes(fixture: OperationFixture, all: readonly Declared[]): void {
  test('what makes or changes something says which operation shows it', () => {
    const silent = all.filter(
      ({ effect, action, shownBy }) =>
        effect === 'write' && !takesAway.test(action) && !isSession.test(action) && shownBy === undefined,
    )
    assert.deepEqual(
      silent.map(({ action }) => action),
      [],
    )
  })
  // In the root of these stands a resource, whose fields are those that made it.
  const resources = new Set(
    all.flatMap(({ service, shownBy }) => (shownBy?.at === '' ? [`${service} ${shownBy.operation}`] : [])),
  )
  const reads = all.filter((each) => each.effect === 'read' && !resources.has(nameOf(each)))
  for (const operation of reads) testReads(fixture, operation)
  const given = new Set<string>()
  for (const operation of all.filter(({ shownBy }) => shownBy !== undefined)) {
    const { action, shownBy } = operation
    const describing = describingOf(all, operation)
    test(`${action}: what its answer and ${shownBy?.operation} show as given comes back as it was given`, async () => {
      assert.ok(describing)
      const pairs = givenIn(operation, describing, shownBy?.at)
      const others = placesOf(operation.request).filter(({ path }) => path !== shownBy?.id)
      assert.ok(pairs.length > 0 || others.length === 0, 'nothing that it was given is shown')
      for (const { echo } of pairs) given.add(`${nameOf(describing)} ${echo.shown}`)
      const shows = new Shows(fixture, operation)
      const described = await brokenEchoes(shows, pairs, 'description')
      assert.deepEqual([...described, ...(await brokenEchoes(shows, givenIn(operation, operation), 'answer'))], [])
    })
  }
  test('what an answer shows as given is given by some operation', () => {
    const shownAt = new Map(
      all.flatMap(({ service, shownBy }) =>
        shownBy === undefined ? [] : [[`${service} ${shownBy.operation}`, shownBy.at]],
      ),
    )
    const nobodys = all.flatMap((describing) => {
      const at = shownAt.get(nameOf(describing))
      if (at === undefined) return []
      const paths = echoesOf(describing, at).map(({ shown: path }) => `${nameOf(describing)} ${path}`)
      return [...new Set(paths)].filter((path) => !given.has(path))
    })
    assert.deepEqual(nobodys, [])
  })
}
