/** The official SDKs take each resource from its creation to its deletion: Vpc by the SDK with V3 and by pop-core with V1, CEN by pop-core. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { valueAt } from './decode.ts'
import { type Body, type Caller, openCaller } from './testing/caller.ts'
import { serve } from './testing/http-server.ts'
import { type Call, popCall, sdkCall } from './testing/sdk.ts'

let caller: Caller
let server: Awaited<ReturnType<typeof serve>>

before(async () => {
  const settings = { 'quota.vpc_quota_instances_num': 1000, 'quota.vpn_quota_instances_num': 1000 }
  caller = await openCaller({ outerPool: '198.18.0.0/15', settings })
  caller.now = Date.now()
  server = await serve(caller)
})

after(async () => {
  await server[Symbol.asyncDispose]()
  await caller[Symbol.asyncDispose]()
})

type Ask = readonly [action: string, parameters: Body]

/** A resource, what is asked of it, and what it shows of that. `shows` is a member of each that is listed. */
interface Life {
  readonly create: Ask
  /** Where the answer has its id. */
  readonly id?: string
  /** Describes it alone; the answer is the resource. */
  readonly read?: (id: string) => Ask
  readonly list: (id: string) => Ask
  /** Where the answer has the list. */
  readonly at: string
  /** The member of those that are listed by which it is known, and its value where that is not its id. */
  readonly by: string
  readonly key?: string
  readonly modify?: (id: string) => Ask
  readonly shows?: readonly [member: string, before: unknown, after: unknown]
  readonly remove: (id: string) => Ask
}

async function live(call: Call, life: Life): Promise<void> {
  const { create, id: idAt, read, list, at, by, key, modify, shows, remove } = life
  const made = await call(...create)
  const id = idAt === undefined ? '' : String(made[idAt])
  const listed = async () => {
    await caller.settle()
    const all = valueAt(await call(...list(id)), at) as readonly Body[]
    return all.find((each) => String(each[by]) === (key ?? id))
  }
  const shown = async () => (read === undefined ? undefined : await call(...read(id)))
  assert.ok(await listed(), `${create[0]}: ${list(id)[0]} does not list it`)
  const sees = async (place: 1 | 2) => {
    if (shows === undefined) return
    for (const each of [await listed(), await shown()]) {
      if (each !== undefined) assert.deepEqual(each[shows[0]], shows[place], `${create[0]}: ${shows[0]}`)
    }
  }
  await sees(1)
  if (modify !== undefined) {
    await call(...modify(id))
    await sees(2)
  }
  await call(...remove(id))
  assert.equal(await listed(), undefined, `${remove(id)[0]} leaves it`)
}

let numbers = 0
const zone = (letter: string) => `cn-hangzhou-${letter}`
const subnets = { LocalSubnet: '10.0.0.0/16', RemoteSubnet: '172.16.0.0/12' }
const named = { Name: 'one' }
const renamed = { Name: 'other' }
const shows = ['Name', 'one', 'other'] as const

async function made(call: Call, action: string, parameters: Body, id: string): Promise<string> {
  return String((await call(action, parameters))[id])
}

async function peer(call: Call): Promise<string> {
  numbers += 1
  const IpAddress = `192.0.${2 + Math.floor(numbers / 250)}.${1 + (numbers % 250)}`
  return made(call, 'CreateCustomerGateway', { IpAddress }, 'CustomerGatewayId')
}

async function network(call: Call) {
  const VpcId = await made(call, 'CreateVpc', { CidrBlock: '10.0.0.0/16' }, 'VpcId')
  const vSwitch = (CidrBlock: string, ZoneId: string) =>
    made(call, 'CreateVSwitch', { VpcId, CidrBlock, ZoneId }, 'VSwitchId')
  const VSwitchId = await vSwitch('10.0.1.0/24', zone('h'))
  return { VpcId, VSwitchId, DisasterRecoveryVSwitchId: await vSwitch('10.0.2.0/24', zone('g')) }
}

