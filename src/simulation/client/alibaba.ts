import type { Kind } from '../../domain/resource.ts'
import type { SeededChoice } from '../seeded-choice.ts'
import { drawTunnelChange, dualOptions, modifyBgp, singleOptions } from './alibaba-tunnels.ts'
import { drawAlibabaBgp, drawAsNumber, gatewaySpeaksBgp, speaksBgp } from './bgp.ts'
import type { Candidate, Draft, Facts, Intent } from './intent.ts'
import type { Known, Model } from './model.ts'
import { drawAlibabaTunnel, isProbed, ofTunnel } from './profiles.ts'
import type { Tree, WireCall } from './signing.ts'

export const region = 'cn-hangzhou'
const zone = 'cn-hangzhou-h'

const vpc = (action: string, parameters: Tree): WireCall => ({
  cloud: 'alibaba',
  action,
  version: '2016-04-28',
  region,
  parameters,
})

/** CEN belongs to no region; where an operation of it has one, it is a parameter like the others. */
const cbn = (action: string, parameters: Tree): WireCall => ({
  cloud: 'alibaba',
  action,
  version: '2017-09-12',
  region: '',
  parameters,
})

const idAt =
  (name: string) =>
  (body: Tree): string =>
    String(body[name])

const create = (call: WireCall, kind: Kind, name: string, facts: Facts, id: string, draft: Draft): Intent => ({
  call,
  effect: { do: 'create', kind, name, facts: { name, ...facts } },
  idIn: idAt(id),
  draft,
})

function createVpc(model: Model): Intent {
  const name = model.newName('vpc')
  const prefix = `10.${model.count() % 100}.0.0/16`
  const call = vpc('CreateVpc', { VpcName: name, CidrBlock: prefix })
  return create(call, 'network', name, { prefix }, 'VpcId', { on: [], prefix })
}

/** Subnets with even numbers are in one zone, and those with odd ones in another. */
const zoneOf = (prefix: string | undefined): string =>
  Number(prefix?.split('.')[2]) % 2 === 0 ? zone : 'cn-hangzhou-g'

function createVSwitch(model: Model, network: Known): Intent {
  const name = model.newName('vswitch')
  const prefix = (network.draft.prefix ?? '').replace('.0.0/16', `.${model.count() % 250}.0/24`)
  const call = vpc('CreateVSwitch', { VpcId: network.id, ZoneId: zoneOf(prefix), CidrBlock: prefix, VSwitchName: name })
  return create(call, 'subnet', name, { prefix, network: network.id }, 'VSwitchId', {
    on: [network.id],
    prefix,
  })
}

function createCustomerGateway(model: Model, choice: SeededChoice, address: string): Intent {
  const name = model.newName('customer')
  const asNumber = String(drawAsNumber(choice, 'tencent'))
  const call = vpc('CreateCustomerGateway', { IpAddress: address, Name: name, Asn: asNumber })
  return create(call, 'customer-gateway', name, { address, 'as number': asNumber }, 'CustomerGatewayId', {
    on: [],
    address,
  })
}

function createGateway(model: Model, network: Known, subnet: Known, other: Known | undefined): Intent {
  const name = model.newName('gateway')
  const second = other === undefined ? {} : { DisasterRecoveryVSwitchId: other.id }
  const parameters = { VpcId: network.id, VSwitchId: subnet.id, ...second, Bandwidth: 10, Name: name }
  const call = vpc('CreateVpnGateway', { ...parameters, InstanceChargeType: 'POSTPAY' })
  const subnets = other === undefined ? [subnet.id] : [subnet.id, other.id]
  const facts = { network: network.id, subnets: subnets.join(' '), 'as number': '' }
  return create(call, 'gateway', name, facts, 'VpnGatewayId', {
    on: [network.id, ...subnets],
  })
}

const everything = '0.0.0.0/0'

/** The gateway in the other cloud that the peer is. */
const gatewayOf = (model: Model, peer: Known): Known | undefined =>
  model.usable('tencent', 'gateway').find(({ addresses }) => addresses[0] === peer.draft.address)

/** The prefix behind a peer: that of the network of its gateway. */
function rangeBehind(model: Model, peer: Known): string | undefined {
  const gateway = gatewayOf(model, peer)
  const network = gateway?.draft.on[0]
  return network === undefined ? undefined : model.get(network)?.draft.prefix
}

/** How likely a new attachment speaks BGP, by whether its peer's other connections do. */
const percentWithBgp = { true: 85, false: 10, undefined: 70 }

