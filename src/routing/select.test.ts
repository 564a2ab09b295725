import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../domain/address.ts'
import { type Candidate, selectRoutes } from './select.ts'

const prefix = '10.2.0.0/16' as Ipv4Prefix
const older: Candidate = { prefix, tunnels: ['a1', 'a2'] }
const newer: Candidate = { prefix, tunnels: ['b1', 'b2'] }

const states = (usable: readonly string[], configured: readonly string[] = []) => ({
  isUsable: (tunnel: string) => usable.includes(tunnel),
  isConfigured: (tunnel: string) => configured.includes(tunnel),
})

const chosen = (candidates: readonly Candidate[], ...usable: readonly string[]) =>
  selectRoutes(candidates, states(usable)).map(({ tunnel, metric }) => `${tunnel} ${metric}`)

test('usable tunnels have routes in the order of the candidates and their tunnels', () => {
  assert.deepEqual(chosen([older, newer], 'b1', 'a2', 'a1'), ['a1 100', 'a2 101', 'b1 102'])
})

test('a connection without a usable tunnel has no route beside one that has', () => {
  assert.deepEqual(chosen([older, newer], 'b2'), ['b2 100'])
})

test('a prefix without a usable tunnel leads into the first tunnel of its first candidate', () => {
  assert.deepEqual(chosen([older, newer]), ['a1 100'])
})

test('a prefix without a usable tunnel leads into the first that is configured, not into one that cannot be', () => {
  const routes = selectRoutes([older, newer], states([], ['b2', 'b1']))
  assert.deepEqual(
    routes.map(({ tunnel }) => tunnel),
    ['b1'],
  )
})

test('each prefix is decided by itself', () => {
  const other = { prefix: '10.3.0.0/16' as Ipv4Prefix, tunnels: ['b1'] }
  const routes = selectRoutes([older, other], states(['a2']))
  assert.deepEqual(
    routes.map((route) => `${route.prefix} ${route.tunnel}`),
    ['10.2.0.0/16 a2', '10.3.0.0/16 b1'],
  )
})
