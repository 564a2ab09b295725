/** What CreateVpnConnection's parameters do to a tunnel, between two gateways of the cloud and through all of the server. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, type Caller, tencentCaller } from './caller.ts'
import { type Installation, openInstallation } from './installation.ts'

const region = 'ap-guangzhou'

const inside = (answer: Answer, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((value, name) => (value as Answer | undefined)?.[name], answer)

interface End {
  readonly prefix: string
  readonly vpc: string
  readonly gateway: string
  readonly address: string
  readonly host: string
  readonly hostAddress: string
}

async function makeEnd(at: Installation, call: Caller, second: number): Promise<End> {
  const prefix = `10.${second}.0.0/16`
  const VpcId = String(inside(await call('CreateVpc', { VpcName: 'end', CidrBlock: prefix }), 'Vpc', 'VpcId'))
  const subnet = { VpcId, SubnetName: 'end', CidrBlock: `10.${second}.1.0/24`, Zone: `${region}-3` }
  const SubnetId = String(inside(await call('CreateSubnet', subnet), 'Subnet', 'SubnetId'))
  const input = { VpcId, VpnGatewayName: 'end', InternetMaxBandwidthOut: 5 }
  const gateway = String(inside(await call('CreateVpnGateway', input), 'VpnGateway', 'VpnGatewayId'))
  const look = async () =>
    inside(await call('DescribeVpnGateways', { VpnGatewayIds: [gateway] }), 'VpnGatewaySet', '0') as Answer
  await at.until('the gateway', async () => (await look()).State === 'AVAILABLE')
  const hostAddress = `10.${second}.1.10`
  const host = await at.addHost(SubnetId, hostAddress)
  return { prefix, vpc: VpcId, gateway, address: String((await look()).PublicIpAddress), host, hostAddress }
}

interface Connection {
  readonly id: string
  change(more: object): Promise<unknown>
  look(): Promise<Answer>
  isUp(): Promise<boolean>
}

async function connect(call: Caller, end: End, other: End, more: object): Promise<Connection> {
  const peer = await call('CreateCustomerGateway', { CustomerGatewayName: 'other end', IpAddress: other.address })
  const made = await call('CreateVpnConnection', {
    VpcId: end.vpc,
    VpnGatewayId: end.gateway,
    CustomerGatewayId: inside(peer, 'CustomerGateway', 'CustomerGatewayId'),
    VpnConnectionName: 'to the other end',
    PreShareKey: 'k3y!',
    SecurityPolicyDatabases: [{ LocalCidrBlock: end.prefix, RemoteCidrBlock: [other.prefix] }],
    ...more,
  })
  const id = String(inside(made, 'VpnConnection', 'VpnConnectionId'))
  const look = async () =>
    inside(await call('DescribeVpnConnections', { VpnConnectionIds: [id] }), 'VpnConnectionSet', '0') as Answer
  return {
    id,
    change: (changes) => call('ModifyVpnConnectionAttribute', { VpnConnectionId: id, ...changes }),
    look,
    isUp: async () => (await look()).NetStatus === 'AVAILABLE',
  }
}

interface Pair {
  readonly near: Connection
  readonly far: Connection
  readonly ends: readonly [End, End]
}

async function makePair(at: Installation, nearMore: object = {}, farMore: object = nearMore): Promise<Pair> {
  const call = tencentCaller(at, region)
  const [one, other] = [await makeEnd(at, call, 1), await makeEnd(at, call, 2)]
  const [near, far] = [await connect(call, one, other, nearMore), await connect(call, other, one, farMore)]
  return { near, far, ends: [one, other] }
}

const becomes = (at: Installation, { near, far }: Pair, up: boolean): Promise<void> =>
  at.until(up ? 'both ends up' : 'both ends down', async () => (await near.isUp()) === up && (await far.isUp()) === up)

const pings = (at: Installation, { ends: [one, other] }: Pair): Promise<number> => at.ping(one.host, other.hostAddress)

const ciphers = ['AES-CBC-128', 'AES-CBC-192', 'AES-CBC-256', '3DES-CBC', 'DES-CBC', 'SM4']
const gcm = ['AES128GCM128', 'AES192GCM128', 'AES256GCM128']
const groups = ['1', '2', '5', '14', '15', '16', '19', '20', '21', '24']

const words = {
  PropoEncryAlgorithm: [...ciphers, ...gcm],
  PropoAuthenAlgorithm: ['MD5', 'SHA', 'SHA-256', 'SHA-512'],
  DhGroupName: groups.map((number) => `GROUP${number}`),
  EncryptAlgorithm: [...gcm, 'NULL', ...ciphers],
  IntegrityAlgorithm: ['MD5', 'SHA1', 'SHA-256', 'SHA-384', 'SHA-512', 'SM3'],
  PfsDhGroup: ['NULL', ...groups.map((number) => `DH-GROUP${number}`)],
}

const nth = (list: readonly string[], at: number): string => list[at % list.length] ?? ''

/** So that each word comes once at the least; GCM for the IKE SA is of IKEv2. */
function round(at: number) {
  const PropoEncryAlgorithm = nth(words.PropoEncryAlgorithm, at)
  const isV2 = gcm.includes(PropoEncryAlgorithm) || at % 3 === 2
  return {
    IKEOptionsSpecification: {
      PropoEncryAlgorithm,
      PropoAuthenAlgorithm: nth(words.PropoAuthenAlgorithm, at),
      DhGroupName: nth(words.DhGroupName, at),
      IKEVersion: isV2 ? 'IKEV2' : 'IKEV1',
      ExchangeMode: at % 3 === 1 ? 'AGGRESSIVE' : 'MAIN',
    },
    IPSECOptionsSpecification: {
      EncryptAlgorithm: nth(words.EncryptAlgorithm, at),
      IntegrityAlgorithm: nth(words.IntegrityAlgorithm, at),
      PfsDhGroup: nth(words.PfsDhGroup, at),
    },
  }
}