function createAttachment(model: Model, choice: SeededChoice, peers: readonly Known[]): Intent {
  const name = model.newName('connection')
  const [first] = peers
  const behind = first === undefined ? undefined : rangeBehind(model, first)
  const own = choice.pick(model.usable('alibaba', 'network'))?.draft.prefix
  const others = first && gatewayOf(model, first)
  const mode = others && gatewaySpeaksBgp(model, others)
  const bgp = choice.chance(percentWithBgp[`${mode}`])
  const routed = bgp || behind === undefined || own === undefined || choice.chance(35)
  const [local, remote] = routed ? [everything, everything] : [own, behind]
  const immediate = choice.chance(85)
  const routes = choice.chance(90)
  const tunnels = peers.map(({ id: peer }) => ({
    peer,
    facts: { ...drawAlibabaTunnel(choice), bgp: bgp ? drawAlibabaBgp(model, choice, 30) : '' },
  }))
  const [single] = tunnels
  const options =
    tunnels.length === 1 && single !== undefined
      ? { CustomerGatewayId: single.peer, ...singleOptions(single.facts) }
      : {
          ...(bgp ? { EnableTunnelsBgp: true } : {}),
          TunnelOptionsSpecification: tunnels.map(({ peer, facts }, index) => ({
            CustomerGatewayId: peer,
            TunnelIndex: index + 1,
            ...dualOptions(facts),
          })),
        }
  const start = { EffectImmediately: immediate, AutoConfigRoute: routes }
  const common = { LocalSubnet: local, RemoteSubnet: remote, ...start, Name: name }
  const facts = Object.assign(
    {
      local,
      remote,
      startAction: immediate ? 'start' : 'trap',
      automaticRoutes: String(routes),
      gateway: '',
      private: 'false',
    },
    ...tunnels.map(({ peer, facts: is }, index) => ({ ...ofTunnel(index + 1, { peer }), ...ofTunnel(index + 1, is) })),
  )
  const on = [...new Set(peers.map(({ id }) => id))]
  const call = vpc('CreateVpnAttachment', { ...common, ...options })
  return create(call, 'connection', name, facts, 'VpnConnectionId', { on, local, remote })
}

export const isDual = ({ facts }: Known): boolean => facts['tunnel 2 key'] !== undefined

function modifyAttachment(model: Model, choice: SeededChoice, { id, facts, ...known }: Known): Intent | undefined {
  const dual = isDual({ id, facts, ...known })
  const what = choice.weighted([
    [5, 'key'],
    [3, 'profile'],
    [2, 'name'],
    [2, 'initiation'],
    [2, 'peer'],
    [1, 'range'],
    [1, 'routes'],
    [2, 'lifetimes'],
    [1, 'identity'],
    [2, 'switches'],
    [speaksBgp(facts, 1) || facts['tunnel 1 bgp'] ? 6 : 1, 'bgp'],
  ])
  const change = (parameters: Tree, to: Facts): Intent => ({
    call: vpc('ModifyVpnAttachmentAttribute', { VpnConnectionId: id, ...parameters }),
    effect: { do: 'change', id, facts: to },
  })
  if (what === 'name') {
    const name = model.newName('connection')
    return change({ Name: name }, { name })
  }
  if (what === 'initiation') {
    const immediate = choice.chance(80)
    return change({ EffectImmediately: immediate }, { startAction: immediate ? 'start' : 'trap' })
  }
  if (what === 'range') {
    // No operation of the cloud's asks for a check yet, so none says either that one would be left outside.
    if (isProbed(facts)) return undefined
    const remote = choice.chance(50) ? (known.draft.remote ?? everything) : `192.168.${choice.between(1, 200)}.0/24`
    return change({ RemoteSubnet: remote }, { remote })
  }
  if (what === 'routes') {
    const routes = choice.chance(80)
    return change({ AutoConfigRoute: routes }, { automaticRoutes: String(routes) })
  }
  if (what === 'bgp') return modifyBgp(model, choice, { facts, dual }, change)
  const index = dual ? choice.between(1, 2) : 1
  const peer = choice.pick(model.usable('alibaba', 'customer-gateway'))
  if (what === 'peer' && peer !== undefined) {
    const parameters = { CustomerGatewayId: peer.id }
    return change(dual ? { TunnelOptionsSpecification: [{ TunnelIndex: index, ...parameters }] } : parameters, {
      [`tunnel ${index} peer`]: peer.id,
    })
  }
  const to = drawTunnelChange(choice, what)
  const options = dual
    ? { TunnelOptionsSpecification: [{ TunnelIndex: index, ...dualOptions(to) }] }
    : singleOptions(to)
  return change(options, ofTunnel(index, to))
}

