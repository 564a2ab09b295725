/** Each domain error that an operation declares, provoked; an operation that declares one more fails here. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainErrorCode } from '../../../domain/error.ts'
import type { Tunnel } from '../../../domain/resource.ts'
import { domainErrors } from '../errors.ts'
import { type Caller, openCaller, region } from '../testing/caller.ts'
import { allOperations } from './all.ts'

type Provoke = (caller: Caller) => Promise<Readonly<Record<string, unknown>>>

const vpc = (caller: Caller, CidrBlock = '10.0.0.0/16') => caller.make('CreateVpc', { CidrBlock })

const vSwitch = (caller: Caller, VpcId: string, CidrBlock = '10.0.1.0/24') =>
  caller.make('CreateVSwitch', { VpcId, CidrBlock, ZoneId: 'cn-hangzhou-h' })

let addresses = 0
const peer = (caller: Caller, parameters = {}) => {
  addresses += 1
  return caller.make('CreateCustomerGateway', { IpAddress: `192.0.2.${addresses}`, ...parameters })
}

const subnets = { LocalSubnet: '10.0.0.0/16', RemoteSubnet: '172.16.0.0/12' }

const single = async (caller: Caller, parameters = {}) => ({
  ...subnets,
  CustomerGatewayId: await peer(caller),
  ...parameters,
})

const bgp = (config: object) => ({ BgpConfig: JSON.stringify({ EnableBgp: true, ...config }) })

const attachment = async (caller: Caller) => caller.make('CreateVpnAttachment', await single(caller))

async function dual(caller: Caller, tunnel: object = {}) {
  const CustomerGatewayId = await peer(caller)
  return { ...subnets, TunnelOptionsSpecification: [{ CustomerGatewayId }, { CustomerGatewayId, ...tunnel }] }
}

async function router(caller: Caller): Promise<string> {
  const CenId = await caller.make('CreateCen')
  return caller.make('CreateTransitRouter', { CenId })
}

async function attached(caller: Caller) {
  const VpnId = await attachment(caller)
  const TransitRouterId = await router(caller)
  const id = await caller.make('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId })
  return { VpnId, TransitRouterId, id }
}

async function attachedVpc(caller: Caller) {
  const VpcId = await vpc(caller)
  const VSwitchId = await vSwitch(caller, VpcId)
  const ZoneMappings = [{ VSwitchId, ZoneId: 'cn-hangzhou-h' }]
  const TransitRouterId = await router(caller)
  const request = { VpcId, ZoneMappings, TransitRouterId }
  return { request, id: await caller.make('CreateTransitRouterVpcAttachment', request) }
}

const gateway = async (caller: Caller, parameters: object = {}): Promise<string> => {
  const VpcId = await vpc(caller)
  await vSwitch(caller, VpcId)
  return caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10, ...parameters })
}

/** A connection on a gateway, which no operation of the dialect makes yet. */
async function connectionOn(caller: Caller, gatewayId: string): Promise<void> {
  const id = await attachment(caller)
  const loose = await caller.store.read((reader) => reader.get('connection', id))
  assert.ok(loose)
  const tunnels: readonly Tunnel[] = loose.spec.tunnels
  await caller.put({ ...loose, id: 'vco-bound', spec: { ...loose.spec, gateway: gatewayId, tunnels } })
}

/** One customer gateway for every address that an attachment could get. */
async function peerOfEveryAddress(caller: Caller, addresses: readonly string[]): Promise<string> {
  const ids = await Promise.all(addresses.map((IpAddress) => caller.make('CreateCustomerGateway', { IpAddress })))
  return ids[0] ?? ''
}

const noVpc = { VpcId: 'vpc-none' }
const noVSwitch = { VSwitchId: 'vsw-none' }
const noConnection = { VpnConnectionId: 'vco-none' }
const noCen = { CenId: 'cen-none' }

const modified =
  (parameters: (caller: Caller) => Promise<object>): Provoke =>
  async (caller) => ({
    VpnConnectionId: await attachment(caller),
    ...(await parameters(caller)),
  })

