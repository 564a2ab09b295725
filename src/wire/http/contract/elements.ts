/** What each element of a list was given comes back from that element, and from no other. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { Fields } from '../../../operations/decode.ts'
import { type OperationFixture, requestsOf, Together } from '../testing/operation-fixture.ts'
import { placedInElements, type Tree, valuesAt } from '../testing/request-places.ts'
import { samplesOf } from '../testing/samples.ts'
import { type Declared, describingOf, toldBy } from './declared.ts'
import { describedBy, type Given, givenIn, type Shower, spelled } from './echoes.ts'

/** Whether a path leads through a list of structures. */
function isInList(fields: Fields, path: string): boolean {
  const [name = '', ...rest] = path.split('.')
  const field = fields[name]
  if (field?.use !== 'used' || field.type.members === undefined) return false
  return field.type.name.startsWith('list') || isInList(field.type.members, rest.join('.'))
}

/** What is wrong; undefined when the two elements show what each was given, or cannot differ in it. */
async function mixedUp(
  fixture: OperationFixture,
  operation: Declared,
  { place, echo }: Given,
  shower: Shower,
): Promise<string | undefined> {
  const { request, shownBy } = operation
  const told: string[] = []
  for (let form = 0; ; form += 1) {
    await using client = await fixture.open()
    const good = (await requestsOf(fixture, operation)(client))[form]
    if (good === undefined || shownBy === undefined) break
    const samples = (await samplesOf(fixture, operation, place, client, good)).slice(0, 2)
    // A value that needs others beside it needs them of the whole request.
    if (samples.length < 2 || samples.some((sample) => sample instanceof Together)) return undefined
    const sent: Tree = placedInElements(request, good, place.path, samples)
    const reply = await client.send(operation, sent)
    if (reply.code !== undefined) {
      told.push(toldBy(reply))
      continue
    }
    if (shower === 'description') await client.installation.settle()
    const body = shower === 'answer' ? reply.body : await describedBy(fixture, operation, client, sent, reply)
    const seen = valuesAt(body, echo.shown).map(spelled)
    const given = samples.map(spelled)
    const isRight = echo.verbatim ? isDeepStrictEqual(seen, given) : seen[0] !== seen[1]
    if (seen.length === 2 && isRight) return undefined
    told.push(`${echo.shown} is ${seen.join(' and ')} for ${given.join(' and ')}`)
  }
  return `${place.path} in the ${shower}: ${told.join('; ')}`
}

export function testElements(fixture: OperationFixture, all: readonly Declared[]): void {
  for (const operation of all) {
    const { action, shownBy } = operation
    const describing = describingOf(all, operation)
    if (shownBy === undefined || describing === undefined) continue
    const inLists = (given: readonly Given[]) => given.filter(({ place }) => isInList(operation.request, place.path))
    const shown: readonly (readonly [Shower, readonly Given[]])[] = [
      ['description', inLists(givenIn(operation, describing, shownBy.at))],
      ['answer', inLists(givenIn(operation, operation))],
    ]
    if (shown.every(([, pairs]) => pairs.length === 0)) continue
    test(`${action}: what each of two elements of a list is given is shown of that element`, async () => {
      const wrong: string[] = []
      for (const [shower, pairs] of shown) {
        for (const pair of pairs) {
          const problem = await mixedUp(fixture, operation, pair, shower)
          if (problem !== undefined) wrong.push(problem)
        }
      }
      assert.deepEqual(wrong, [])
    })
  }
}
