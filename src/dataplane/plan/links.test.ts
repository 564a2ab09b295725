import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import { digestLink } from '../digest.ts'
import { planLinks } from './links.ts'

const prefix = (text: string) => text as Ipv4Prefix

test('a network is linked anew when what lies beyond the gateway has changed, and unlinked when it is not wanted', () => {
  const link = { network: 'n', prefix: prefix('10.1.0.0/16'), beyond: [prefix('10.2.0.0/16')] }
  const more = { ...link, beyond: [...link.beyond, prefix('10.3.0.0/16')] }
  const desired = { id: 'g', tunnels: [], policies: [], routes: [] }
  const observed = {
    id: 'g',
    tunnels: [],
    policies: [],
    routes: [],
    links: [{ network: 'n', digest: digestLink(link) }],
  }
  const steps = (links: readonly (typeof link)[]) =>
    planLinks({ ...desired, links }, observed).flatMap((chain) => chain.steps)
  assert.deepEqual(steps([link]), [])
  assert.deepEqual(steps([more]), [{ do: 'link-network', gateway: 'g', link: more }])
  assert.deepEqual(steps([]), [{ do: 'unlink-network', gateway: 'g', network: 'n' }])
})
