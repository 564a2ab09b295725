import assert from 'node:assert/strict'
import { addressAt, type Ipv4Prefix } from '../../../../domain/address.ts'
import type { SettingChange } from '../../../../domain/setting.ts'
import { suspend } from '../../testing/bills.ts'
import {
  notFound,
  type Provocation,
  tagQuotaProvocations,
  testDeclaredErrors,
  untaggable,
  usedUp,
} from '../../testing/declared-errors.ts'
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

const isolated = (more: object): Provocation => ({
  code: 'UnsupportedOperation.InvalidState',
  async provoke({ installation, gateway }) {
    await suspend(installation, gateway)
    return { VpnGatewayId: gateway, ...more }
  },
})

const month = { InstanceChargePrepaid: { Period: 1 } }
const ahead = { InstanceChargeType: 'PREPAID', ...month }

const withSetting = (code: string, change: SettingChange, more: object): Provocation => ({
  code,
  gateway: ahead,
  async provoke({ set, gateway }) {
    await set(change)
    return { VpnGatewayId: gateway, ...more }
  },
})

const unpayable = (more: object) => withSetting('UnsupportedOperation.InsufficientFunds', { 'billing.funds': 60 }, more)
const frozen = (more: object) => withSetting('UnsupportedOperation.BillingFailed', { 'billing.frozen': true }, more)

const newOne = (code: string, change: SettingChange, more: object): Provocation => ({
  code,
  async provoke({ set, vpc }) {
    await set(change)
    return { VpcId: vpc, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5, ...more }
  },
})

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnGateway: {
    'tag-denied': untaggable(({ vpc }) => ({ VpcId: vpc, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 })),
    ...tagQuotaProvocations(({ vpc }) => ({ VpcId: vpc, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 })),
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
    'balance-negative': newOne('UnsupportedOperation.InsufficientFunds', { 'billing.funds': -1 }, {}),
    'balance-insufficient': newOne('UnsupportedOperation.InsufficientFunds', { 'billing.funds': 54.28 }, ahead),
    'bills-frozen': newOne('UnsupportedOperation.BillingFailed', { 'billing.frozen': true }, {}),
    'owner-unidentified': newOne('UnauthorizedOperation.NoRealNameAuthentication', { 'real-name': false }, {}),
    'quota-exhausted': usedUp('vpc-max-vpn-gateways', ({ vpc }) => ({
      VpcId: vpc,
      VpnGatewayName: 'g',
      InternetMaxBandwidthOut: 5,
    })),
  },
  ModifyVpnGatewayAttribute: {
    'gateway-not-found': { code: notFound, provoke: () => ({ VpnGatewayId: 'vpngw-00000000' }) },
    busy: beingDeleted({ VpnGatewayName: 'new' }),
    suspended: isolated({ VpnGatewayName: 'new' }),
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
    suspended: isolated({ InternetMaxBandwidthOut: 10 }),
    'bandwidth-fixed': {
      code: 'UnsupportedOperation.VpnUnsupportedModifyBandwidth',
      provoke: ({ gateway }) => ({ VpnGatewayId: gateway, InternetMaxBandwidthOut: 200 }),
    },
    'balance-insufficient': unpayable({ InternetMaxBandwidthOut: 10 }),
    'bills-frozen': frozen({ InternetMaxBandwidthOut: 10 }),
  },
  RenewVpnGateway: {
    'gateway-not-found': { code: notFound, provoke: () => ({ VpnGatewayId: 'vpngw-00000000', ...month }) },
    busy: beingDeleted(month),
    'term-missing': {
      code: 'UnsupportedOperation',
      provoke: ({ gateway }) => ({ VpnGatewayId: gateway, ...month }),
    },
    'balance-insufficient': unpayable(month),
    'bills-frozen': frozen(month),
  },
  SetVpnGatewaysRenewFlag: {
    'gateway-not-found': { code: notFound, provoke: () => ({ VpnGatewayIds: ['vpngw-00000000'], AutoRenewFlag: 1 }) },
    busy: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke({ ask, gateway }) {
        await ask('DeleteVpnGateway', { VpnGatewayId: gateway })
        return { VpnGatewayIds: [gateway], AutoRenewFlag: 1 }
      },
    },
    'term-missing': {
      code: 'UnsupportedOperation',
      provoke: ({ gateway }) => ({ VpnGatewayIds: [gateway], AutoRenewFlag: 1 }),
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
    'term-not-over': {
      code: 'UnsupportedOperation',
      gateway: ahead,
      provoke: ({ gateway }) => ({ VpnGatewayId: gateway }),
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
