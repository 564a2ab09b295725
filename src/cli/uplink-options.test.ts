import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCommand } from '../terminal/command.ts'
import { addUplinkOptions, readUplink } from './uplink-options.ts'

function read(...args: readonly string[]) {
  const command = addUplinkOptions(newCommand('serve', ''))
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  command.parse([...args], { from: 'user' })
  return readUplink(command.opts())
}

test('the options of an uplink name one of three, or none', () => {
  const pool = '203.0.113.0/28'
  assert.equal(read(), undefined)
  assert.deepEqual(read('--uplink', 'eth0', '--outer-pool', pool), { kind: 'routed', device: 'eth0', pool })
  assert.deepEqual(read('--uplink', 'eth0.7', '--outer-address', 'auto'), {
    kind: 'translated',
    device: 'eth0.7',
    address: 'auto',
  })
  assert.deepEqual(read('--uplink-interface', 'eth1', '--outer-pool', pool), { kind: 'moved', device: 'eth1', pool })
})

const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['two interfaces', ['--uplink', 'eth0', '--uplink-interface', 'eth1'], /leave one out/],
  ['a pool without an interface', ['--outer-pool', '203.0.113.0/28'], /nothing leaves this machine/],
  ['an interface alone', ['--uplink', 'eth0'], /needs --outer-pool, or --outer-address auto/],
  ['an interface of its own alone', ['--uplink-interface', 'eth0'], /needs --outer-pool/],
  ['two sorts of addresses', ['--uplink', 'e', '--outer-pool', '10.0.0.0/8', '--outer-address', 'auto'], /leave one/],
  ['a pool without room', ['--uplink', 'eth0', '--outer-pool', '203.0.113.0/31'], /a \/30 has one/],
  ['a pool that nobody routes', ['--uplink', 'eth0', '--outer-pool', '127.0.0.0/8'], /nobody routes/],
  ['an interface with a space', ['--uplink', 'eth 0', '--outer-address', 'auto'], /name of a network interface/],
]

for (const [what, args, sentence] of refusals) {
  test(`an uplink with ${what} is refused, and the sentence says what to type`, () => {
    assert.throws(() => read(...args), sentence)
  })
}