const rounds = Math.max(...Object.values(words).map(({ length }) => length))

test('a tunnel with any algorithm, group and version comes up where both ends have it, and not where one has', async () => {
  await using at = await openInstallation()
  const pair = await makePair(at, round(0))
  await becomes(at, pair, true)
  for (let each = 1; each < rounds; each += 1) {
    await pair.near.change(round(each))
    await becomes(at, pair, false)
    await pair.far.change(round(each))
    await becomes(at, pair, true)
    await at.until('packets through it', async () => (await pings(at, pair)) === 3)
  }
})

test('an identity is what the other end calls itself: a name at one end and an address at the other come up', async () => {
  await using at = await openInstallation()
  const named = (LocalFqdnName: string) => ({
    IKEOptionsSpecification: { IKEVersion: 'IKEV2', LocalIdentity: 'FQDN', LocalFqdnName },
  })
  const expecting = (RemoteFqdnName: string) => ({
    IKEOptionsSpecification: { IKEVersion: 'IKEV2', RemoteIdentity: 'FQDN', RemoteFqdnName },
  })
  const pair = await makePair(at, named('a.example'), expecting('a.example'))
  await becomes(at, pair, true)
  await pair.far.change(expecting('b.example'))
  await becomes(at, pair, false)
  await pair.near.change(named('b.example'))
  await becomes(at, pair, true)
  const ike = (await pair.near.look()).IKEOptionsSpecification as Answer
  assert.deepEqual([ike.LocalIdentity, ike.RemoteIdentity], ['FQDN', 'ADDRESS'])
  assert.deepEqual([ike.LocalFqdnName, ike.RemoteAddress], ['b.example', pair.ends[1].address])
})

test('NegotiationType: two passive ends wait, a flowTrigger one begins with the first packet, an active one at once', async () => {
  await using at = await openInstallation()
  const pair = await makePair(at, { NegotiationType: 'passive' })
  await at.pass(120_000)
  await pings(at, pair)
  await at.pass(60_000)
  assert.equal(await pair.near.isUp(), false)
  await pair.near.change({ NegotiationType: 'flowTrigger' })
  await at.pass(120_000)
  assert.equal(await pair.near.isUp(), false)
  await pings(at, pair)
  await becomes(at, pair, true)
  const call = tencentCaller(at, region)
  await pair.near.change({ NegotiationType: 'passive', PreShareKey: 'another' })
  await pair.far.change({ PreShareKey: 'another' })
  await becomes(at, pair, false)
  await pair.far.change({ NegotiationType: 'active' })
  await becomes(at, pair, true)
  await call('ResetVpnConnection', { VpnGatewayId: pair.ends[0].gateway, VpnConnectionId: pair.near.id })
  await becomes(at, pair, true)
})

