import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '../runtime/config.ts'
import { StoreUnavailable } from '../store/port.ts'
import { sentenceFor } from './failure.ts'

test('an error for users is printed as its message, on one line', () => {
  assert.equal(
    sentenceFor(new ConfigError('the port is in use:\n  choose another')),
    'the port is in use: choose another',
  )
  assert.equal(sentenceFor(new StoreUnavailable('held by process 7')), 'held by process 7')
})

test('an error of the system is printed with what to do', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  assert.match(sentenceFor(full), /^the disk is full: free some space.*\(ENOSPC/)
})

test('an unexpected error is printed with its stack', () => {
  assert.match(sentenceFor(new TypeError('x is not a function')), /please report it: TypeError: x.*\n +at /)
  assert.match(sentenceFor('a string'), /a string/)
})
