/** A Modify changes what it is given, and nothing else of what the resource was given before. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { ofOperation } from '../testing/asked.ts'
import { echoesOf } from '../testing/echoes.ts'
import { type OperationClient, type OperationFixture, type Reply, requestsOf } from '../testing/operation-fixture.ts'
import { type Place, placesOf, type Tree, valuesAt } from '../testing/request-places.ts'
import { samplesOf, withSample } from '../testing/samples.ts'
import { type Declared, describingOf, toldBy } from './declared.ts'
import { describedBy } from './echoes.ts'

interface Pair {
  readonly creating: Declared
  readonly modifying: Declared
  readonly describing: Declared
}

/** Whether its answer says the id of what it has made, which no request can name before. */
const isMaking = ({ request, shownBy }: Declared): boolean => request[shownBy?.id ?? ''] === undefined

type Nouns = Readonly<Record<string, readonly Declared[]>>

/** Operations that change what others make, of their own noun if they can: they name it by the field that these answer with. */
function pairsOf(nouns: Nouns): readonly Pair[] {
  const all = Object.values(nouns).flat()
  return Object.values(nouns).flatMap((own) =>
    own.flatMap((modifying) => {
      const { operation, id } = modifying.shownBy ?? {}
      if (id === undefined || modifying.request[id] === undefined) return []
      const creating = [...own, ...all].find(
        (each) => isMaking(each) && each.service === modifying.service && each.shownBy?.operation === operation,
      )
      const describing = describingOf(all, modifying)
      return creating === undefined || describing === undefined ? [] : [{ creating, modifying, describing }]
    }),
  )
}

/** A good request of the form with another value than the usual one in every place that takes one beside the others. */
async function fullRequest(
  fixture: OperationFixture,
  operation: Declared,
  form: number,
): Promise<((client: OperationClient) => Promise<Tree>) | undefined> {
  const { idempotentBy, dryRunBy } = operation
  const places = placesOf(operation.request).filter(({ path }) => path !== idempotentBy && path !== dryRunBy)
  const make = async (client: OperationClient, chosen: readonly Place[]): Promise<Tree | undefined> => {
    let request = (await requestsOf(fixture, operation)(client))[form]
    for (const place of chosen) {
      if (request === undefined) return undefined
      const samples = await samplesOf(fixture, operation, place, client, request)
      request = withSample(operation, request, place, samples[1] ?? samples[0]).sent
    }
    return request
  }
  await using first = await fixture.open()
  const good = await make(first, [])
  if (good === undefined) return undefined
  const chosen: Place[] = []
  // What a good request has already was chosen for it.
  for (const place of places.filter(({ path }) => valuesAt(good, path).every((value) => value === undefined))) {
    await using client = await fixture.open()
    const request = await make(client, [...chosen, place])
    if (request !== undefined && (await client.send(operation, request)).code === undefined) chosen.push(place)
  }
  return async (client) => (await make(client, chosen)) ?? {}
}

interface Standing {
  readonly client: OperationClient
  /** What a modification has to name at least: the resource, and the part of it that is to change. */
  readonly naming: Tree
  /** Things to refer to are made once: two cannot have the same address. */
  readonly samples: (place: Place, naming: Tree) => Promise<readonly unknown[]>
  describe(): Promise<Tree>
}

/** Samples for the modification's places; those that the fixture makes of one function are made once. */
function sampling(fixture: OperationFixture, { modifying }: Pair, client: OperationClient): Standing['samples'] {
  const known = new Map<unknown, Promise<readonly unknown[]>>()
  return (place, naming) => {
    const key = ofOperation(fixture.values, modifying, ` ${place.path}`) ?? fixture.values[place.path] ?? place
    const made = known.get(key) ?? samplesOf(fixture, modifying, place, client, naming)
    known.set(key, made)
    return made
  }
}

async function namingOf({ modifying }: Pair, id: string, samples: Standing['samples']): Promise<Tree> {
  let naming: Tree = { [modifying.shownBy?.id ?? '']: id }
  for (const place of placesOf(modifying.request)) {
    const { path, field } = place
    if (!field.required || field.readBy !== undefined || path.includes('.') || path in naming) continue
    naming = { ...naming, [path]: (await samples(place, naming))[0] }
  }
  return naming
}

async function made(
  fixture: OperationFixture,
  pair: Pair,
  full: (client: OperationClient) => Promise<Tree>,
  client: OperationClient,
): Promise<Standing> {
  const { creating } = pair
  const sent = await full(client)
  const reply: Reply = await client.send(creating, sent)
  assert.equal(reply.code, undefined, toldBy(reply))
  await client.installation.settle()
  const { shownBy } = creating
  assert.ok(shownBy)
  const [id] = valuesAt(reply.body, shownBy.id)
  const samples = sampling(fixture, pair, client)
  return {
    client,
    naming: await namingOf(pair, String(id), samples),
    samples,
    describe: () => describedBy(fixture, creating, client, sent, reply),
  }
}

/** What the resource shows of what it was given, by the paths of the answer. */
const givenOf = ({ describing, creating }: Pair, body: Tree): ReadonlyMap<string, readonly unknown[]> =>
  new Map(echoesOf(describing, creating.shownBy?.at).map(({ shown }) => [shown, valuesAt(body, shown)]))

/** Longer than a cloud keeps one modification waiting for the one before it, in milliseconds. */
const untilNext = 61_000

/** The paths of what was given before and is shown otherwise after a modification that does not name it. */
async function lost(
  fixture: OperationFixture,
  pair: Pair,
  { client, naming, samples, describe }: Standing,
  place: Place | undefined,
): Promise<readonly string[]> {
  const { modifying, describing } = pair
  const values = place === undefined ? [undefined] : await samples(place, naming)
  const own = new Set(
    echoesOf(describing, modifying.shownBy?.at).flatMap(({ sent, shown }) =>
      sent === place?.path || sent in naming ? [shown] : [],
    ),
  )
  const follows = place === undefined ? [] : (fixture.follows?.[place.path] ?? [])
  const wrong = new Set<string>()
  for (const value of values.slice(0, 2)) {
    client.installation.now += untilNext
    const before = givenOf(pair, await describe())
    const sent = place === undefined ? naming : withSample(modifying, naming, place, value).sent
    const reply = await client.send(modifying, sent)
    if (reply.code !== undefined) continue
    await client.installation.settle()
    for (const [path, after] of givenOf(pair, await describe())) {
      // Of a list, a modification of its first element leaves the others as they are.
      const from = own.has(path) ? 1 : 0
      if (follows.includes(path) || isDeepStrictEqual(before.get(path)?.slice(from), after.slice(from))) continue
      wrong.add(`${place?.path ?? 'nothing'} changes ${path} from ${before.get(path)} to ${after}`)
    }
  }
  return [...wrong]
}

export function testKeeping(fixture: OperationFixture, nouns: Nouns): void {
  for (const pair of pairsOf(nouns)) {
    const { creating, modifying } = pair
    test(`${modifying.action}: what is not named stays as ${creating.action} or an earlier modification was given it`, async () => {
      const { idempotentBy, shownBy } = modifying
      const places = placesOf(modifying.request).filter(({ path }) => path !== idempotentBy && path !== shownBy?.id)
      const wrong: string[] = []
      for (let form = 0; ; form += 1) {
        const full = await fullRequest(fixture, creating, form)
        if (full === undefined) break
        await using client = await fixture.open()
        const standing = await made(fixture, pair, full, client)
        for (const place of [undefined, ...places]) wrong.push(...(await lost(fixture, pair, standing, place)))
      }
      assert.deepEqual(wrong, [])
    })
  }
}
