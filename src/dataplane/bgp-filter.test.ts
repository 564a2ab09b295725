import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../domain/address.ts'
import { isRefused, refusedRanges } from './bgp-filter.ts'
import type { BgpSpec, NeighborSpec } from './port.ts'

const neighbor = (localAddress: string, refused: readonly string[] = []) =>
  ({ localAddress, refused }) as unknown as NeighborSpec

test('no neighbor’s default route, shared range or relatives, session network, or part of a refused prefix is taken', () => {
  const one = neighbor('10.8.0.1', ['10.1.0.0/16'])
  const ranges = refusedRanges(
    { neighbors: [one, neighbor('169.254.12.2'), neighbor('10.7.7.6')] } as unknown as BgpSpec,
    one,
  )
  const refused = ['0.0.0.0/0', '100.64.0.0/10', '100.64.1.0/24', '100.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24']
  refused.push('10.8.0.0/30', '10.8.0.1/32', '10.7.7.4/30', '169.254.0.0/16', '127.0.0.1/32', '224.0.0.0/4')
  for (const one of refused) assert.equal(isRefused(ranges, one as Ipv4Prefix), true, one)
  for (const one of ['10.0.0.0/8', '10.2.0.0/16', '10.8.0.0/24', '101.0.0.0/8', '128.0.0.0/1']) {
    assert.equal(isRefused(ranges, one as Ipv4Prefix), false, one)
  }
})
