/** Which policies connections of a gateway may have beside each other ("New VPN tunnel", rules of the SPD). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite, policy, type Site } from '../../testing/site.ts'

const spd = (...SecurityPolicyDatabases: object[]) => ({ SecurityPolicyDatabases })

let last = 9

/** What CreateVpnConnection takes to connect the site with one more peer. */
async function toAnother({ connection, makePeer }: Site, ...policies: object[]) {
  last += 1
  return { ...connection, CustomerGatewayId: await makePeer(`198.51.100.${last}`), ...spd(...policies) }
}

const conflict = 'InvalidParameterValue.VpnConnCidrConflict'

test('connections of a gateway lead to one remote prefix where their local prefixes differ, and nowhere else', async () => {
  await using site = await openSite()
  const connect = async (...policies: object[]) => site.connect(await toAnother(site, ...policies))
  const refusal = async (...policies: object[]) =>
    site.refusal('CreateVpnConnection', await toAnother(site, ...policies))
  // The worked example of the document.
  await connect(policy('10.1.0.0/24', '192.168.0.0/24', '192.168.1.0/24'))
  await connect(policy('10.1.1.0/24', '192.168.2.0/24'))
  const third = await connect(policy('10.1.2.0/24', '192.168.2.0/24'))
  await connect(policy('10.1.1.0/24', '192.168.1.0/24'))
  assert.equal(await refusal(policy('10.1.0.0/24', '192.168.1.0/24')), conflict)
  assert.equal(await refusal(policy('10.1.0.0/23', '192.168.2.128/25')), conflict)
  assert.deepEqual((await site.stored('connection', third))?.spec.selectors, [
    { local: ['10.1.2.0/24'], remote: ['192.168.2.0/24'] },
  ])
})

test('a change of policies is refused where another connection has a pair of them, and taken where it has none', async () => {
  await using site = await openSite()
  await site.connect(await toAnother(site, policy('10.1.0.0/24', '192.168.0.0/24')))
  const VpnConnectionId = await site.connect(await toAnother(site, policy('10.1.1.0/24', '192.168.1.0/24')))
  const change = (...policies: object[]) => ({ VpnConnectionId, ...spd(...policies) })
  const overlapping = change(policy('10.1.1.0/24', '192.168.0.0/24'), policy('10.1.0.128/25', '192.168.0.0/16'))
  assert.equal(await site.refusal('ModifyVpnConnectionAttribute', overlapping), conflict)
  await site.ask('ModifyVpnConnectionAttribute', change(policy('10.1.1.0/24', '192.168.0.0/24')))
  assert.deepEqual((await site.stored('connection', VpnConnectionId))?.spec.selectors, [
    { local: ['10.1.1.0/24'], remote: ['192.168.0.0/24'] },
  ])
})

test('pairs of one connection overlap only where both sides do', async () => {
  await using site = await openSite()
  const group = (...policies: object[]) => toAnother(site, ...policies)
  for (const policies of [
    [policy('10.1.0.0/16', '192.168.0.0/16', '192.168.1.0/24')],
    [policy('10.1.0.0/24', '192.168.0.0/24'), policy('10.1.0.0/25', '192.168.0.0/16')],
  ]) {
    assert.equal(
      await site.refusal('CreateVpnConnection', await group(...policies)),
      'InvalidParameterValue.Duplicate',
      JSON.stringify(policies),
    )
  }
  const apart = [policy('10.1.0.0/24', '192.168.0.0/16'), policy('10.1.1.0/24', '192.168.0.0/16', '172.16.0.0/16')]
  const id = await site.connect(await group(...apart))
  assert.deepEqual((await site.shown(id)).SecurityPolicyDatabaseSet, apart)
  assert.deepEqual((await site.stored('connection', id))?.spec.selectors, [
    { local: ['10.1.0.0/24'], remote: ['192.168.0.0/16'] },
    { local: ['10.1.1.0/24'], remote: ['192.168.0.0/16'] },
    { local: ['10.1.1.0/24'], remote: ['172.16.0.0/16'] },
  ])
})
