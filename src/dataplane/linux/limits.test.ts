/** How much and how large what passes through a gateway may be, and what the gateway says of it: as planned, seen, and given back. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { building, gatewayOf, makeSites, type Site, subnetOf, withTunnel } from '../contract/lab.ts'
import { planGateway } from '../plan/gateway.ts'
import { noMemory } from '../plan/initiation.ts'
import { runChains } from '../plan/run-chains.ts'
import type { GatewaySpec } from '../port.ts'
import { CommandError, run, runIn } from './command.ts'
import { deviceIn } from './ip.ts'
import { devices, Names } from './names.ts'
import { makeTestPlane, settle, type TestPlane, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

const bandwidthMbps = 50
const { left: passive, right } = makeSites({ device: { mtu: 1400, bandwidthMbps } })
// One end alone, so that there are never two SAs of which one goes again.
const left = withTunnel(passive, { startAction: 'start' })
let subject: TestPlane
let names: Names

function desired(site: Site): GatewaySpec {
  const { routerAddress } = subnetOf(site)
  const spec = gatewayOf(site)
  return { ...spec, links: spec.links.map((link) => ({ ...link, bandwidthMbps, routerAddress })) }
}

/** What the reconciler does in a round, and how many steps that were. */
async function bringTo(spec: GatewaySpec): Promise<number> {
  const { chains } = planGateway(spec, await subject.plane.observeGateway(spec.id), noMemory, 0)
  const { failure } = await runChains(chains, (step) => subject.plane.perform(step))
  if (failure !== undefined) throw failure
  return chains.flatMap(({ steps }) => steps).length
}

const look = async ({ gateway }: Site) => {
  const { links, segmentSize, tunnels = [] } = (await subject.plane.observeGateway(gateway)) ?? {}
  const [tunnel] = tunnels
  const spis = tunnel?.childSas.map(({ spiIn }) => spiIn)
  return { limits: { links: links?.map(({ digest }) => digest), segmentSize, device: tunnel?.device }, spis }
}

before(async () => {
  if (reason !== undefined) return
  subject = await makeTestPlane()
  names = new Names(subject.installation)
  for (const step of [...building(left), ...building(right)]) {
    if (step.do === 'ensure-network' || step.do === 'ensure-host') await subject.plane.perform(step)
  }
  await settle(async () => {
    const steps = [await bringTo(desired(left)), await bringTo(desired(right))]
    return steps.every((each) => each === 0)
  })
  await settle(async () => (await look(left)).spis?.length === 1 && (await look(right)).spis?.length === 1)
})

after(async () => subject?.dispose())

const inGateway = (site = left) => names.gateway(site.gateway)
const inNetwork = () => names.network(left.network.id)
const inHost = (site: Site) => names.host(site.host.id)
const toNetwork = devices.gatewayToNetwork(left.network.id)
const toGateway = devices.networkToGateway(left.gateway)
const tun = devices.tunnel(left.gateway, left.tunnel.id)
const nft = (namespace: string, rules: string) => runIn(namespace, ['nft', '-f', '-'], { stdin: rules })
const tc = (namespace: string, ...words: readonly string[]) => runIn(namespace, ['tc', 'qdisc', ...words])
const bucket = ['tbf', 'rate', '1gbit', 'burst', '1mb', 'latency', '50ms']
const unclamped = 'delete table ip culvert-segments\n'

const faults: Readonly<Record<string, () => Promise<unknown>>> = {
  'the tunnel’s bandwidth is not limited': () => tc(inGateway(), 'delete', 'dev', tun, 'root'),
  'the tunnel’s bandwidth is another': () => tc(inGateway(), 'replace', 'dev', tun, 'root', ...bucket),
  'what comes in is not limited': () => tc(inGateway(), 'delete', 'dev', toNetwork, 'root'),
  'what goes out is limited to something else': () => tc(inNetwork(), 'replace', 'dev', toGateway, 'root', ...bucket),
  'segments are of any size': () => nft(inGateway(), unclamped),
  'segments are larger one way': async () => {
    await nft(inGateway(), 'flush table ip culvert-segments\n')
    const rule = (way: string, size: number) =>
      `add rule ip culvert-segments forward ${way} "tun-*" tcp flags syn tcp option maxseg size set ${size}\n`
    await nft(inGateway(), rule('iifname', 1360) + rule('oifname', 1460))
  },
  'the router’s address is taken away': () => run('ip', ['-n', inGateway(), 'address', 'flush', 'dev', toNetwork]),
  'the router’s address is the gateway’s own': () =>
    run('ip', ['-n', inGateway(), 'route', 'add', 'local', '10.1.1.1', 'dev', toNetwork, 'table', 'local']),
}

