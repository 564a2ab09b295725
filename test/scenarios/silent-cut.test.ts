import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseIpv4Address } from '../../src/domain/address.ts'
import { openInstallation } from './installation.ts'
import { connectPair } from './two-tunnels-on-gateways.ts'

test('of a pair without health checks the second tunnel carries within seconds of a silent cut of the first, long before dead peer detection, and the first again once it is whole', async () => {
  await using installation = await openInstallation()
  const { near, far, pings, statuses, up } = await connectPair(installation)
  const [one, other] = [near, far].map(({ addresses: [first] }) => parseIpv4Address(String(first)))
  assert.ok(one && other)
  // Until its first answer a probe says nothing.
  await installation.pass(3000)
  const cutAt = installation.clock.now()
  installation.plane.faults.cut(one, other)
  await installation.until('pings by the slave', async () => (await pings()) === '3,3')
  const took = installation.clock.now() - cutAt
  assert.ok(took < 8000, `${took} ms, the pings that were lost among them`)
  assert.equal(await statuses(), `master ${up}, slave ${up}`, 'no SA has ended')
  installation.plane.faults.restore(one, other)
  await installation.pass(5000)
  assert.equal(await pings(), '3,3')
})
