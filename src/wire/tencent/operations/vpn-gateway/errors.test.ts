import assert from 'node:assert/strict'
import { addressAt, type Ipv4Prefix } from '../../../../domain/address.ts'
import { notFound, type Provocation, testDeclaredErrors, untaggable } from '../../testing/declared-errors.ts'
import { numbered, type Site, speaking } from '../../testing/site.ts'

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

const beingDeleted = (more: object): Provocation => ({
  code: 'UnsupportedOperation.InvalidState',
  async provoke({ ask, gateway }) {
    await ask('DeleteVpnGateway', { VpnGatewayId: gateway })
    return { VpnGatewayId: gateway, ...more }
  },
})

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnGateway: {
    'tag-denied': untaggable(({ vpc }) => ({ VpcId: vpc, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 })),
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
  ModifyVpnGatewayAttribute: {
    'gateway-not-found': { code: notFound, provoke: () => ({ VpnGatewayId: 'vpngw-00000000' }) },
    busy: beingDeleted({ VpnGatewayName: 'new' }),
    'bgp-as-number-in-use': {
      ...numbered,
      code: 'UnsupportedOperation.VpnUnsupportedModifyBgpAsn',
      async provoke({ connect, gateway }) {
        await connect(speaking)
        return { VpnGatewayId: gateway, BgpAsn: 0 }
      },
    },
  },
  ResetVpnGatewayInternetMaxBandwidth: {
    'gateway-not-found': {
      code: notFound,
      provoke: () => ({ VpnGatewayId: 'vpngw-00000000', InternetMaxBandwidthOut: 5 }),
    },
    busy: beingDeleted({ InternetMaxBandwidthOut: 10 }),
    'bgp-unsupported': {
      ...numbered,
      code: 'UnsupportedOperation',
      async provoke({ connect, gateway }) {
        await connect(speaking)
        return { VpnGatewayId: gateway, InternetMaxBandwidthOut: 100 }
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
