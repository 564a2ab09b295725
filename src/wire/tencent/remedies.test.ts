import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Setting, settings } from '../../domain/cause.ts'
import { takes } from '../http/testing/takes.ts'
import { operations } from './operations/actions.ts'
import { remedyFor } from './remedies.ts'

test('each setting of a tunnel but the key of BGP, which the cloud does not have, is set by a parameter that its operation takes', async () => {
  const all = await operations.all()
  for (const setting of settings) {
    const remedy = remedyFor(setting)
    if (setting === 'bgp.password') assert.equal(remedy, undefined)
    else assert.ok(remedy !== undefined && takes(all, remedy), `${setting}: ${JSON.stringify(remedy)}`)
  }
})

test('a value is told in the word that the parameter takes, and an identity with its kind', () => {
  const told = (setting: Setting, value: string) => remedyFor(setting, undefined, value)?.value
  assert.deepEqual(
    [
      told('ike.version', '2'),
      told('ike.mode', 'main'),
      told('ike.encryption', 'aes128'),
      told('ike.integrity', 'sha1'),
    ],
    ['IKEV2', 'MAIN', 'AES-CBC-128', 'SHA'],
  )
  assert.deepEqual(
    [told('ike.keyExchange', 'modp2048'), told('child.keyExchange', 'none'), told('child.integrity', 'sha1')],
    ['GROUP14', 'NULL', 'SHA1'],
  )
  assert.equal(told('startAction', 'start'), 'active')
  assert.deepEqual(remedyFor('ike.localIdentity', undefined, 'moon.example'), {
    action: 'ModifyVpnConnectionAttribute',
    parameter: 'IKEOptionsSpecification.LocalIdentity, IKEOptionsSpecification.LocalFqdnName',
    value: 'FQDN, moon.example',
  })
  assert.equal(told('ike.remoteIdentity', '203.0.113.7'), 'ADDRESS, 203.0.113.7')
})