async function gateway(call: Call, isDual = false): Promise<string> {
  const { DisasterRecoveryVSwitchId, ...single } = await network(call)
  const place = isDual ? { ...single, DisasterRecoveryVSwitchId } : single
  const id = await made(call, 'CreateVpnGateway', { ...place, Bandwidth: 10 }, 'VpnGatewayId')
  await caller.settle()
  return id
}

/** An attachment's tunnels have numbers, a gateway's have roles. */
async function tunnels(call: Call, isDual: boolean, isNumbered = false): Promise<Body> {
  const CustomerGatewayId = await peer(call)
  if (!isDual) return { ...subnets, CustomerGatewayId, IkeConfig: JSON.stringify({ Psk: "a!b'(c)*~" }) }
  const tunnel = { CustomerGatewayId, TunnelIkeConfig: { Psk: 'a+b%c' } }
  const places = isNumbered ? [{ TunnelIndex: 1 }, { TunnelIndex: 2 }] : [{ Role: 'master' }, { Role: 'slave' }]
  return { ...subnets, TunnelOptionsSpecification: places.map((place) => ({ ...tunnel, ...place })) }
}

async function connection(call: Call): Promise<{ readonly VpnGatewayId: string; readonly NextHop: string }> {
  const VpnGatewayId = await gateway(call)
  const request = { ...(await tunnels(call, false)), VpnGatewayId, AutoConfigRoute: false }
  return { VpnGatewayId, NextHop: await made(call, 'CreateVpnConnection', request, 'VpnConnectionId') }
}

const router = async (cen: Call): Promise<string> => {
  const CenId = await made(cen, 'CreateCen', {}, 'CenId')
  return made(cen, 'CreateTransitRouter', { CenId }, 'TransitRouterId')
}

type Lives = Readonly<Record<string, (call: Call, cen: Call) => Promise<Life>>>

const connectionLife = (create: Ask, modify: string, remove: string): Life => ({
  create,
  id: 'VpnConnectionId',
  read: (VpnConnectionId) => ['DescribeVpnConnection', { VpnConnectionId }],
  list: (VpnConnectionId) => ['DescribeVpnConnections', { VpnConnectionId }],
  at: 'VpnConnections.VpnConnection',
  by: 'VpnConnectionId',
  modify: (VpnConnectionId) => [modify, { VpnConnectionId, ...renamed }],
  shows,
  remove: (VpnConnectionId) => [remove, { VpnConnectionId }],
})

const gatewayLife = (create: Ask, modify: string, remove: string): Life => ({
  create,
  id: 'VpnGatewayId',
  read: (VpnGatewayId) => ['DescribeVpnGateway', { VpnGatewayId }],
  list: (VpnGatewayId) => ['DescribeVpnGateways', { VpnGatewayId }],
  at: 'VpnGateways.VpnGateway',
  by: 'VpnGatewayId',
  modify: (VpnGatewayId) => [modify, { VpnGatewayId, Name: 'another' }],
  shows: ['Name', 'first', 'another'],
  remove: (VpnGatewayId) => [remove, { VpnGatewayId }],
})

const createConnection = async (call: Call, isDual: boolean): Promise<Ask> => [
  'CreateVpnConnection',
  { ...named, VpnGatewayId: await gateway(call, isDual), ...(await tunnels(call, isDual)) },
]

const createAttachment = async (call: Call, isDual: boolean): Promise<Ask> => [
  'CreateVpnAttachment',
  { ...named, ...(await tunnels(call, isDual, true)) },
]

async function createGateway(call: Call, isDual: boolean): Promise<Ask> {
  const { DisasterRecoveryVSwitchId, ...single } = await network(call)
  const place = isDual ? { ...single, DisasterRecoveryVSwitchId } : single
  return ['CreateVpnGateway', { ...place, Bandwidth: 10, Name: 'first' }]
}

