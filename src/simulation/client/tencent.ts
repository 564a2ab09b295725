import type { Kind } from '../../domain/resource.ts'
import type { SeededChoice } from '../seeded-choice.ts'
import { drawAsNumber, drawTencentBgp, gatewaySpeaksBgp, speaksBgp, tencentBgp, usualAsNumbers } from './bgp.ts'
import type { Candidate, Draft, Facts, Intent } from './intent.ts'
import type { Known, Model } from './model.ts'
import {
  agreeingWith,
  drawKey,
  drawLifetimes,
  drawProfile,
  drawTencentDeadPeers,
  drawTencentTunnel,
  isProbed,
  ofTunnel,
  type TunnelFacts,
  tencentDeadPeers,
  tencentWords,
} from './profiles.ts'
import type { Tree, WireCall } from './signing.ts'

export const region = 'ap-guangzhou'
const zone = 'ap-guangzhou-3'

const call = (action: string, parameters: Tree): WireCall => ({
  cloud: 'tencent',
  action,
  version: '2017-03-12',
  region,
  parameters,
})

const tree = (value: unknown): Tree => (typeof value === 'object' && value !== null ? (value as Tree) : {})

const idAt =
  (object: string, name: string) =>
  (body: Tree): string =>
    String(tree(body[object])[name])

interface Made {
  readonly kind: Kind
  readonly name: string
  readonly facts: Facts
  readonly draft: Draft
}

const create = (wire: WireCall, { kind, name, facts, draft }: Made, object: string, id: string): Intent => ({
  call: wire,
  effect: { do: 'create', kind, name, facts: { name, ...facts } },
  idIn: idAt(object, id),
  draft,
})

function createVpc(model: Model, choice: SeededChoice): Intent {
  const name = model.newName('vpc')
  // At times one that the other cloud has too, so that a gateway is told of a network that it has itself.
  const taken = choice.chance(30) ? choice.pick(model.usable('alibaba', 'network')) : undefined
  const prefix = taken?.draft.prefix ?? `10.${100 + (model.count() % 100)}.0.0/16`
  const made = { kind: 'network', name, facts: { prefix }, draft: { on: [], prefix } } as const
  return create(call('CreateVpc', { VpcName: name, CidrBlock: prefix }), made, 'Vpc', 'VpcId')
}

function createSubnet(model: Model, network: Known): Intent {
  const name = model.newName('subnet')
  const prefix = (network.draft.prefix ?? '').replace('.0.0/16', `.${model.count() % 250}.0/24`)
  const wire = call('CreateSubnet', { VpcId: network.id, SubnetName: name, CidrBlock: prefix, Zone: zone })
  const facts = { prefix, network: network.id }
  return create(wire, { kind: 'subnet', name, facts, draft: { on: [network.id] } }, 'Subnet', 'SubnetId')
}

function createGateway(model: Model, network: Known): Intent {
  const name = model.newName('gateway')
  const wire = call('CreateVpnGateway', {
    VpcId: network.id,
    VpnGatewayName: name,
    // The least that has BGP.
    InternetMaxBandwidthOut: 200,
    BgpAsn: usualAsNumbers.tencent,
    InstanceChargeType: 'POSTPAID_BY_HOUR',
  })
  const facts = { network: network.id, subnets: '', 'as number': String(usualAsNumbers.tencent) }
  return create(wire, { kind: 'gateway', name, facts, draft: { on: [network.id] } }, 'VpnGateway', 'VpnGatewayId')
}

function createCustomerGateway(model: Model, choice: SeededChoice, address: string): Intent {
  const name = model.newName('customer')
  const BgpAsn = drawAsNumber(choice, 'alibaba')
  const wire = call('CreateCustomerGateway', { CustomerGatewayName: name, IpAddress: address, BgpAsn })
  const facts = { address, 'as number': String(BgpAsn) }
  const made = { kind: 'customer-gateway', name, facts, draft: { on: [], address } } as const
  return create(wire, made, 'CustomerGateway', 'CustomerGatewayId')
}

