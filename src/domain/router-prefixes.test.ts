import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from './address.ts'
import { noExtras, noLabels, type Resource, type Router } from './resource.ts'
import { choose, type OfferedPrefix } from './router-prefixes.ts'

type Choices = Readonly<Record<string, boolean>>

const attachment = (id: string, choices: Choices = {}): Resource<'router-attachment'> => ({
  kind: 'router-attachment',
  id,
  account: 'a',
  region: 'r',
  name: '',
  createdAt: 0,
  generation: 1,
  deleting: false,
  labels: noLabels,
  extras: noExtras,
  spec: {
    router: 'router',
    target: { kind: 'gateway', id },
    publishesRoutes: true,
    choices: Object.entries(choices).map(([prefix, enabled]) => ({ prefix: prefix as Ipv4Prefix, enabled })),
  },
})

const offer = (id: string, prefix: string, since: number, choices: Choices = {}): OfferedPrefix => ({
  attachment: attachment(id, choices),
  prefix: prefix as Ipv4Prefix,
  since,
})

const enabled = (rule: Router['prefixes'], ...offers: readonly OfferedPrefix[]): readonly string[] =>
  choose(offers, rule).flatMap((each) => (each.enabled ? [`${each.attachment.id} ${each.prefix}`] : []))

test('of prefixes of two attachments that overlap the earlier is enabled, whatever became of it', () => {
  const [wide, narrow] = [offer('a', '10.0.0.0/8', 1), offer('b', '10.1.0.0/16', 2)]
  assert.deepEqual(enabled('distinct', narrow, wide), ['a 10.0.0.0/8'])
  assert.deepEqual(enabled('distinct', narrow, offer('a', '10.0.0.0/8', 1, { '10.0.0.0/8': false })), [])
  assert.deepEqual(enabled('distinct', narrow, offer('a', '10.0.0.0/8', 3)), ['b 10.1.0.0/16'])
  assert.deepEqual(enabled('nested', narrow, wide), ['a 10.0.0.0/8', 'b 10.1.0.0/16'])
})

test('equal prefixes of two attachments exclude one another by either rule', () => {
  const both = [offer('a', '10.0.0.0/8', 1), offer('b', '10.0.0.0/8', 2)]
  for (const rule of ['distinct', 'nested'] as const) assert.deepEqual(enabled(rule, ...both), ['a 10.0.0.0/8'])
})

test('prefixes of one attachment never clash', () => {
  const own = [offer('a', '10.0.0.0/8', 1), offer('a', '10.1.0.0/16', 1)]
  assert.deepEqual(enabled('distinct', ...own), ['a 10.0.0.0/8', 'a 10.1.0.0/16'])
})

test('what somebody enabled stands, and keeps an earlier one that comes back from being enabled', () => {
  const chosen = offer('b', '10.1.0.0/16', 2, { '10.1.0.0/16': true })
  assert.deepEqual(enabled('distinct', offer('a', '10.0.0.0/8', 1), chosen), ['b 10.1.0.0/16'])
})
