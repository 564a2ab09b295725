import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrafficSelectors } from '../domain/ike.ts'
import type { ObservedChildSa } from '../domain/observation.ts'
import { makeSites, prefix } from './contract/lab.ts'
import { planPreflight, runningAfter } from './preflight.ts'

const pair = (local: string, remote: string): TrafficSelectors => ({ local: [prefix(local)], remote: [prefix(remote)] })
const carrying = (selectors: TrafficSelectors, spiIn = '1'): ObservedChildSa => ({
  ...{ selectors, spiIn, spiOut: '2', bytesIn: 0, bytesOut: 0, proposal: '' },
})
const beside = { standsBeside: true, rekey: false }

const proposedFor = (selectors: TrafficSelectors, negotiated = selectors) => {
  const { tunnel } = makeSites({ selectors: [selectors] }).left
  const { reach, why, children } = planPreflight(tunnel, { childSas: [carrying(negotiated)] }, beside)
  const [child] = children
  return child?.proposed === undefined ? `${reach}, ${why}` : `${child.proposed.local} === ${child.proposed.remote}`
}

test('what is proposed beside a Child SA that carries is inside of its selectors as they were negotiated, where nobody is', () => {
  assert.equal(proposedFor(pair('10.1.0.0/16', '10.2.0.0/16')), '10.1.0.0/32 === 10.2.0.0/32')
  const narrowed = pair('10.1.4.0/24', '10.2.8.0/24')
  assert.equal(proposedFor(pair('10.1.0.0/16', '10.2.0.0/16'), narrowed), '10.1.4.0/32 === 10.2.8.0/32')
  assert.equal(proposedFor(pair('10.1.1.10/32', '10.2.0.0/16')), '10.1.1.10/32 === 10.2.0.0/32')
})

test('of everything the outer addresses are proposed, between which the tunnel carries nothing', () => {
  assert.equal(proposedFor(pair('0.0.0.0/0', '0.0.0.0/0')), '198.51.100.1/32 === 203.0.113.1/32')
})

test('between two hosts a Child SA that carries has nothing inside that is not theirs, and only the IKE SA is tried', () => {
  assert.equal(proposedFor(pair('10.1.1.10/32', '10.2.1.10/32')), 'ike, no-narrower-selectors')
  assert.equal(proposedFor(pair('10.1.1.10/31', '10.2.1.10/31')), 'ike, no-narrower-selectors')
})

test('a Child SA that is not there is tried with its own selectors beside one that is', () => {
  const [up, missing] = [pair('10.1.0.0/16', '10.2.0.0/16'), pair('10.1.0.0/16', '10.3.0.0/16')]
  const { tunnel } = makeSites({ selectors: [up, missing] }).left
  const { children } = planPreflight(tunnel, { childSas: [carrying(up)] }, beside)
  assert.deepEqual(children[1], { selectors: missing, proposed: missing })
})

test('SAs that carried are told as kept by their SPIs, as rekeyed where that was tried, and else as ended', () => {
  const [one, other] = ['1', '9'].map((spi) => ({ childSas: [carrying(pair('10.1.0.0/16', '10.2.0.0/16'), spi)] }))
  assert.ok(one && other)
  const none = { childSas: [] }
  assert.equal(runningAfter(none, one, []), 'none')
  assert.equal(runningAfter(one, one, []), 'kept')
  assert.equal(runningAfter(one, other, []), 'ended')
  assert.equal(runningAfter(one, other, [{ part: 'rekeying', outcome: 'ok' }]), 'rekeyed')
  assert.equal(runningAfter(one, none, [{ part: 'rekeying', outcome: 'ok' }]), 'ended')
})