const createAttachment: Readonly<Partial<Record<DomainErrorCode, Provoke>>> = {
  'customer-gateway-not-found': (caller) => single(caller, { CustomerGatewayId: 'cgw-none' }),
  'selectors-overlap': (caller) => single(caller, { RemoteSubnet: '10.0.5.0/24' }),
  'bgp-as-number-missing': (caller) => single(caller, bgp({ TunnelCidr: '169.254.10.0/30' })),
  'bgp-prefix-missing': async (caller) =>
    single(caller, { ...bgp({}), CustomerGatewayId: await peer(caller, { Asn: 65000 }) }),
  'bgp-prefix-invalid': async (caller) => {
    const CustomerGatewayId = await peer(caller)
    const tunnel = { CustomerGatewayId, TunnelBgpConfig: { TunnelCidr: '169.254.10.0/30' } }
    return { ...subnets, TunnelOptionsSpecification: [tunnel, tunnel] }
  },
  'bgp-address-outside-prefix': (caller) =>
    single(caller, { BgpConfig: '{"TunnelCidr":"169.254.10.0/30","LocalBgpIp":"169.254.11.1"}' }),
  'bgp-unsupported': async (caller) =>
    single(caller, {
      ...bgp({ TunnelCidr: '169.254.10.0/30' }),
      CustomerGatewayId: await peer(caller, { Asn: 65000 }),
    }),
}

const modifyAttachment: Readonly<Partial<Record<DomainErrorCode, Provoke>>> = {
  'connection-not-found': async () => noConnection,
  'customer-gateway-not-found': modified(async () => ({ CustomerGatewayId: 'cgw-none' })),
  'tunnel-not-found': async (caller) => ({
    VpnConnectionId: await caller.make('CreateVpnAttachment', await dual(caller)),
    TunnelOptionsSpecification: [{ TunnelId: 'tun-none', EnableDpd: false }],
  }),
  'tunnel-count-fixed': modified(async () => ({ TunnelOptionsSpecification: [{ TunnelIndex: 1, EnableDpd: false }] })),
  'selectors-overlap': modified(async () => ({ RemoteSubnet: '10.0.5.0/24' })),
  'ikev1-several-selectors': modified(async () => ({ LocalSubnet: '10.0.0.0/24,10.0.1.0/24' })),
  'peer-address-own': async (caller) => {
    const { VpnId, id } = await attached(caller)
    await caller.settle()
    const target = (await caller.store.read((reader) => reader.get('router-attachment', id)))?.spec.target
    const addresses = target?.kind === 'connection' ? target.addresses : []
    return { VpnConnectionId: VpnId, CustomerGatewayId: await peerOfEveryAddress(caller, addresses) }
  },
  'bgp-as-number-missing': modified(async () => bgp({ TunnelCidr: '169.254.10.0/30' })),
  'bgp-prefix-missing': modified(async (caller) => ({
    ...bgp({}),
    CustomerGatewayId: await peer(caller, { Asn: 65000 }),
  })),
  'bgp-prefix-invalid': async (caller) => ({
    VpnConnectionId: await caller.make(
      'CreateVpnAttachment',
      await dual(caller, { TunnelBgpConfig: { TunnelCidr: '169.254.10.0/30' } }),
    ),
    TunnelOptionsSpecification: [{ TunnelIndex: 1, TunnelBgpConfig: { TunnelCidr: '169.254.10.0/30' } }],
  }),
  'bgp-address-outside-prefix': modified(async () => ({
    BgpConfig: '{"TunnelCidr":"169.254.10.0/30","LocalBgpIp":"169.254.11.1"}',
  })),
  'bgp-unsupported': modified(async (caller) => ({
    ...bgp({ TunnelCidr: '169.254.10.0/30' }),
    CustomerGatewayId: await peer(caller, { Asn: 65000 }),
  })),
  busy: async (caller) => ({ VpnConnectionId: (await attached(caller)).VpnId, Name: 'late' }),
}

const createGateway: Readonly<Partial<Record<DomainErrorCode, Provoke>>> = {
  'network-not-found': async () => ({ ...noVpc, Bandwidth: 10 }),
  'subnet-not-found': async (caller) => ({ VpcId: await vpc(caller), Bandwidth: 10 }),
  'not-in-network': async (caller) => ({
    VpcId: await vpc(caller),
    VSwitchId: await vSwitch(caller, await vpc(caller)),
    Bandwidth: 10,
  }),
  'addresses-exhausted': async (caller) => {
    await gateway(caller)
    const VpcId = await vpc(caller)
    return { VpcId, VSwitchId: await vSwitch(caller, VpcId), Bandwidth: 10 }
  },
}