const everything = '0.0.0.0/0'

/** A gateway, the peer that it could connect to, and the connection at the far end, where it is known. */
interface Match {
  readonly gateway: Known
  readonly peer: Known
  readonly far?: { readonly connection: Known; readonly index: number }
}

/** The tunnels in the other cloud whose peer is one of these gateways and that have no counterpart yet. */
function matches(model: Model): readonly Match[] {
  const found: Match[] = []
  const connections = model.usable('tencent', 'connection')
  for (const far of model.usable('alibaba', 'connection')) {
    for (const [at, address] of far.addresses.entries()) {
      const peer = model.usable('tencent', 'customer-gateway').find(({ draft }) => draft.address === address)
      const wanted = model.get(far.facts[`tunnel ${at + 1} peer`] ?? '')?.draft.address
      const gateway = model.usable('tencent', 'gateway').find(({ addresses }) => addresses[0] === wanted)
      if (peer === undefined || gateway === undefined) continue
      const isConnected = connections.some(({ draft }) => draft.on.includes(peer.id) && draft.on.includes(gateway.id))
      const routed = far.facts.local === everything && far.facts.remote === everything
      // Beside connections that speak BGP there may be none that does not.
      const fits = routed || gatewaySpeaksBgp(model, gateway) !== true
      if (!isConnected && fits) found.push({ gateway, peer, far: { connection: far, index: at + 1 } })
    }
  }
  return found
}

function createConnection(model: Model, choice: SeededChoice, { gateway, peer, far }: Match): Intent {
  const name = model.newName('connection')
  const facts = far?.connection.facts ?? {}
  const agree = far !== undefined && choice.chance(80)
  const farBgp = far === undefined ? undefined : facts[`tunnel ${far.index} bgp`]
  const others = gatewaySpeaksBgp(model, gateway)
  const speaks = far !== undefined && (others ?? (speaksBgp(facts, far.index) && choice.chance(95)))
  const is = {
    ...drawTencentTunnel(choice),
    ...(agree ? agreeingWith(facts, far.index) : {}),
    bgp: speaks ? drawTencentBgp(model, choice, gateway.facts['as number'] ?? '', farBgp) : '',
  }
  const own = model.get(gateway.draft.on[0] ?? '')?.draft.prefix
  const [local, remote] = far === undefined ? [own ?? everything, '192.168.7.0/24'] : [facts.remote, facts.local]
  const type = choice.weighted([
    [6, 'active'],
    [2, 'passive'],
    [2, 'flowTrigger'],
  ] as const)
  const routeType = speaks ? 'Bgp' : choice.chance(90) ? 'Policy' : 'StaticRoute'
  const startAction = { active: 'start', passive: 'none', flowTrigger: 'trap' }[type ?? 'active']
  const { ike, ipsec } = tencentWords(is)
  const wire = call('CreateVpnConnection', {
    VpnGatewayId: gateway.id,
    VpcId: gateway.draft.on[0],
    CustomerGatewayId: peer.id,
    VpnConnectionName: name,
    PreShareKey: is.key,
    SecurityPolicyDatabases: [{ LocalCidrBlock: local, RemoteCidrBlock: [remote] }],
    IKEOptionsSpecification: ike,
    IPSECOptionsSpecification: ipsec,
    NegotiationType: type,
    RouteType: routeType,
    ...(speaks ? { BgpConfig: tencentBgp(is.bgp) } : {}),
    ...tencentDeadPeers(is),
  })
  const made = {
    kind: 'connection',
    name,
    facts: {
      gateway: gateway.id,
      local: local ?? '',
      remote: remote ?? '',
      startAction,
      automaticRoutes: String(routeType === 'Policy'),
      private: 'false',
      ...ofTunnel(1, { peer: peer.id }),
      ...ofTunnel(1, is),
    },
    draft: { on: [gateway.id, peer.id], ...(remote === undefined ? {} : { remote }) },
  } as const
  return create(wire, made, 'VpnConnection', 'VpnConnectionId')
}

