import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Setting } from '../domain/cause.ts'
import { changesBetween } from '../domain/field-change.ts'
import type { Connection } from '../domain/resource.ts'
import { connection } from '../store/contract/samples.ts'
import { settingsOfPath } from './changed-settings.ts'

const { spec } = connection('v', { gateway: 'g', peers: ['c', 'c'] })

const settingsOf = (after: Connection, index: 1 | 2): readonly Setting[] =>
  changesBetween('v', spec, after).flatMap(({ path }) => settingsOfPath(path, index))

const withFirst = (change: Partial<Connection['tunnels'][number]>): Connection => ({
  ...spec,
  tunnels: spec.tunnels.map((tunnel) => (tunnel.index === 1 ? { ...tunnel, ...change } : tunnel)),
})

test('a changed tunnel is told by the settings that its peer has to go along with, and the other tunnel by none', () => {
  const [{ ike, child } = assert.fail()] = spec.tunnels
  const bgp = { enabled: true }
  const cases: readonly (readonly [Parameters<typeof withFirst>[0], readonly Setting[]])[] = [
    [{ ike: { ...ike, version: 1 } }, ['ike.version']],
    [{ ike: { ...ike, proposal: { ...ike.proposal, keyExchange: 'modp2048' } } }, ['ike.keyExchange']],
    [{ child: { ...child, proposal: { ...child.proposal, keyExchange: 'modp2048' } } }, ['child.keyExchange']],
    [{ customerGateway: 'd' }, ['remoteAddress', 'ike.remoteIdentity', 'bgp.neighborAsNumber', 'bgp.password']],
    [{ deadPeerDetection: { timeoutSeconds: 9, action: 'clear' } }, ['deadPeerDetection', 'deadPeerDetection']],
    [{ bgp }, ['bgp.localAddress', 'bgp.neighborAddress']],
    [{ resets: 1 }, []],
  ]
  for (const [change, expected] of cases) {
    assert.deepEqual(settingsOf(withFirst(change), 1), expected)
    assert.deepEqual(settingsOf(withFirst(change), 2), [])
  }
})