function createCen(model: Model): Intent {
  const name = model.newName('cen')
  return create(cbn('CreateCen', { Name: name }), 'router-group', name, {}, 'CenId', { on: [] })
}

function createRouter(model: Model, cen: Known): Intent {
  const name = model.newName('router')
  const call = cbn('CreateTransitRouter', { CenId: cen.id, RegionId: region, TransitRouterName: name })
  return create(call, 'router', name, { group: cen.id }, 'TransitRouterId', { on: [cen.id] })
}

function attach(model: Model, router: Known, target: Known, subnet: Known | undefined): Intent {
  const name = model.newName('attachment')
  const common = { TransitRouterId: router.id, RegionId: region, TransitRouterAttachmentName: name }
  const zones =
    subnet === undefined ? {} : { ZoneMappings: [{ VSwitchId: subnet.id, ZoneId: zoneOf(subnet.draft.prefix) }] }
  const call =
    target.kind === 'network'
      ? cbn('CreateTransitRouterVpcAttachment', {
          ...common,
          CenId: router.draft.on[0],
          VpcId: target.id,
          AutoPublishRouteEnabled: true,
          ...zones,
        })
      : cbn('CreateTransitRouterVpnAttachment', {
          ...common,
          VpnId: target.id,
          ...(isDual(target) ? {} : { Zone: [{ ZoneId: zone }] }),
        })
  const on = [router.id, target.id, ...(subnet === undefined ? [] : [subnet.id])]
  const facts = { router: router.id, target: target.id }
  return create(call, 'router-attachment', name, facts, 'TransitRouterAttachmentId', { on })
}

const deletions: Partial<Record<Kind, readonly [action: string, parameter: string]>> = {
  network: ['DeleteVpc', 'VpcId'],
  subnet: ['DeleteVSwitch', 'VSwitchId'],
  'customer-gateway': ['DeleteCustomerGateway', 'CustomerGatewayId'],
  gateway: ['DeleteVpnGateway', 'VpnGatewayId'],
  connection: ['DeleteVpnAttachment', 'VpnConnectionId'],
  'router-group': ['DeleteCen', 'CenId'],
  router: ['DeleteTransitRouter', 'TransitRouterId'],
}

export function deletion(model: Model, { id, kind, draft }: Known): Intent | undefined {
  const effect = { do: 'delete', id } as const
  if (kind === 'router-attachment') {
    const ofNetwork = model.get(draft.on[1] ?? '')?.kind === 'network'
    const action = ofNetwork ? 'DeleteTransitRouterVpcAttachment' : 'DeleteTransitRouterVpnAttachment'
    return { call: cbn(action, { TransitRouterAttachmentId: id }), effect }
  }
  const [action, parameter] = deletions[kind] ?? []
  if (action === undefined || parameter === undefined) return undefined
  const service = kind === 'router' || kind === 'router-group' ? cbn : vpc
  return { call: service(action, { [parameter]: id }), effect }
}

const tree = (value: unknown): Tree => (typeof value === 'object' && value !== null ? (value as Tree) : {})

/** The outer addresses come with the attachment, and only this operation answers them. */
export function describeConnection(known: Known): Intent {
  return {
    call: vpc('DescribeVpnConnection', { VpnConnectionId: known.id }),
    effect: { do: 'read' },
    learn(body) {
      const options = tree(body.TunnelOptionsSpecification).TunnelOptions
      const answered = Array.isArray(options) ? options.map((option) => tree(option).InternetIp) : [body.InternetIp]
      const addresses = answered.filter((address) => typeof address === 'string' && address !== '')
      known.addresses = addresses.map(String)
    },
  }
}

const all = { PageSize: 50 }

const lists: readonly (readonly [WireCall, Kind?])[] = [
  [vpc('DescribeVpcs', all), 'network'],
  [vpc('DescribeVSwitches', all), 'subnet'],
  [vpc('DescribeCustomerGateways', all), 'customer-gateway'],
  [vpc('DescribeVpnGateways', all), 'gateway'],
  [vpc('DescribeVpnAttachments', all)],
  [cbn('DescribeCens', all), 'router-group'],
  [cbn('ListTransitRouterVpnAttachments', { RegionId: region })],
  [cbn('ListTransitRouterVpcAttachments', { RegionId: region })],
]