function modifyConnection(model: Model, choice: SeededChoice, { id, facts, draft }: Known): Intent | undefined {
  const what = choice.weighted([
    [5, 'key'],
    [3, 'profile'],
    [2, 'name'],
    [2, 'initiation'],
    [1, 'peer'],
    [1, 'range'],
    [2, 'lifetimes'],
    [1, 'identity'],
    [2, 'dead peers'],
    [speaksBgp(facts, 1) ? 2 : 0, 'bgp'],
  ])
  const change = (parameters: Tree, to: Facts): Intent => ({
    call: call('ModifyVpnConnectionAttribute', { VpnConnectionId: id, ...parameters }),
    effect: { do: 'change', id, facts: to },
  })
  if (what === 'name') {
    const name = model.newName('connection')
    return change({ VpnConnectionName: name }, { name })
  }
  if (what === 'initiation') {
    const active = choice.chance(75)
    return change({ NegotiationType: active ? 'active' : 'passive' }, { startAction: active ? 'start' : 'none' })
  }
  if (what === 'range') {
    if (isProbed(facts)) return undefined
    const local = facts.local ?? everything
    const remote = choice.chance(50) ? (draft.remote ?? everything) : `192.168.${choice.between(1, 200)}.0/24`
    const policies = [{ LocalCidrBlock: local, RemoteCidrBlock: [remote] }]
    return change({ SecurityPolicyDatabases: policies }, { local, remote })
  }
  const peer = choice.pick(model.usable('tencent', 'customer-gateway'))
  if (what === 'peer' && peer !== undefined) {
    const own = model.get(facts.gateway ?? '')?.addresses[0]
    // With a name for the far end, the address that stood for the near end is stored too.
    const isNamed = facts['tunnel 1 remote identity'] !== '' && facts['tunnel 1 local identity'] === ''
    if (isNamed && own === undefined) return undefined
    const identity: Facts = isNamed ? { 'tunnel 1 local identity': own ?? '' } : {}
    return change({ CustomerGatewayId: peer.id }, { 'tunnel 1 peer': peer.id, ...identity })
  }
  if (what === 'bgp') {
    // It is no longer what the far end has.
    const [, asNumber = ''] = facts['tunnel 1 bgp']?.split(' ') ?? []
    const bgp = drawTencentBgp(model, choice, asNumber, undefined)
    return change({ BgpConfig: tencentBgp(bgp) }, ofTunnel(1, { bgp }))
  }
  const to = drawTunnelChange(choice, what)
  const { ike, ipsec } = tencentWords(to)
  const parameters = {
    ...(to.key === undefined ? {} : { PreShareKey: to.key }),
    ...(Object.keys(ike).length === 0 ? {} : { IKEOptionsSpecification: ike }),
    ...(Object.keys(ipsec).length === 0 ? {} : { IPSECOptionsSpecification: ipsec }),
    ...tencentDeadPeers(to),
  }
  return change(parameters, ofTunnel(1, to))
}

/** Some of the tunnel's facts; the others are to stay as they are. */
function drawTunnelChange(choice: SeededChoice, what: string | undefined): Partial<TunnelFacts> {
  switch (what) {
    case 'lifetimes':
      return { ...drawLifetimes(choice), 'child kilobytes': String(choice.between(2560, 4_000_000)) }
    case 'identity':
      // Both: where one is named, the other becomes the address that stood for it.
      return {
        'local identity': `other-${choice.between(1, 3)}.example`,
        'remote identity': `other-${choice.between(1, 3)}.example`,
      }
    case 'dead peers':
      return { 'dead peers': drawTencentDeadPeers(choice) }
    case 'profile':
      return { ...drawProfile(choice), key: drawKey(choice) }
    default:
      return { key: drawKey(choice) }
  }
}

const deletions: Partial<Record<Kind, readonly [action: string, parameter: string]>> = {
  network: ['DeleteVpc', 'VpcId'],
  subnet: ['DeleteSubnet', 'SubnetId'],
  'customer-gateway': ['DeleteCustomerGateway', 'CustomerGatewayId'],
  gateway: ['DeleteVpnGateway', 'VpnGatewayId'],
  connection: ['DeleteVpnConnection', 'VpnConnectionId'],
}

