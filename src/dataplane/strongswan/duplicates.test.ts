import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDuplicates } from './duplicates.ts'
import type { ViciMessage } from './vici/message.ts'

const sa = (uniqueid: string, change: ViciMessage = {}) => ({
  connection: {
    uniqueid,
    version: '2',
    state: 'ESTABLISHED',
    initiator: 'no',
    established: '3',
    'local-host': '9.51.100.1',
    'remote-host': '203.0.113.1',
    ...change,
  },
})

test('one IKE SA is no duplicate, nor is one beside it that ends, begins or is rekeyed', () => {
  assert.equal(findDuplicates([]), undefined)
  assert.equal(findDuplicates([sa('1')]), undefined)
  for (const state of ['CONNECTING', 'REKEYING', 'REKEYED', 'DELETING']) {
    assert.equal(findDuplicates([sa('1'), sa('2', { state })]), undefined)
  }
})

test('of two IKE SAs the older is the duplicate, and at equal age the one that the peer began', () => {
  assert.deepEqual(findDuplicates([sa('1', { established: '9', initiator: 'yes' }), sa('2')])?.ends, [
    { 'ike-id': '1' },
  ])
  assert.deepEqual(findDuplicates([sa('2'), sa('1', { established: '9', initiator: 'yes' })])?.ends, [
    { 'ike-id': '1' },
  ])
  assert.deepEqual(findDuplicates([sa('1', { initiator: 'yes' }), sa('2'), sa('3')])?.ends, [
    { 'ike-id': '2' },
    { 'ike-id': '3' },
  ])
})

test('an IKE SA with Child SAs of other selectors beside one that carries ends neither of them', () => {
  const child = (local: string) => ({
    uniqueid: '1',
    state: 'INSTALLED',
    'local-ts': [local],
    'remote-ts': ['10.2.0.0/16'],
  })
  const carrying = sa('1', { established: '9', 'child-sas': { 'child-1-1': child('10.1.0.0/16') } })
  const trying = (children: ViciMessage) => sa('2', { 'child-sas': children })
  assert.equal(findDuplicates([carrying, trying({})]), undefined)
  assert.equal(findDuplicates([carrying, trying({ 'child-1-2': child('10.1.0.0/32') })]), undefined)
  const same = trying({ 'child-1-2': child('10.1.0.0/16') })
  assert.deepEqual(findDuplicates([carrying, same])?.ends, [{ 'ike-id': '1' }])
})

test('the end with the lower address closes a duplicate first', () => {
  assert.equal(findDuplicates([sa('1'), sa('2')])?.first, true)
  const hosts = { 'local-host': '203.0.113.1', 'remote-host': '9.51.100.1' }
  assert.equal(findDuplicates([sa('1', hosts), sa('2', hosts)])?.first, false)
})

test('IKE SAs of IKEv1 are never closed as duplicates', () => {
  assert.equal(findDuplicates([sa('1', { version: '1' }), sa('2', { version: '1' })]), undefined)
})

test('of Child SAs with the same selectors in one IKE SA all but the newest are duplicates, in either version', () => {
  const child = (uniqueid: string, local: string, state = 'INSTALLED') => ({
    uniqueid,
    state,
    'local-ts': [local],
    'remote-ts': ['10.2.0.0/16'],
  })
  const children = {
    'child-1-9': child('9', '10.1.1.0/24'),
    'child-2-8': child('8', '10.1.2.0/24'),
    'child-1-10': child('10', '10.1.1.0/24'),
    'child-2-7': child('7', '10.1.2.0/24', 'REKEYED'),
  }
  for (const version of ['1', '2']) {
    assert.deepEqual(findDuplicates([sa('1', { version, 'child-sas': children })])?.ends, [{ 'child-id': '9' }])
  }
})
