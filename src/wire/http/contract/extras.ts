/** What a cloud alone keeps of its resources is read by one of its operations: nothing is stored for nobody. */
import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { type OperationFixture, requestsOf } from '../testing/operation-fixture.ts'
import { placesOf, withoutPositions } from '../testing/request-places.ts'
import type { Declared } from './declared.ts'

/** The value, telling of each member that is read; a copy of all members, as a spread makes it, reads none of them. */
function heard(value: unknown, path: string, onRead: (path: string) => void): unknown {
  if (typeof value !== 'object' || value === null) return value
  let copied: string | symbol | undefined
  return new Proxy(value, {
    getOwnPropertyDescriptor(target, name) {
      copied = name
      return Reflect.getOwnPropertyDescriptor(target, name)
    },
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof name === 'symbol' || typeof member === 'function') return member
      const at = path === '' ? name : `${path}.${name}`
      if (name !== copied) onRead(withoutPositions(at))
      copied = undefined
      return heard(member, at, onRead)
    },
  })
}

async function askAll(fixture: OperationFixture, all: readonly Declared[]): Promise<void> {
  for (const operation of all) {
    for (let form = 0, forms = 1; form < forms; form += 1) {
      await using client = await fixture.open()
      const requests = await requestsOf(fixture, operation)(client)
      forms = requests.length
      await client.send(operation, requests[form] ?? {})
    }
  }
}

export function testExtras(fixture: OperationFixture, all: readonly Declared[]): void {
  test('each field of the extras is read by some operation', async () => {
    const read = new Set<string>()
    const codecs = Object.entries(fixture.extras)
    const spies = codecs.map(([name, codec]) => {
      const own = codec.read
      return mock.method(codec, 'read', (owner: never) =>
        // Not the value itself, which is frozen and has to be returned as it is.
        heard(structuredClone(own(owner)), '', (path) => read.add(`${name}.${path}`)),
      )
    })
    try {
      await askAll(fixture, all)
    } finally {
      for (const spy of spies) spy.mock.restore()
    }
    const fields = codecs.flatMap(([name, codec]) => placesOf(codec.fields).map(({ path }) => `${name}.${path}`))
    assert.ok(fields.length > 0)
    assert.deepEqual(
      fields.filter((field) => !read.has(field)),
      [],
    )
  })
}
