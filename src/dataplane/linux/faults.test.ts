/** What somebody, or something, takes away from under a tunnel that is up: it is seen, and given back without a new SA. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { building, makeSites, type Site } from '../contract/lab.ts'
import type { Step } from '../port.ts'
import { run, runIn } from './command.ts'
import { linkIn } from './ip.ts'
import { devices, Names } from './names.ts'
import { makeTestPlane, settle, type TestPlane, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

const { left, right } = makeSites()
let subject: TestPlane
let names: Names

/** What the data plane has told of since. */
const told = new Set<string>()

const perform = async (...steps: readonly Step[]): Promise<void> => {
  for (const step of steps) await subject.plane.perform(step)
}

const tunnelOf = async ({ gateway, tunnel }: Site) =>
  (await subject.plane.observeGateway(gateway))?.tunnels.find(({ id }) => id === tunnel.id)

const spiOf = async (site: Site) => (await tunnelOf(site))?.childSas.map(({ spiIn }) => spiIn)

const reaches = async (): Promise<boolean> =>
  (await subject.plane.ping(left.host.id, right.host.address, { count: 1, timeoutMs: 500 })).received === 1

before(async () => {
  if (reason !== undefined) return
  subject = await makeTestPlane()
  names = new Names(subject.installation)
  subject.plane.onChange((gateway, tunnel) => told.add(tunnel === undefined ? gateway : `${gateway} ${tunnel}`))
  subject.plane.onNetworkChange((network) => told.add(network))
  await perform(...building(left), ...building(right), {
    do: 'initiate',
    gateway: left.gateway,
    tunnel: left.tunnel.id,
  })
  await settle(async () => (await spiOf(left))?.length === 1 && (await spiOf(right))?.length === 1)
})

after(async () => subject?.dispose())

const ip = (namespace: string, ...words: readonly string[]) => run('ip', ['-n', namespace, ...words])

const inTunnel = () => names.tunnel(left.gateway, left.tunnel.id)
const inGateway = () => names.gateway(left.gateway)
const tun = devices.tunnel(left.gateway, left.tunnel.id)
const near = devices.underlayToTunnel(left.gateway, left.tunnel.id)

const pair = ['from', left.tunnel.remoteAddress, 'to', left.tunnel.localAddress]

const forwarding = (value: 0 | 1) => ['sysctl', '-q', '-w', `net.ipv4.ip_forward=${value}`]

const faults: Readonly<Record<string, () => Promise<unknown>>> = {
  'the device is set down': () => ip(inGateway(), 'link', 'set', tun, 'down'),
  'the device has another MTU': () => ip(inGateway(), 'link', 'set', tun, 'mtu', '9000'),
  'the gateway forwards nothing': () => runIn(inGateway(), forwarding(0)),
  'the device is not forwarded from': () =>
    runIn(inGateway(), ['sysctl', '-q', '-w', `net.ipv4.conf.${tun}.forwarding=0`]),
  'the gateway asks no table': () => ip(inGateway(), 'rule', 'delete', 'priority', '20000'),
  'the outer address is taken away': () =>
    ip(inTunnel(), 'address', 'delete', `${left.tunnel.localAddress}/32`, 'dev', 'lo'),
  'the default route outside is taken away': () => ip(inTunnel(), 'route', 'delete', 'default'),
  'the link outside is set down': () => ip(inTunnel(), 'link', 'set', devices.outer, 'down'),
  'the link outside is gone': () => ip(names.underlay, 'link', 'delete', near),
  'the link is set down in the underlay': () => ip(names.underlay, 'link', 'set', near, 'down'),
  'the rule for the pair of addresses is gone': () => ip(names.underlay, 'rule', 'delete', 'priority', '1000', ...pair),
  'the table of the rule is empty': async () => {
    const device = await linkIn(names.underlay, near)
    await ip(names.underlay, 'route', 'flush', 'table', String(1000 + (device?.ifindex ?? 0)))
  },
  'the underlay forwards nothing': () => runIn(names.underlay, forwarding(0)),
}

for (const [fault, cause] of Object.entries(faults)) {
  test(`a tunnel where ${fault} is observed as not alive, and carries again with the same SA`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    assert.equal(await reaches(), true)
    const spi = await spiOf(left)
    told.clear()
    await cause()
    const whole = `${left.gateway} ${left.tunnel.id}`
    await settle(async () => told.has(left.gateway) || told.has(whole))
    assert.equal((await tunnelOf(left))?.alive, false)
    await perform(...building(left))
    assert.deepEqual([(await tunnelOf(left))?.alive, await spiOf(left)], [true, spi])
    assert.equal(await reaches(), true)
  })
}

const inNetwork = () => names.network(left.network.id)
const bridge = devices.subnet(left.network.subnets[0]?.id ?? '')

const networkFaults: Readonly<Record<string, () => Promise<unknown>>> = {
  'a subnet’s bridge is set down': () => ip(inNetwork(), 'link', 'set', bridge, 'down'),
  'a router’s address is taken away': () => ip(inNetwork(), 'address', 'flush', 'dev', bridge),
  'nothing is forwarded': () => runIn(inNetwork(), forwarding(0)),
}

for (const [fault, cause] of Object.entries(networkFaults)) {
  test(`a network where ${fault} is observed as another, and carries again`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    const digest = await subject.plane.observeNetwork(left.network.id)
    told.clear()
    await cause()
    await settle(async () => told.has(left.network.id))
    assert.notEqual(await subject.plane.observeNetwork(left.network.id), digest)
    await perform({ do: 'ensure-network', network: left.network })
    assert.equal(await subject.plane.observeNetwork(left.network.id), digest)
    assert.equal(await reaches(), true)
  })
}

const toGateway = devices.networkToGateway(left.gateway)
const toNetwork = devices.gatewayToNetwork(left.network.id)

const linkFaults: Readonly<Record<string, () => Promise<unknown>>> = {
  'the gateway’s end is set down': () => ip(inGateway(), 'link', 'set', toNetwork, 'down'),
  'the network’s end is set down': () => ip(inNetwork(), 'link', 'set', toGateway, 'down'),
  'the gateway’s route is taken away': () => ip(inGateway(), 'route', 'flush', 'dev', toNetwork),
  'the network’s route is taken away': () => ip(inNetwork(), 'route', 'flush', 'dev', toGateway),
}

for (const [fault, cause] of Object.entries(linkFaults)) {
  test(`a link where ${fault} is observed as another, and carries again`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    const links = async () => (await subject.plane.observeGateway(left.gateway))?.links
    const before = await links()
    told.clear()
    await cause()
    await settle(async () => told.has(left.gateway) || told.has(left.network.id))
    assert.notDeepEqual(await links(), before)
    await perform(...building(left).filter((step) => step.do === 'link-network'))
    assert.deepEqual(await links(), before)
    assert.equal(await reaches(), true)
  })
}