test('DPD: an end whose peer has fallen silent is down after DpdTimeout, and without DPD it does not notice', async () => {
  await using at = await openInstallation()
  const passive = { NegotiationType: 'passive' }
  const pair = await makePair(at, { NegotiationType: 'active', DpdEnable: 0, DpdTimeout: '' }, passive)
  await becomes(at, pair, true)
  const silence = async () => {
    await at.crash(pair.far.id, 600_000)
    await at.pass(120_000)
    return pair.near.isUp()
  }
  assert.equal(await silence(), true)
  await at.pass(900_000)
  await pair.near.change({ DpdEnable: 1, DpdTimeout: '40', DpdAction: 'clear' })
  await becomes(at, pair, true)
  assert.equal(await silence(), false)
})

/** The inbound SPIs of the tunnel at this end: they change where keys do. */
async function spisOf(at: Installation, { near, ends: [{ gateway }] }: Pair): Promise<readonly string[]> {
  const { tunnels = [] } = (await at.plane.observeGateway(gateway)) ?? {}
  return tunnels.flatMap(({ id, childSas }) => (id === near.id ? childSas.map(({ spiIn }) => spiIn) : []))
}

test('IPSECSaLifetimeSeconds: keys are renewed within it and not before, and traffic goes on', async () => {
  await using at = await openInstallation()
  const lasting = (IPSECSaLifetimeSeconds: number) => ({ IPSECOptionsSpecification: { IPSECSaLifetimeSeconds } })
  const pair = await makePair(at, lasting(3600))
  await becomes(at, pair, true)
  await at.pass(60_000)
  const before = await spisOf(at, pair)
  await at.pass(600_000)
  assert.deepEqual(await spisOf(at, pair), before)
  for (const end of [pair.near, pair.far]) await end.change(lasting(180))
  await becomes(at, pair, true)
  await at.pass(60_000)
  const first = await spisOf(at, pair)
  await at.pass(180_000)
  assert.notDeepEqual(await spisOf(at, pair), first)
  assert.equal(await pings(at, pair), 3)
})

test('IPSECSaLifetimeTraffic: keys are renewed after so many kilobytes, and not after fewer', async () => {
  await using at = await openInstallation()
  const carrying = (IPSECSaLifetimeTraffic: number) => ({ IPSECOptionsSpecification: { IPSECSaLifetimeTraffic } })
  const pair = await makePair(at, carrying(4_294_967_295))
  await becomes(at, pair, true)
  await at.pass(60_000)
  const [one, other] = pair.ends
  // As long as the gateways' bandwidth takes for more than that.
  const seconds = 10
  const send = async () => {
    const sent = at.plane.throughput(one.host, other.host, { seconds })
    await at.pass(20_000)
    assert.ok((await sent).bitsPerSecond * seconds > 8 * 2560 * 1024)
    return spisOf(at, pair)
  }
  const before = await spisOf(at, pair)
  assert.deepEqual(await send(), before)
  for (const end of [pair.near, pair.far]) await end.change(carrying(2560))
  await becomes(at, pair, true)
  await at.pass(60_000)
  const first = await spisOf(at, pair)
  assert.notDeepEqual(await send(), first)
  assert.equal(await pings(at, pair), 3)
})

test('a health check’s probes go from HealthCheckLocalIp to HealthCheckRemoteIp, and tell when nobody answers there', async () => {
  await using at = await openInstallation()
  const [one, other] = ['169.254.200.1', '169.254.200.2']
  const check = (HealthCheckLocalIp: string, HealthCheckRemoteIp: string) => ({
    RouteType: 'StaticRoute',
    SecurityPolicyDatabases: [],
    EnableHealthCheck: true,
    HealthCheckLocalIp,
    HealthCheckRemoteIp,
    HealthCheckConfig: { ProbeType: 'NQA', ProbeInterval: 1000, ProbeThreshold: 3, ProbeTimeout: 100 },
  })
  const { near, far } = await makePair(at, check(one, other), check(other, one))
  const status = async () => (await near.look()).HealthCheckStatus
  await at.until('an answer', async () => (await status()) === 'AVAILABLE')
  await far.change({ EnableHealthCheck: false })
  await at.until('no answer', async () => (await status()) === 'UNAVAILABLE')
  assert.equal(await near.isUp(), true)
  await near.change({ EnableHealthCheck: false })
  assert.deepEqual([await status(), (await near.look()).HealthCheckRemoteIp], ['', other])
})