export function list(choice: SeededChoice): Intent {
  const [call, kind] = choice.pick(lists) ?? [vpc('DescribeVpcs', all)]
  return { call, effect: { do: 'read' }, ...(kind === undefined ? {} : { lists: kind }) }
}

/** The requests that may come next; those that lead to tunnels weigh more. */
export function candidates(model: Model, choice: SeededChoice): readonly Candidate[] {
  const all = (kind: Kind) => model.usable('alibaba', kind)
  const [networks, subnets, peers] = [all('network'), all('subnet'), all('customer-gateway')]
  const [connections, groups, routers] = [all('connection'), all('router-group'), all('router')]
  const attached = (target: Known) => model.dependents(target.id, 'router-attachment').length > 0
  const free = connections.filter((connection) => !attached(connection))
  const withoutAddress = connections.filter((connection) => attached(connection) && connection.addresses.length === 0)
  const taken = new Set(peers.map(({ draft }) => draft.address))
  const unpeered = model
    .usable('tencent', 'gateway')
    .flatMap(({ addresses }) => addresses.filter((each) => !taken.has(each)))
  const used = new Set(connections.flatMap(({ draft }) => draft.on))
  const unused = peers.filter(({ id }) => !used.has(id))
  const from =
    <T>(list: readonly T[], make: (one: T) => Intent | undefined) =>
    () => {
      const one = choice.pick(list)
      return one === undefined ? undefined : make(one)
    }
  return [
    { weight: networks.length < 2 ? 8 : 1, make: () => createVpc(model) },
    { weight: subnets.length < 2 ? 4 : 1, make: from(networks, (network) => createVSwitch(model, network)) },
    {
      weight: unpeered.length > 0 ? 14 : 0,
      make: from(unpeered, (address) => createCustomerGateway(model, choice, address)),
    },
    { weight: 1, make: () => createCustomerGateway(model, choice, `192.0.2.${choice.between(1, 250)}`) },
    { weight: unused.length > 0 ? 14 : 0, make: from(unused, (peer) => attachmentFor(model, choice, peer, peers)) },
    { weight: 1, make: from(peers, (peer) => attachmentFor(model, choice, peer, peers)) },
    { weight: 3, make: from(connections, (connection) => modifyAttachment(model, choice, connection)) },
    { weight: groups.length < 1 ? 8 : 0.3, make: () => createCen(model) },
    { weight: routers.length < 1 ? 8 : 0.3, make: from(groups, (group) => createRouter(model, group)) },
    { weight: free.length > 0 ? 14 : 1, make: from(free, (target) => fromRouter(model, choice, target)) },
    {
      weight: 2,
      make: from(
        networks.filter((network) => !attached(network)),
        (target) => fromRouter(model, choice, target),
      ),
    },
    { weight: withoutAddress.length > 0 ? 12 : 0, make: from(withoutAddress, describeConnection) },
    { weight: 1, make: from(subnets, (subnet) => gatewayIn(model, choice, subnet)) },
  ]
}

function attachmentFor(model: Model, choice: SeededChoice, peer: Known, peers: readonly Known[]): Intent {
  const second = choice.chance(35) ? (choice.pick(peers) ?? peer) : undefined
  return createAttachment(model, choice, second === undefined ? [peer] : [peer, second])
}

function fromRouter(model: Model, choice: SeededChoice, target: Known): Intent | undefined {
  const router = choice.pick(model.usable('alibaba', 'router'))
  if (router === undefined) return undefined
  if (target.kind === 'connection') return attach(model, router, target, undefined)
  const inside = model.usable('alibaba', 'subnet').filter(({ draft }) => draft.on.includes(target.id))
  const subnet = choice.pick(inside)
  return subnet === undefined ? undefined : attach(model, router, target, subnet)
}

function gatewayIn(model: Model, choice: SeededChoice, subnet: Known): Intent | undefined {
  const network = model.get(subnet.draft.on[0] ?? '')
  const inside = model.usable('alibaba', 'subnet').filter(({ draft }) => draft.on[0] === network?.id)
  const other = inside.find(({ draft }) => zoneOf(draft.prefix) !== zoneOf(subnet.draft.prefix))
  return network === undefined
    ? undefined
    : createGateway(model, network, subnet, choice.chance(50) ? other : undefined)
}
