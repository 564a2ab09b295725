/** What a declaration does not take is refused in the cloud's words, and leaves nothing stored. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RefusedField, WireType } from '../../../operations/decode.ts'
import {
  type OperationClient,
  type OperationFixture,
  type Reply,
  requestsOf,
  Together,
  type Told,
} from '../testing/operation-fixture.ts'
import type { Place, Tree } from '../testing/request-places.ts'
import { memberBeside, type Spot, spotsOf, withValueAt } from '../testing/request-spots.ts'
import { samplesOf } from '../testing/samples.ts'
import { type Declared, toldBy } from './declared.ts'

/** Asks one operation, with one of its good requests changed. */
class Asking implements AsyncDisposable {
  readonly #fixture: OperationFixture
  readonly #operation: Declared
  readonly #client: OperationClient
  readonly #good: Tree
  readonly #samples = new Map<string, unknown>()

  private constructor(fixture: OperationFixture, operation: Declared, client: OperationClient, good: Tree) {
    this.#fixture = fixture
    this.#operation = operation
    this.#client = client
    this.#good = good
  }

  static async open(fixture: OperationFixture, operation: Declared): Promise<Asking> {
    const client = await fixture.open()
    const [good = {}] = await requestsOf(fixture, operation)(client)
    return new Asking(fixture, operation, client, good)
  }

  /** The good request with the value at the spot; makes what has to be there for it. */
  with(spot: Spot, value: unknown): Promise<Tree> {
    return withValueAt(this.#operation.request, spot, this.#good, value, (place) => this.#sampleOf(place))
  }

  async #sampleOf(place: Place): Promise<unknown> {
    const { path } = place
    if (!this.#samples.has(path)) {
      const [sample] = await samplesOf(this.#fixture, this.#operation, place, this.#client, this.#good)
      this.#samples.set(path, sample instanceof Together ? sample.value : sample)
    }
    return this.#samples.get(path)
  }

  withUnknown(name: string): Tree {
    return { ...this.#good, [name]: 'x' }
  }

  send(sent: Tree): Promise<Reply> {
    return this.#client.send(this.#operation, sent)
  }

  /** Asserts what is told of a request that is refused, and that it has left nothing stored. */
  async refused(sent: Tree, expected: Told, about: string): Promise<void> {
    const { installation } = this.#client
    const before = await installation.dump()
    const reply = await this.send(sent)
    assert.equal(reply.code, expected.code, `${about}: ${toldBy(reply)}`)
    const { message } = expected
    if (typeof message === 'string') assert.equal(reply.message, message, about)
    else if (message !== undefined) assert.match(reply.message ?? '', message, about)
    assert.equal(await installation.dump(), before, `${about}: a refused request left something stored`)
  }

  [Symbol.asyncDispose] = () => this.#client[Symbol.asyncDispose]()
}

const generic = [true, false, 'x', 5, 'private', 'NationalStandard', ['x'], {}, [{}]]

const anywhere = { path: '', textOnly: true, firstIndex: 0 } as const

/** A value that the field's type takes and that asks for what the field is refused for. */
function askingValue({ type, allow }: RefusedField): unknown {
  return [...(type.samples?.() ?? []), ...generic].find((value) => {
    const decoded = type.decode(value, anywhere)
    return decoded.ok && !allow.includes(decoded.value)
  })
}

/** The code that the type itself has for what is no value of it. */
function codeOf({ wrong, decode }: WireType<unknown>): string | undefined {
  const decoded = decode(wrong, anywhere)
  return decoded.ok ? undefined : decoded.error[0]?.code
}

/** What is known to its two sides alone. */
const namesSecret = /(Psk|PreShareKey|Password|AuthKey|PrivateKey|SecretKey)$/

const isRequired = ({ field }: Spot): boolean => field.use === 'used' && field.required

export function testRefusals(fixture: OperationFixture, operation: Declared): void {
  const { action, request } = operation
  const { tells, firstIndex } = fixture
  const spots = spotsOf(request, firstIndex)

  test(`${action}: an unknown parameter is refused`, async () => {
    await using asking = await Asking.open(fixture, operation)
    const name = 'NoSuchParameter'
    await asking.refused(asking.withUnknown(name), tells.unknown(name), name)
  })

  const needed = spots.filter(isRequired)
  test(`${action}: a request without a required parameter is refused`, async () => {
    await using asking = await Asking.open(fixture, operation)
    for (const spot of needed) {
      const own = spot.field.use === 'used' ? spot.field.missingCode : undefined
      const refused = tells.missing(spot.toldAs, own)
      if (!spot.path.includes('.')) await asking.refused(await asking.with(spot, undefined), refused, spot.toldAs)
      const lone = memberBeside(spots, spot) === undefined
      // In a form, a structure of nothing is none.
      if (lone && spot.path.includes('.') && fixture.nothing === '') continue
      await asking.refused(await asking.with(spot, fixture.nothing), refused, spot.toldAs)
    }
  })

  test(`${action}: a value of the wrong type is refused in each parameter`, async () => {
    await using asking = await Asking.open(fixture, operation)
    for (const spot of spots) {
      const { field, toldAs, around } = spot
      const { type } = field
      if (type?.wrong === undefined) continue
      const own = codeOf(type) ?? (field.use === 'refused' ? undefined : field.code) ?? around
      await asking.refused(await asking.with(spot, type.wrong), tells.wrongType(toldAs, own, operation), toldAs)
    }
  })

  test(`${action}: what a parameter turns down is refused, and what asks for nothing passes`, async () => {
    await using asking = await Asking.open(fixture, operation)
    for (const spot of spots) {
      const { field, toldAs, around } = spot
      if (field.use !== 'refused') continue
      const value = askingValue(field)
      assert.ok(value !== undefined, `${toldAs}: no value of its type asks for anything`)
      const expected = tells.refused(toldAs, field.code ?? around)
      await asking.refused(await asking.with(spot, fixture.written(value)), expected, toldAs)
      for (const harmless of field.allow) {
        const { code } = await asking.send(await asking.with(spot, fixture.written(harmless)))
        assert.notEqual(code, expected.code, `${toldAs} ${String(harmless)}`)
      }
    }
  })

  const secrets = spots.filter(({ path }) => namesSecret.test(path))
  if (secrets.length === 0) return
  test(`${action}: a key or a password that is refused is not repeated`, async () => {
    await using asking = await Asking.open(fixture, operation)
    for (const spot of secrets) {
      const reply = await asking.send(await asking.with(spot, 'hunter two\n'))
      assert.ok(reply.code !== undefined, `${spot.toldAs} was taken`)
      assert.doesNotMatch(reply.message ?? '', /hunter/, spot.toldAs)
    }
  })
}
