import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../domain/address.ts'
import type { ExplainedTunnel } from '../wire/native/tunnels.ts'
import { preflightText } from './preflight-text.ts'

const end = { tunnel: 'tun-1', connection: 'vco-1', account: '1', dialect: 'alibaba' }

const tunnel: ExplainedTunnel = {
  ...{ id: 'tun-1', connection: 'vco-1', connectionName: 'to-the-branch', account: '1', region: 'r', index: 1 },
  ...{ status: 'child-up', daemonAlive: true, childSas: [], end, history: [] },
}

test('each part of a preflight is a line, and what failed is followed by what to change', () => {
  const selectors = { local: ['10.1.0.0/16' as Ipv4Prefix], remote: ['10.2.0.0/16' as Ipv4Prefix] }
  const sentence = 'Perfect forward secrecy differs: Diffie-Hellman group: here modp1024'
  const text = preflightText(tunnel, {
    ...{ tunnel: 'tun-1', at: 0, found: true, running: 'kept', end },
    steps: [
      { part: 'ike', outcome: 'ok', proposal: 'aes128-sha256-modp2048' },
      { part: 'authentication', outcome: 'ok' },
      { part: 'child', outcome: 'not-tried', why: 'narrower-refused', selectors },
      {
        ...{ part: 'rekeying', outcome: 'failed' },
        failure: { reason: 'no-proposal-chosen', refusedBy: 'remote', phase: 'child', detail: 'refused', at: 1 },
        explanation: {
          ...{ cause: 'perfect-forward-secrecy', sentence, carries: true, phase: 'child', refusedBy: 'other' },
          ...{ differs: [{ setting: 'child.keyExchange', ours: 'modp1024' }], likely: [], said: [] },
          fixes: [{ end: 'other', setting: 'child.keyExchange', value: 'modp1024' }],
        },
      },
    ],
  })
  assert.equal(
    text,
    `tun-1, tunnel 1 of to-the-branch: child-up

IKE SA                                ok         aes128-sha256-modp2048
authentication                        ok
Child SA 10.1.0.0/16 === 10.2.0.0/16  not tried  the peer takes no selectors inside of those that carry: rekey replaces the Child SA
rekeying                              FAILED     ${sentence}

rekeying:
phase       2, a Child SA
refused by  the peer, a foreign device
differs     child.keyExchange: here modp1024, there not known
to change   the peer, a foreign device: child.keyExchange to be modp1024

The SAs that carry are as they were.`,
  )
})
