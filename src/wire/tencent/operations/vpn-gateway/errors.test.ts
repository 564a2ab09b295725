import assert from 'node:assert/strict'
import { addressAt, type Ipv4Prefix } from '../../../../domain/address.ts'
import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'
import type { Site } from '../../testing/site.ts'

async function takeAllAddresses({ installation, stored, gateway }: Site): Promise<void> {
  const holder = await stored('gateway', gateway)
  assert.ok(holder)
  const { outerPool } = installation.account
  const addresses = Array.from({ length: 256 }, (_, index) => addressAt(outerPool as Ipv4Prefix, index) ?? '').filter(
    (address): address is NonNullable<ReturnType<typeof addressAt>> => address !== '',
  )
  const spec = { ...holder.spec, addresses }
  await installation.store.write((transaction) =>
    transaction.put({ ...holder, generation: holder.generation + 1, spec }),
  )
}

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnGateway: {
    'network-not-found': {
      code: notFound,
      provoke: () => ({ VpcId: 'vpc-00000000', VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 }),
    },
    'addresses-exhausted': {
      code: 'LimitExceeded',
      async provoke(site) {
        await takeAllAddresses(site)
        return { VpcId: site.vpc, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 }
      },
    },
  },
  DeleteVpnGateway: {
    'gateway-not-found': { code: notFound, provoke: () => ({ VpnGatewayId: 'vpngw-00000000' }) },
    busy: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke({ ask, gateway }) {
        await ask('DeleteVpnGateway', { VpnGatewayId: gateway })
        return { VpnGatewayId: gateway }
      },
    },
    'in-use': {
      code: 'UnsupportedOperation',
      async provoke({ connect, gateway }) {
        await connect()
        return { VpnGatewayId: gateway }
      },
    },
  },
})