const inGateway = (suffix: string, route: Body, at: string): Omit<Life, 'create'> => ({
  list: () => [`Describe${suffix.replace(/y$/, 'ies')}`, { VpnGatewayId: route.VpnGatewayId }],
  at,
  by: 'RouteDest',
  key: String(route.RouteDest),
  modify: () => [`Modify${suffix}Weight`, { ...route, Weight: 100, NewWeight: 0 }],
  shows: ['Weight', 100, 0],
  remove: () => [`Delete${suffix}`, { ...route, Weight: 0 }],
})

const vpcLives: Lives = {
  'a VPC': async () => ({
    create: ['CreateVpc', { CidrBlock: '10.0.0.0/16', VpcName: 'one' }],
    id: 'VpcId',
    read: (VpcId) => ['DescribeVpcAttribute', { VpcId }],
    list: (VpcId) => ['DescribeVpcs', { VpcId }],
    at: 'Vpcs.Vpc',
    by: 'VpcId',
    modify: (VpcId) => ['ModifyVpcAttribute', { VpcId, VpcName: 'other' }],
    shows: ['VpcName', 'one', 'other'],
    remove: (VpcId) => ['DeleteVpc', { VpcId }],
  }),
  'a vSwitch': async (call) => {
    const VpcId = await made(call, 'CreateVpc', { CidrBlock: '10.0.0.0/16' }, 'VpcId')
    return {
      create: ['CreateVSwitch', { VpcId, CidrBlock: '10.0.1.0/24', ZoneId: zone('h'), VSwitchName: 'one' }],
      id: 'VSwitchId',
      read: (VSwitchId) => ['DescribeVSwitchAttributes', { VSwitchId }],
      list: () => ['DescribeVSwitches', { VpcId }],
      at: 'VSwitches.VSwitch',
      by: 'VSwitchId',
      modify: (VSwitchId) => ['ModifyVSwitchAttribute', { VSwitchId, VSwitchName: 'other' }],
      shows: ['VSwitchName', 'one', 'other'],
      remove: (VSwitchId) => ['DeleteVSwitch', { VSwitchId }],
    }
  },
  'a customer gateway': async () => ({
    create: ['CreateCustomerGateway', { IpAddress: '203.0.113.77', ...named }],
    id: 'CustomerGatewayId',
    read: (CustomerGatewayId) => ['DescribeCustomerGateway', { CustomerGatewayId }],
    list: (CustomerGatewayId) => ['DescribeCustomerGateways', { CustomerGatewayId }],
    at: 'CustomerGateways.CustomerGateway',
    by: 'CustomerGatewayId',
    modify: (CustomerGatewayId) => ['ModifyCustomerGatewayAttribute', { CustomerGatewayId, ...renamed }],
    shows,
    remove: (CustomerGatewayId) => ['DeleteCustomerGateway', { CustomerGatewayId }],
  }),
  'a VPN gateway': async (call) =>
    gatewayLife(await createGateway(call, false), 'ModifyVpnGatewayAttribute', 'DeleteVpnGateway'),
  'a dual-tunnel VPN gateway': async (call) =>
    gatewayLife(await createGateway(call, true), 'ModifyVpnGatewayAttribute', 'DeleteVpnGateway'),
  'an enhanced VPN gateway': async (call) => {
    const request = { ...(await network(call)), GatewayType: 'Enhanced.SiteToSite', Name: 'first' }
    return gatewayLife(['CreateEnhancedVpnGateway', request], 'UpdateEnhancedVpnGateway', 'DeleteEnhancedVpnGateway')
  },
  'a connection of one tunnel': async (call) =>
    connectionLife(await createConnection(call, false), 'ModifyVpnConnectionAttribute', 'DeleteVpnConnection'),
  'a connection of two tunnels': async (call) =>
    connectionLife(await createConnection(call, true), 'ModifyVpnConnectionAttribute', 'DeleteVpnConnection'),
  'an attachment of one tunnel': async (call) =>
    connectionLife(await createAttachment(call, false), 'ModifyVpnAttachmentAttribute', 'DeleteVpnAttachment'),
  'an attachment of two tunnels': async (call) =>
    connectionLife(await createAttachment(call, true), 'ModifyVpnAttachmentAttribute', 'DeleteVpnAttachment'),
  'a destination-based route of a gateway': async (call) => {
    const route = { ...(await connection(call)), RouteDest: '172.16.9.0/24' }
    const create: Ask = ['CreateVpnRouteEntry', { ...route, Weight: 100, PublishVpc: true }]
    return { create, ...inGateway('VpnRouteEntry', route, 'VpnRouteEntries.VpnRouteEntry') }
  },
  'a policy-based route of a gateway': async (call) => {
    const route = { ...(await connection(call)), RouteSource: '10.0.1.0/24', RouteDest: '172.16.9.0/24' }
    const create: Ask = ['CreateVpnPbrRouteEntry', { ...route, Weight: 100, PublishVpc: false }]
    return { create, ...inGateway('VpnPbrRouteEntry', route, 'VpnPbrRouteEntries.VpnPbrRouteEntry') }
  },
  'a route of a connection': async (call, cen) => {
    const request = { ...(await tunnels(call, false)), AutoConfigRoute: false }
    const VpnConnectionId = await made(call, 'CreateVpnAttachment', request, 'VpnConnectionId')
    const TransitRouterId = await router(cen)
    await cen('CreateTransitRouterVpnAttachment', { TransitRouterId, VpnId: VpnConnectionId })
    await caller.settle()
    const route = { VpnConnectionId, NextHop: VpnConnectionId, RouteDest: '172.16.9.0/24' }
    return {
      create: ['CreateVcoRouteEntry', { ...route, Weight: 100 }],
      list: () => ['DescribeVcoRouteEntries', { VpnConnectionId }],
      at: 'VcoRouteEntries',
      by: 'RouteDest',
      key: route.RouteDest,
      modify: () => ['ModifyVcoRouteEntryWeight', { ...route, Weight: 100, NewWeight: 0 }],
      shows: ['Weight', 100, 0],
      remove: () => ['DeleteVcoRouteEntry', { ...route, Weight: 0 }],
    }
  },
  'a route of a VPC': async (call) => {
    const NextHopId = await gateway(call)
    const { VpcId } = await call('DescribeVpnGateway', { VpnGatewayId: NextHopId })
    const tables = await call('DescribeRouteTableList', { VpcId })
    const RouteTableId = valueAt(tables, 'RouterTableList.RouterTableListType.1.RouteTableId')
    const to = { RouteTableId, DestinationCidrBlock: '172.16.9.0/24', NextHopType: 'VpnGateway', NextHopId }
    return {
      create: ['CreateRouteEntry', { ...to, RouteEntryName: 'one' }],
      id: 'RouteEntryId',
      list: () => ['DescribeRouteEntryList', { RouteTableId }],
      at: 'RouteEntrys.RouteEntry',
      by: 'RouteEntryId',
      modify: (RouteEntryId) => ['ModifyRouteEntry', { RouteEntryId, RouteEntryName: 'other' }],
      shows: ['RouteEntryName', 'one', 'other'],
      remove: (RouteEntryId) => ['DeleteRouteEntry', { RouteEntryId }],
    }
  },
  'a tag': async (call) => {
    const of = { ResourceId: [await peer(call)], ResourceType: 'CUSTOMERGATEWAY' }
    return {
      create: ['TagResources', { ...of, Tag: [{ Key: 'k', Value: 'one' }] }],
      list: () => ['ListTagResources', of],
      at: 'TagResources.TagResource',
      by: 'TagKey',
      key: 'k',
      modify: () => ['TagResources', { ...of, Tag: [{ Key: 'k', Value: 'other' }] }],
      shows: ['TagValue', 'one', 'other'],
      remove: () => ['UnTagResources', { ...of, TagKey: ['k'] }],
    }
  },
}

