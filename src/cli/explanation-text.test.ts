import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ExplainedTunnel } from '../wire/native/tunnels.ts'
import { explanationText, spellDuration } from './explanation-text.ts'

const end = { tunnel: 'tun-1', connection: 'vco-1', account: '1', dialect: 'alibaba' }

const tunnel: ExplainedTunnel = {
  id: 'tun-1',
  connection: 'vco-1',
  connectionName: 'to-the-branch',
  account: '1',
  region: 'r',
  index: 1,
  status: 'child-down',
  daemonAlive: true,
  childSas: [],
  end,
  history: [],
}

const said = { end: 'this', text: 'no acceptable proposal found', at: 1 } as const

test('a duration is told by its two largest units', () => {
  const cases = [
    [0, '0 s'],
    [72_000, '1 min 12 s'],
    [3_600_000, '1 h'],
    [90_061_000, '1 d 1 h'],
  ] as const
  for (const [milliseconds, text] of cases) assert.equal(spellDuration(milliseconds), text)
})

test('a tunnel is explained with what differs, who changed it and what to type where, a foreign device by its setting', () => {
  const text = explanationText(
    {
      ...tunnel,
      explanation: {
        cause: 'child-proposal',
        sentence: 'The ESP proposals differ: encryption: here aes256, the peer sent aes128',
        carries: false,
        phase: 'child',
        refusedBy: 'this',
        since: 1000,
        differs: [{ setting: 'child.encryption', ours: 'aes256', theirs: 'aes128', from: 'received' }],
        likely: [
          {
            at: 0,
            end: 'this',
            action: 'ModifyVpnConnectionAttribute',
            actor: 'LTAI1',
            requestId: 'r',
            changes: [
              { resource: 'vco-1', path: 'tunnels.1.child.proposal.encryption', before: 'aes128', after: 'aes256' },
              { resource: 'vco-1', path: 'tunnels.1.ike.preSharedKey', secret: true },
            ],
          },
        ],
        fixes: [
          {
            end: 'this',
            setting: 'child.encryption',
            value: 'aes128',
            action: 'ModifyVpnConnectionAttribute',
            parameter: 'IpsecConfig.IpsecEncAlg',
          },
          { end: 'other', setting: 'child.encryption', value: 'aes256' },
        ],
        said: [said],
      },
    },
    73_000,
  )
  assert.deepEqual(text.split('\n'), [
    'tun-1, tunnel 1 of to-the-branch: child-down, for 1 min 12 s',
    'The ESP proposals differ: encryption: here aes256, the peer sent aes128.',
    '',
    'phase       2, a Child SA',
    'refused by  vco-1 (alibaba 1)',
    'differs     child.encryption: here aes256, there aes128 (received)',
    'changed     1970-01-01T00:00:00.000Z ModifyVpnConnectionAttribute by LTAI1, of vco-1 (alibaba 1): tunnels.1.child.proposal.encryption aes128 -> aes256; tunnels.1.ike.preSharedKey changed',
    'to change   vco-1 (alibaba 1): ModifyVpnConnectionAttribute IpsecConfig.IpsecEncAlg to be aes128',
    'to change   the peer, a foreign device: child.encryption to be aes256',
    'said        vco-1 (alibaba 1): no acceptable proposal found',
  ])
})

test('a tunnel whose health check fails is told to have its SAs, and not to carry packets, which nobody has seen', () => {
  const explanation = {
    ...({ cause: 'health-check', sentence: 'Its health check gets no answer', carries: true } as const),
    ...{ differs: [], likely: [], fixes: [], said: [] },
  }
  assert.equal(
    explanationText({ ...tunnel, status: 'child-up', explanation }, 0),
    'tun-1, tunnel 1 of to-the-branch: child-up\nIts health check gets no answer.\nIts SAs are there all the same.',
  )
})

test('a tunnel with nothing to explain says so', () => {
  assert.equal(
    explanationText({ ...tunnel, connectionName: '', status: 'child-up' }, 0),
    'tun-1, tunnel 1 of vco-1: child-up\nNothing is wrong with it.',
  )
})

test('what is injected on a tunnel is told before all else, also of one that carries', () => {
  const fault = { id: 'fault-1', kind: 'packet-loss', amount: 30, at: 0, until: 60_000 } as const
  const faults = [
    { ...fault, scope: { tunnel: 'tun-1' }, direction: 'in', end: 'this' },
    { ...fault, scope: { gateway: 'g' }, end: 'other' },
  ] as const
  assert.equal(
    explanationText({ ...tunnel, status: 'child-up', faults }, 2000),
    `tun-1, tunnel 1 of to-the-branch: child-up
Nothing is wrong with it.

injected  packet-loss 30 % in, of tunnel tun-1, until 1970-01-01T00:01:00.000Z (fault-1)
injected  at the other end: packet-loss 30 %, of gateway g, until 1970-01-01T00:01:00.000Z (fault-1)`,
  )
})