for (const [fault, cause] of Object.entries(faults)) {
  test(`a gateway where ${fault} is observed as another, and is as it was after a round, with the same SA`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    const was = await look(left)
    await cause()
    await settle(async () => !isDeepStrictEqual((await look(left)).limits, was.limits))
    await bringTo(desired(left))
    assert.deepEqual(await look(left), was)
    assert.equal(await bringTo(desired(left)), 0)
  })
}

/** What ping says of a packet that does not arrive, and who says so. */
async function refusal(...args: readonly string[]): Promise<string> {
  const said = await runIn(inHost(left), ['ping', '-n', '-c', '1', '-W', '2', ...args, right.host.address]).catch(
    (error: unknown) => {
      if (error instanceof CommandError) return error.stdout
      throw error
    },
  )
  return /^From .*$/m.exec(said)?.[0] ?? said
}

test('a packet that is too large, or has come too far, is told of by the router of a subnet at the end that it came to', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const [here, there] = [left, right].map((site) => subnetOf(site).routerAddress)
  assert.match(await refusal('-M', 'do', '-s', '1373'), new RegExp(`^From ${here} icmp_seq=1 Frag needed .*mtu = 1400`))
  // The network, its gateway, the gateway at the other end, and the network there.
  const hops = [here, here, there, there]
  for (const [index, router] of hops.entries()) {
    assert.match(await refusal('-t', String(index + 1)), new RegExp(`^From ${router} icmp_seq=1 Time to live exceeded`))
  }
})

test('a gateway and a network whose own addresses are of a release before have them in the scope of the link once they are linked anew', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const own = [
    { namespace: inGateway(), address: '192.0.0.1' },
    { namespace: inNetwork(), address: '192.0.0.2' },
  ]
  const scopes = () =>
    Promise.all(
      own.map(async ({ namespace, address }) => {
        const addresses = (await deviceIn(namespace, 'lo'))?.addr_info.filter(({ local }) => local === address)
        return addresses?.map(({ scope }) => scope)
      }),
    )
  for (const { namespace, address } of own) {
    await run('ip', ['-n', namespace, 'address', 'delete', `${address}/32`, 'dev', 'lo'])
    await run('ip', ['-n', namespace, 'address', 'add', `${address}/32`, 'dev', 'lo'])
  }
  assert.deepEqual(await scopes(), [['global'], ['global']])
  const [link] = desired(left).links
  assert.ok(link)
  await subject.plane.perform({ do: 'link-network', gateway: left.gateway, link: { ...link, bandwidthMbps: 20 } })
  assert.deepEqual(await scopes(), [['link'], ['link']])
  await bringTo(desired(left))
  assert.equal((await subject.plane.ping(left.host.id, right.host.address, { count: 1, timeoutMs: 2000 })).received, 1)
})

test('the router’s own address goes on to the network', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { routerAddress } = subnetOf(right)
  assert.equal((await subject.plane.ping(left.host.id, routerAddress, { count: 1, timeoutMs: 2000 })).received, 1)
  const bridge = await runIn(inGateway(right), [
    'ip',
    '-j',
    'route',
    'get',
    routerAddress,
    'from',
    left.host.address,
    'iif',
    devices.tunnel(right.gateway, right.tunnel.id),
  ])
  assert.equal(JSON.parse(bridge)[0].dev, devices.gatewayToNetwork(right.network.id))
})

const fragments = `table ip fragments {
  chain lost {
    type filter hook prerouting priority 0
    ip frag-off & 0x3fff != 0 drop
  }
}
`
const deaf = `table ip deaf {
  chain input {
    type filter hook input priority 0
    icmp type destination-unreachable drop
  }
}
`

test('a path that loses fragments carries TCP between hosts that hear nothing of it, and none where segments are of any size', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const device = { mtu: 1200, bandwidthMbps }
  for (const site of [left, right]) {
    await bringTo(desired(withTunnel(site, { device })))
    await run('ip', ['-n', names.tunnel(site.gateway, site.tunnel.id), 'link', 'set', devices.outer, 'mtu', '1300'])
    await nft(inHost(site), deaf)
  }
  await nft(names.underlay, fragments)
  const stream = async () => (await subject.plane.throughput(left.host.id, right.host.id, { seconds: 1 })).bitsPerSecond
  assert.equal((await look(left)).limits.segmentSize, 1160)
  assert.ok((await stream()) > 0)
  for (const site of [left, right]) await nft(inGateway(site), unclamped)
  assert.equal(await stream(), 0)
  for (const site of [left, right]) await bringTo(desired(withTunnel(site, { device })))
  assert.ok((await stream()) > 0)
})
