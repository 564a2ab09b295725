import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  noSettings,
  oneOf,
  onOrOff,
  type Setting,
  type SettingTable,
  settingOf,
  someOf,
  wholeNumber,
  withSettings,
} from './setting.ts'

const about = { what: 'something', source: 'ours' }
const tunnels = { ...about, type: wholeNumber, usual: 10 }
const table: SettingTable = new Map<string, Setting>([
  ['site', { ...about, type: oneOf('here', 'there'), usual: 'here' }],
  ['quota.tunnels', tunnels],
  ['quota.routes', { ...about, type: wholeNumber, usual: 20 }],
  ['region.a.bgp', { ...about, type: onOrOff, usual: true }],
  ['region.a.zones', { ...about, type: someOf(['a-1', 'a-2']), usual: ['a-1', 'a-2'] }],
])

const detailOf = (change: Record<string, unknown>): string => {
  const refused = withSettings(table, noSettings, change)
  return refused.ok ? 'taken' : `${refused.error.name} ${refused.error.detail}`
}

test('a setting is read from JSON and as it is typed, and only what differs is kept', () => {
  const typed = { 'quota.tunnels': '3', 'region.a.bgp': 'off', 'region.a.zones': 'a-2', site: 'here' }
  const expected = { 'quota.tunnels': 3, 'region.a.bgp': false, 'region.a.zones': ['a-2'] }
  assert.deepEqual(withSettings(table, noSettings, typed), { ok: true, value: expected })
  assert.deepEqual(withSettings(table, noSettings, expected), { ok: true, value: expected })
  assert.equal(settingOf(expected, 'quota.tunnels', tunnels), 3)
  assert.equal(settingOf(noSettings, 'quota.tunnels', tunnels), 10)
})

test('a setting that is null goes back to what is usual, and the others stay', () => {
  const before = { 'quota.tunnels': 3, 'region.a.bgp': false }
  const after = withSettings(table, before, { 'quota.tunnels': null })
  assert.deepEqual(after, { ok: true, value: { 'region.a.bgp': false } })
})

test('a setting that is not there is refused with those that are, as far as the name is right', () => {
  assert.equal(detailOf({ 'quota.tunnel': 1 }), 'quota.tunnel is no setting: there is quota.routes, quota.tunnels')
  assert.equal(detailOf({ 'region.b.bgp': 1 }), 'region.b.bgp is no setting: there is region.a.')
  assert.equal(detailOf({ sites: 1 }), 'sites is no setting: there is quota., region., site')
})

test('a value that a setting does not take is refused with what it takes', () => {
  assert.match(detailOf({ 'quota.tunnels': -1 }), /must be a whole number/)
  assert.match(detailOf({ 'quota.tunnels': '1.5' }), /must be a whole number/)
  assert.equal(detailOf({ 'region.a.bgp': 'yes' }), 'region.a.bgp must be on or off')
  assert.equal(detailOf({ site: 'nowhere' }), 'site must be here, there')
  assert.equal(detailOf({ 'region.a.zones': ['a-3'] }), 'region.a.zones must be any of a-1, a-2')
})

test('a stored value of another type is a fault, and not what is usual', () => {
  assert.throws(() => settingOf({ 'quota.tunnels': 'many' }, 'quota.tunnels', tunnels), /quota.tunnels is "many"/)
})
