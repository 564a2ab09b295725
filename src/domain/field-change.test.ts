import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesBetween } from './field-change.ts'

const spec = (ike: object, selectors: readonly object[] = []) => ({
  selectors,
  tunnels: [{ index: 1, ike }, { index: 2 }],
})

test('changes are told by the way to each value, tunnels by their numbers and lists as a whole', () => {
  const before = spec({ version: 1, proposal: { encryption: 'aes128' } }, [{ local: ['10.1.0.0/16'] }])
  const after = spec({ version: 1, proposal: { encryption: 'aes256' }, localIdentity: 'moon' })
  assert.deepEqual(changesBetween('c', before, after), [
    { resource: 'c', path: 'selectors', before: '[{"local":["10.1.0.0/16"]}]', after: '[]' },
    { resource: 'c', path: 'tunnels.1.ike.localIdentity', after: 'moon' },
    { resource: 'c', path: 'tunnels.1.ike.proposal.encryption', before: 'aes128', after: 'aes256' },
  ])
  assert.deepEqual(changesBetween('c', after, after), [])
})

test('of a key it is told that it changed, and neither key', () => {
  const [change] = changesBetween('c', spec({ preSharedKey: 'one' }), spec({ preSharedKey: 'two' }))
  assert.deepEqual(change, { resource: 'c', path: 'tunnels.1.ike.preSharedKey', secret: true })
})