const createVpnRouterAttachment: Readonly<Partial<Record<DomainErrorCode, Provoke>>> = {
  'router-not-found': async (caller) => ({ TransitRouterId: 'tr-none', VpnId: await attachment(caller) }),
  'connection-not-found': async (caller) => ({ TransitRouterId: await router(caller), VpnId: 'vco-none' }),
  'already-attached': async (caller) => {
    const { VpnId, TransitRouterId } = await attached(caller)
    return { VpnId, TransitRouterId }
  },
  'peer-address-own': async (caller) => {
    const free = await caller.store.read((reader) =>
      reader.scoped({ account: caller.account.id, region }).freeAddresses(caller.account.outerPool, 1),
    )
    const CustomerGatewayId = await peerOfEveryAddress(caller, free)
    const VpnId = await caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId })
    return { VpnId, TransitRouterId: await router(caller) }
  },
  'addresses-exhausted': async (caller) => {
    await attached(caller)
    return { VpnId: await attachment(caller), TransitRouterId: await router(caller) }
  },
}

const createVpcRouterAttachment: Readonly<Partial<Record<DomainErrorCode, Provoke>>> = {
  'router-not-found': async (caller) => ({
    ...(await attachedVpc(caller)).request,
    TransitRouterId: 'tr-none',
  }),
  'router-group-not-found': async (caller) => ({
    ...(await attachedVpc(caller)).request,
    TransitRouterId: undefined,
    CenId: 'cen-none',
  }),
  'network-not-found': async (caller) => ({
    TransitRouterId: await router(caller),
    VpcId: 'vpc-none',
    ZoneMappings: [{ VSwitchId: 'vsw-none', ZoneId: 'cn-hangzhou-h' }],
  }),
  'subnet-not-found': async (caller) => ({
    TransitRouterId: await router(caller),
    VpcId: await vpc(caller),
    ZoneMappings: [{ VSwitchId: 'vsw-none', ZoneId: 'cn-hangzhou-h' }],
  }),
  'not-in-network': async (caller) => {
    const VpcId = await vpc(caller)
    const VSwitchId = await vSwitch(caller, VpcId)
    return { TransitRouterId: await router(caller), VpcId, ZoneMappings: [{ VSwitchId, ZoneId: 'cn-hangzhou-g' }] }
  },
  'already-attached': async (caller) => (await attachedVpc(caller)).request,
}

const deleted =
  (action: string, idName: string, make: (caller: Caller) => Promise<string>): Provoke =>
  async (caller) => {
    const request = { [idName]: await make(caller) }
    await caller.settle()
    await caller.ok(action, request)
    return request
  }

