/** How a dialect's operations lie in their folders: one a noun, one file a verb. Both clouds are held to the same. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Catalogue, Nouns } from '../../../operations/catalogue.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../context.ts'

const verbs = ['create.ts', 'describe.ts', 'modify.ts', 'delete.ts']

/** Of a declaration; the first four are given by `about`. */
const memberOrder = [
  'action',
  'service',
  'source',
  'permission',
  'summary',
  'effect',
  'idempotentBy',
  'dryRunBy',
  'request',
  'rules',
  'response',
  'shownBy',
  'errors',
  'endsIn',
  'documented',
  'neverOccurs',
  'notYet',
  'run',
]

interface Declared {
  /** Relative to the folder of all operations: "vpc/create.ts". */
  readonly file: string
  readonly exportedAs: string
  readonly operation: Operation<CallContext>
}

const isOperation = (value: unknown): value is Operation<CallContext> =>
  typeof value === 'object' && value !== null && 'action' in value && 'perform' in value

async function declaredIn(folder: string, noun: string): Promise<readonly Declared[]> {
  const names = readdirSync(join(folder, noun)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const modules = await Promise.all(
    names.map(async (name) => ({
      file: `${noun}/${name}`,
      exports: (await import(join(folder, noun, name))) as Readonly<Record<string, unknown>>,
    })),
  )
  return modules.flatMap(({ file, exports }) =>
    Object.entries(exports).flatMap(([exportedAs, operation]) =>
      isOperation(operation) ? [{ file, exportedAs, operation }] : [],
    ),
  )
}

/** The operations that a noun's folder declares, whoever registers them. */
export const operationsIn = async (folder: string): Promise<readonly Operation<CallContext>[]> =>
  (await declaredIn(folder, '.')).map(({ operation }) => operation)

const nounsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map(({ name }) => name)
    .sort()

const inCamelCase = (action: string): string => action.charAt(0).toLowerCase() + action.slice(1)

/** A declaration without rules gets none, behind all that it has. */
const membersOf = (operation: Operation<CallContext>): readonly string[] =>
  Object.keys(operation).filter(
    (name) => memberOrder.includes(name) && (name !== 'rules' || operation.rules.length > 0),
  )

/** What a dialect registers. */
interface Registered {
  readonly operations: Catalogue<CallContext>
  readonly nouns: Nouns<CallContext>
  /** The names that the cloud documents, by product and version. */
  readonly documentedActions: Readonly<Record<string, readonly string[]>>
}

function testCatalogue({ operations, nouns, documentedActions }: Registered): void {
  test('every documented action is offered, or has a reason why not', () => {
    const keys = Object.entries(documentedActions).flatMap(([service, names]) =>
      names.map((name) => `${service} ${name}`),
    )
    assert.deepEqual(
      keys.filter((key) => !operations.has(key)),
      [],
    )
    const offered = Object.values(nouns).reduce((sum, actions) => sum + Object.keys(actions).length, 0)
    assert.equal(operations.unoffered.length + offered, new Set(keys).size)
    assert.deepEqual([...operations.services].sort(), Object.keys(documentedActions).sort())
  })

  test('a reason not to offer an action is more than that it is not offered', () => {
    for (const { action, why } of operations.unoffered) assert.ok(why.length > 20 && !/not ?found/i.test(why), action)
  })

  test('an action loads the operation of its own name and product', async () => {
    for (const [noun, actions] of Object.entries(nouns)) {
      for (const [action, load] of Object.entries(actions)) {
        const operation = await load()
        assert.equal(operation.action, action, noun)
        const key = `${operation.service} ${action}`
        assert.equal(await operations.load(key), operation)
        assert.equal(operations.loaded(key), operation)
      }
    }
  })
}

/** `folder` holds a folder a noun, of which the catalogue is what the dialect answers. */
export async function testOperationFolders(folder: string, registered: Registered): Promise<void> {
  testCatalogue(registered)
  const byNoun = await registered.operations.byNoun()
  const nouns = nounsIn(folder)
  const declared = (await Promise.all(nouns.map((noun) => declaredIn(folder, noun)))).flat()
  const places = nouns.flatMap((noun) => verbs.map((verb) => `${noun}/${verb}`))

  test('an operation stands in the file of its verb, under its action’s name in camel case', () => {
    for (const { file, exportedAs, operation } of declared) {
      assert.ok(places.includes(file), `${operation.action} stands in ${file}`)
      assert.equal(exportedAs, inCamelCase(operation.action))
    }
  })

  test('every operation of a folder is registered once, under its noun, and by verb within it', () => {
    const fileOf = new Map(declared.map(({ file, operation }) => [operation, file]))
    assert.deepEqual(Object.keys(byNoun), nouns)
    for (const [noun, registered] of Object.entries(byNoun)) {
      const files = registered.map((operation) => fileOf.get(operation) ?? `${operation.action} in no folder`)
      assert.deepEqual(
        files,
        declared
          .map(({ file }) => file)
          .filter((file) => file.startsWith(`${noun}/`))
          .toSorted((a, b) => places.indexOf(a) - places.indexOf(b)),
      )
      assert.equal(new Set(registered).size, registered.length)
    }
  })

  test('a declaration’s members stand in the order of all declarations', () => {
    for (const { operation } of declared) {
      const members = membersOf(operation)
      assert.deepEqual(
        members,
        memberOrder.filter((name) => members.includes(name)),
        operation.action,
      )
    }
  })

  test('a folder whose operations declare errors has an errors.test.ts that provokes them', () => {
    const withErrors = declared.filter(({ operation }) => Object.keys(operation.errors).length > 0)
    for (const noun of new Set(withErrors.map(({ file }) => file.slice(0, file.indexOf('/'))))) {
      assert.ok(existsSync(join(folder, noun, 'errors.test.ts')), noun)
    }
  })
}