const attachmentLife = (create: Ask, kind: 'Vpn' | 'Vpc'): Life => ({
  create,
  id: 'TransitRouterAttachmentId',
  list: (TransitRouterAttachmentId) => [`ListTransitRouter${kind}Attachments`, { TransitRouterAttachmentId }],
  at: 'TransitRouterAttachments',
  by: 'TransitRouterAttachmentId',
  modify: (TransitRouterAttachmentId) => [
    `UpdateTransitRouter${kind}AttachmentAttribute`,
    { TransitRouterAttachmentId, TransitRouterAttachmentName: 'other' },
  ],
  shows: ['TransitRouterAttachmentName', 'one', 'other'],
  remove: (TransitRouterAttachmentId) => [`DeleteTransitRouter${kind}Attachment`, { TransitRouterAttachmentId }],
})

const vpnAttachment = async (call: Call, cen: Call, isDual: boolean): Promise<Ask> => {
  const VpnId = await made(call, 'CreateVpnAttachment', await tunnels(call, isDual, true), 'VpnConnectionId')
  const request = { TransitRouterId: await router(cen), VpnId, TransitRouterAttachmentName: 'one' }
  return ['CreateTransitRouterVpnAttachment', request]
}

async function vpcAttachment(call: Call, cen: Call): Promise<Ask> {
  const { VpcId, VSwitchId } = await network(call)
  const request = { TransitRouterId: await router(cen), VpcId, TransitRouterAttachmentName: 'one' }
  return ['CreateTransitRouterVpcAttachment', { ...request, ZoneMappings: [{ VSwitchId, ZoneId: zone('h') }] }]
}