const cases: Readonly<Record<string, Readonly<Partial<Record<DomainErrorCode, Provoke>>>>> = {
  DescribeVpcAttribute: { 'network-not-found': async () => noVpc },
  DeleteVpc: {
    'network-not-found': async () => noVpc,
    'in-use': async (caller) => {
      const VpcId = await vpc(caller)
      await vSwitch(caller, VpcId)
      return { VpcId }
    },
  },
  CreateVSwitch: {
    'network-not-found': async () => ({ ...noVpc, CidrBlock: '10.0.0.0/24', ZoneId: 'cn-hangzhou-h' }),
    'subnet-outside-network': async (caller) => ({
      VpcId: await vpc(caller),
      CidrBlock: '192.168.0.0/24',
      ZoneId: 'cn-hangzhou-h',
    }),
    'subnet-overlaps': async (caller) => {
      const VpcId = await vpc(caller)
      await vSwitch(caller, VpcId)
      return { VpcId, CidrBlock: '10.0.1.128/25', ZoneId: 'cn-hangzhou-g' }
    },
  },
  DescribeVSwitchAttributes: { 'subnet-not-found': async () => noVSwitch },
  DeleteVSwitch: {
    'subnet-not-found': async () => noVSwitch,
    'in-use': async (caller) => {
      const VpcId = await vpc(caller)
      const VSwitchId = await vSwitch(caller, VpcId)
      await caller.ok('CreateVpnGateway', { VpcId, VSwitchId, Bandwidth: 10 })
      return { VSwitchId }
    },
  },
  CreateCustomerGateway: {
    'customer-gateway-exists': async (caller) => {
      await caller.ok('CreateCustomerGateway', { IpAddress: '203.0.113.1' })
      return { IpAddress: '203.0.113.1' }
    },
  },
  DescribeCustomerGateway: { 'customer-gateway-not-found': async () => ({ CustomerGatewayId: 'cgw-none' }) },
  DeleteCustomerGateway: {
    'customer-gateway-not-found': async () => ({ CustomerGatewayId: 'cgw-none' }),
    'in-use': async (caller) => {
      const request = await single(caller)
      await caller.ok('CreateVpnAttachment', request)
      return { CustomerGatewayId: request.CustomerGatewayId }
    },
  },
  CreateVpnGateway: createGateway,
  DescribeVpnGateway: { 'gateway-not-found': async () => ({ VpnGatewayId: 'vpn-none' }) },
  DeleteVpnGateway: {
    'gateway-not-found': async () => ({ VpnGatewayId: 'vpn-none' }),
    busy: deleted('DeleteVpnGateway', 'VpnGatewayId', gateway),
    'in-use': async (caller) => {
      const VpnGatewayId = await gateway(caller)
      await connectionOn(caller, VpnGatewayId)
      return { VpnGatewayId }
    },
  },
  CreateVpnAttachment: createAttachment,
  ModifyVpnAttachmentAttribute: modifyAttachment,
  DescribeVpnConnection: { 'connection-not-found': async () => noConnection },
  DeleteVpnAttachment: {
    'connection-not-found': async () => noConnection,
    'in-use': async (caller) => ({ VpnConnectionId: (await attached(caller)).VpnId }),
  },
  DeleteCen: {
    'router-group-not-found': async () => noCen,
    'in-use': async (caller) => {
      const CenId = await caller.make('CreateCen')
      await caller.ok('CreateTransitRouter', { CenId })
      return { CenId }
    },
  },
  CreateTransitRouter: {
    'router-group-not-found': async () => noCen,
    'in-use': async (caller) => {
      const CenId = await caller.make('CreateCen')
      await caller.ok('CreateTransitRouter', { CenId })
      return { CenId }
    },
  },
  DeleteTransitRouter: {
    'router-not-found': async () => ({ TransitRouterId: 'tr-none' }),
    busy: deleted('DeleteTransitRouter', 'TransitRouterId', router),
    'in-use': async (caller) => ({ TransitRouterId: (await attached(caller)).TransitRouterId }),
  },
  CreateTransitRouterVpnAttachment: createVpnRouterAttachment,
  DeleteTransitRouterVpnAttachment: {
    'attachment-not-found': async () => ({ TransitRouterAttachmentId: 'tr-attach-none' }),
    busy: deleted(
      'DeleteTransitRouterVpnAttachment',
      'TransitRouterAttachmentId',
      async (caller) => (await attached(caller)).id,
    ),
  },
  CreateTransitRouterVpcAttachment: createVpcRouterAttachment,
  DeleteTransitRouterVpcAttachment: {
    'attachment-not-found': async (caller) => ({ TransitRouterAttachmentId: (await attached(caller)).id }),
    busy: deleted(
      'DeleteTransitRouterVpcAttachment',
      'TransitRouterAttachmentId',
      async (caller) => (await attachedVpc(caller)).id,
    ),
  },
}

/** A pool that one gateway or attachment leaves nothing of. */
const narrowPool = (code: DomainErrorCode) => (code === 'addresses-exhausted' ? { outerPool: '198.51.100.0/30' } : {})

for (const operation of allOperations) {
  const provoked = cases[operation.action] ?? {}
  test(`${operation.action}: what it declares and what is provoked here are the same`, () => {
    assert.deepEqual(Object.keys(provoked).sort(), Object.keys(operation.errors).sort())
  })
  for (const [code, declared] of Object.entries(operation.errors)) {
    const provoke = provoked[code as DomainErrorCode]
    if (provoke === undefined) continue
    test(`${operation.action} ends in ${code}`, async () => {
      await using caller = await openCaller(narrowPool(code as DomainErrorCode))
      const expected = declared === true ? domainErrors[code as DomainErrorCode] : declared
      const request = await provoke(caller)
      const { status } = await caller.refused(expected?.code ?? '', operation.action, request)
      assert.equal(status, expected?.status)
    })
  }
}
