import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '../domain/result.ts'
import { Catalogue, notYet, outOfScope, product } from './catalogue.ts'
import { operation } from './operation.ts'

const declared = (action: string) =>
  operation({
    action,
    service: 'Vpc 1',
    summary: '',
    source: '',
    permission: { action: `vpc:${action}`, resource: '*' },
    effect: 'read',
    request: {},
    response: {},
    errors: {},
    run: async () => ok({}),
  })

type Documented = 'CreateVpc' | 'DeleteVpc' | 'CreateSslVpnServer'

const vpc = { CreateVpc: async () => declared('CreateVpc') }
const later = notYet('it comes with routing', 'DeleteVpc')
const never = outOfScope('it is another thing', 'CreateSslVpnServer')

const catalogue = () => new Catalogue<unknown>({ vpc }, { 'Vpc 1': product<Documented>()([vpc, later, never]) })

test('an operation is loaded when it is first called, and only once', async () => {
  const operations = catalogue()
  assert.equal(operations.loaded('Vpc 1 CreateVpc'), undefined)
  const loaded = await operations.load('Vpc 1 CreateVpc')
  assert.ok(loaded !== undefined && 'action' in loaded)
  assert.equal(operations.loaded('Vpc 1 CreateVpc'), loaded)
})

test('an action that is not offered has its reason, and an unknown one is undefined', async () => {
  const operations = catalogue()
  assert.deepEqual(await operations.load('Vpc 1 DeleteVpc'), { offered: 'not yet', why: 'it comes with routing' })
  assert.equal(await operations.load('Vpc 1 DeleteVpn'), undefined)
  assert.equal(await operations.load('Vpc 2 DeleteVpc'), undefined)
  assert.deepEqual(
    operations.unoffered.map(({ action, offered }) => [action, offered]),
    [
      ['DeleteVpc', 'not yet'],
      ['CreateSslVpnServer', 'never'],
    ],
  )
})

test('a product that leaves an action out, doubles or misspells one does not compile', () => {
  product<Documented>()([vpc, later, never])
  // @ts-expect-error CreateSslVpnServer is left out
  product<Documented>()([vpc, later])
  // @ts-expect-error DeleteVpc is there twice
  product<Documented>()([vpc, later, never, notYet('it is there twice', 'DeleteVpc')])
  // @ts-expect-error DeleteVPC is no action
  product<Documented>()([vpc, later, never, notYet('it is misspelt', 'DeleteVPC')])
})