/** An attached VPC, and a route table of its router. */
async function tabled(call: Call, cen: Call) {
  const [action, parameters] = await vpcAttachment(call, cen)
  const TransitRouterAttachmentId = await made(cen, action, parameters, 'TransitRouterAttachmentId')
  await caller.settle()
  const { TransitRouterId } = parameters
  const table = () => made(cen, 'CreateTransitRouterRouteTable', { TransitRouterId }, 'TransitRouterRouteTableId')
  return { TransitRouterAttachmentId, TransitRouterRouteTableId: await table() }
}

const cenLives: Lives = {
  'a CEN instance': async () => ({
    create: ['CreateCen', named],
    id: 'CenId',
    list: (CenId) => ['DescribeCens', { Filter: [{ Key: 'CenId', Value: [CenId] }] }],
    at: 'Cens.Cen',
    by: 'CenId',
    modify: (CenId) => ['ModifyCenAttribute', { CenId, ...renamed }],
    shows,
    remove: (CenId) => ['DeleteCen', { CenId }],
  }),
  'a transit router': async (_, cen) => ({
    create: ['CreateTransitRouter', { CenId: await made(cen, 'CreateCen', {}, 'CenId'), TransitRouterName: 'one' }],
    id: 'TransitRouterId',
    list: (TransitRouterId) => ['ListTransitRouters', { TransitRouterId }],
    at: 'TransitRouters',
    by: 'TransitRouterId',
    modify: (TransitRouterId) => ['UpdateTransitRouter', { TransitRouterId, TransitRouterName: 'other' }],
    shows: ['TransitRouterName', 'one', 'other'],
    remove: (TransitRouterId) => ['DeleteTransitRouter', { TransitRouterId }],
  }),
  'an address block of a transit router': async (_, cen) => {
    const TransitRouterId = await router(cen)
    return {
      create: ['CreateTransitRouterCidr', { TransitRouterId, Cidr: '192.168.10.0/24', ...named }],
      id: 'TransitRouterCidrId',
      list: () => ['ListTransitRouterCidr', { TransitRouterId }],
      at: 'CidrLists',
      by: 'TransitRouterCidrId',
      modify: (id) => ['ModifyTransitRouterCidr', { TransitRouterId, TransitRouterCidrId: id, ...renamed }],
      shows,
      remove: (id) => ['DeleteTransitRouterCidr', { TransitRouterId, TransitRouterCidrId: id }],
    }
  },
  'a route table of a transit router': async (_, cen) => {
    const TransitRouterId = await router(cen)
    const [one, other] = ['one', 'other'].map((name) => ({ TransitRouterRouteTableName: name }))
    return {
      create: ['CreateTransitRouterRouteTable', { TransitRouterId, ...one }],
      id: 'TransitRouterRouteTableId',
      list: () => ['ListTransitRouterRouteTables', { TransitRouterId }],
      at: 'TransitRouterRouteTables',
      by: 'TransitRouterRouteTableId',
      modify: (id) => ['UpdateTransitRouterRouteTable', { TransitRouterRouteTableId: id, ...other }],
      shows: ['TransitRouterRouteTableName', 'one', 'other'],
      remove: (id) => ['DeleteTransitRouterRouteTable', { TransitRouterRouteTableId: id }],
    }
  },
  'a connection of one tunnel on a transit router': async (call, cen) =>
    attachmentLife(await vpnAttachment(call, cen, false), 'Vpn'),
  'a connection of two tunnels on a transit router': async (call, cen) =>
    attachmentLife(await vpnAttachment(call, cen, true), 'Vpn'),
  'a VPC on a transit router': async (call, cen) => attachmentLife(await vpcAttachment(call, cen), 'Vpc'),
  'the association of a route table': async (call, cen) => {
    const pair = await tabled(call, cen)
    const { TransitRouterAttachmentId, TransitRouterRouteTableId } = pair
    return {
      create: ['AssociateTransitRouterAttachmentWithRouteTable', pair],
      list: () => ['ListTransitRouterRouteTableAssociations', { TransitRouterRouteTableId }],
      at: 'TransitRouterAssociations',
      by: 'TransitRouterAttachmentId',
      key: TransitRouterAttachmentId,
      remove: () => ['DissociateTransitRouterAttachmentFromRouteTable', pair],
    }
  },
  'the propagation into a route table': async (call, cen) => {
    const pair = await tabled(call, cen)
    const { TransitRouterAttachmentId, TransitRouterRouteTableId } = pair
    return {
      create: ['EnableTransitRouterRouteTablePropagation', pair],
      list: () => ['ListTransitRouterRouteTablePropagations', { TransitRouterRouteTableId }],
      at: 'TransitRouterPropagations',
      by: 'TransitRouterAttachmentId',
      key: TransitRouterAttachmentId,
      remove: () => ['DisableTransitRouterRouteTablePropagation', pair],
    }
  },
}

const cenCall = (): Call => popCall(caller, server.port, '2017-09-12')

const vpcCalls: Readonly<Record<string, () => Call>> = {
  'the Vpc SDK, V3': () => sdkCall(caller, server.port),
  'pop-core, V1': () => popCall(caller, server.port, '2016-04-28'),
}

for (const [name, callOf] of Object.entries(vpcCalls)) {
  describe(name, () => {
    for (const [noun, life] of Object.entries(vpcLives)) {
      test(`${noun} is created, read, listed, modified and deleted`, async () => {
        const call = callOf()
        await live(call, await life(call, cenCall()))
      })
    }
  })
}

describe('pop-core, CEN', () => {
  for (const [noun, life] of Object.entries(cenLives)) {
    test(`${noun} is created, listed, modified and deleted`, async () => {
      const cen = cenCall()
      await live(cen, await life(popCall(caller, server.port, '2016-04-28'), cen))
    })
  }
})