export function deletion({ id, kind, draft }: Known): Intent | undefined {
  const [action, parameter] = deletions[kind] ?? []
  if (action === undefined || parameter === undefined) return undefined
  const gateway = kind === 'connection' ? { VpnGatewayId: draft.on[0] } : {}
  return { call: call(action, { [parameter]: id, ...gateway }), effect: { do: 'delete', id } }
}

/** The address is answered here once the gateway has one. */
export function describeGateways(model: Model): Intent {
  return {
    call: call('DescribeVpnGateways', { Limit: 100 }),
    effect: { do: 'read' },
    learn(body) {
      for (const item of Array.isArray(body.VpnGatewaySet) ? body.VpnGatewaySet : []) {
        const { VpnGatewayId, PublicIpAddress } = tree(item)
        const known = model.get(String(VpnGatewayId))
        if (known !== undefined && PublicIpAddress !== '') known.addresses = [String(PublicIpAddress)]
      }
    },
  }
}

export const describeConnections = (): Intent => ({
  call: call('DescribeVpnConnections', { Limit: 100 }),
  effect: { do: 'read' },
})

const lists: readonly (readonly [WireCall, Kind])[] = [
  [call('DescribeVpcs', { Limit: '100' }), 'network'],
  [call('DescribeSubnets', { Limit: '100' }), 'subnet'],
  [call('DescribeCustomerGateways', { Limit: 100, Offset: 0 }), 'customer-gateway'],
  [call('DescribeVpnGateways', { Limit: 100 }), 'gateway'],
  [call('DescribeVpnConnections', { Limit: 100 }), 'connection'],
]

export function list(choice: SeededChoice): Intent {
  const [list, kind] = choice.pick(lists) ?? [call('DescribeVpcs', {})]
  return { call: list, effect: { do: 'read' }, ...(kind === undefined ? {} : { lists: kind }) }
}

export function candidates(model: Model, choice: SeededChoice): readonly Candidate[] {
  const all = (kind: Kind) => model.usable('tencent', kind)
  const [networks, gateways, peers, connections] = [
    all('network'),
    all('gateway'),
    all('customer-gateway'),
    all('connection'),
  ]
  const withoutAddress = gateways.some(({ addresses }) => addresses.length === 0)
  const taken = new Set(peers.map(({ draft }) => draft.address))
  const unpeered = model
    .usable('alibaba', 'connection')
    .flatMap(({ addresses }) => addresses.filter((address) => !taken.has(address)))
  const open = matches(model)
  const from =
    <T>(list: readonly T[], make: (one: T) => Intent | undefined) =>
    () => {
      const one = choice.pick(list)
      return one === undefined ? undefined : make(one)
    }
  const withAnyPeer = from(gateways, (gateway) => {
    const peer = choice.pick(peers)
    return peer === undefined ? undefined : createConnection(model, choice, { gateway, peer })
  })
  return [
    { weight: networks.length < 2 ? 8 : 1, make: () => createVpc(model, choice) },
    { weight: 1, make: from(networks, (network) => createSubnet(model, network)) },
    { weight: gateways.length < 3 ? 8 : 1, make: from(networks, (network) => createGateway(model, network)) },
    { weight: withoutAddress ? 12 : 0, make: () => describeGateways(model) },
    {
      weight: unpeered.length > 0 ? 14 : 0,
      make: from(unpeered, (address) => createCustomerGateway(model, choice, address)),
    },
    { weight: 1, make: () => createCustomerGateway(model, choice, `192.0.2.${choice.between(1, 250)}`) },
    { weight: open.length > 0 ? 16 : 0, make: from(open, (match) => createConnection(model, choice, match)) },
    { weight: 1, make: withAnyPeer },
    { weight: 3, make: from(connections, (connection) => modifyConnection(model, choice, connection)) },
  ]
}
