/** Failures that are rehearsed on the whole server: what is injected is in the world, is told, and is gone at its end. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fault, NewFault } from '../../src/domain/fault.ts'
import { endLeftFaults } from '../../src/server/fault-log.ts'
import { alibabaCaller, refusalOf, tencentCaller } from './caller.ts'
import { type Installation, openInstallation } from './installation.ts'
import { connectPair } from './two-tunnels-on-gateways.ts'

async function inject(installation: Installation, fault: NewFault): Promise<Fault> {
  const injected = await installation.rehearsals.inject(fault)
  assert.ok(injected.ok, JSON.stringify(injected))
  return injected.value
}

async function refusal({ rehearsals }: Installation, fault: NewFault): Promise<string> {
  const injected = await rehearsals.inject(fault)
  assert.ok(!injected.ok)
  return `${injected.error.code}: ${injected.error.subject}`
}

/** The tunnels of the near gateway, and of the far one. */
async function tunnelsOf({ store }: Installation): Promise<readonly string[]> {
  const { items } = await store.read((reader) => reader.page('connection', { limit: 10 }))
  return items.toReversed().flatMap(({ spec }) => spec.tunnels.map(({ id }) => id))
}

const spiOf = ({ core }: Installation, tunnel: string) =>
  core.observed.tunnel(tunnel)?.value.childSas.map(({ spiIn }) => spiIn)

const isUp = ({ core }: Installation, tunnel: string): boolean =>
  (core.observed.tunnel(tunnel)?.value.childSas.length ?? 0) > 0

const eventsOf = async ({ store }: Installation, about?: string) =>
  (await store.read((reader) => reader.eventPage({ about, limit: 100 }))).flatMap(({ fault, actor }) =>
    fault === undefined ? [] : [`${fault.fault.kind} ${fault.to} ${fault.why ?? ''} by ${actor}`],
  )

test('a partition is named by what explains the tunnel, by the events and the list, and is gone at its time', async () => {
  await using installation = await openInstallation()
  const { pings, up, statuses } = await connectPair(installation)
  const [near = '', other = ''] = await tunnelsOf(installation)
  const faults = [near, other].map((tunnel) => ({ kind: 'partition', scope: { tunnel }, seconds: 120 }) as const)
  const [fault] = [await inject(installation, faults[0] as NewFault), await inject(installation, faults[1] as NewFault)]
  assert.equal(await pings(), '0,0')
  assert.equal(await statuses(), `master ${up}, slave ${up}`, 'what the daemons have is not what was injected')
  await installation.until('the end of the SAs', async () => !isUp(installation, near))
  const told = await installation.story(near)
  assert.deepEqual(
    told?.faults?.map(({ id, end }) => [id, end]),
    [[fault?.id, 'this']],
  )
  assert.match(told?.explanation?.sentence ?? '', /what is injected may be why: partition$/)
  const far = (await tunnelsOf(installation)).find((tunnel) => tunnel !== near && tunnel !== other) ?? ''
  assert.deepEqual(
    (await installation.story(far))?.faults?.map(({ end }) => end),
    ['other'],
  )
  assert.deepEqual(await eventsOf(installation, near), ['partition injected  by native'])
  await installation.pass(121_000)
  assert.deepEqual(installation.rehearsals.active(), [])
  await installation.until('both tunnels', async () => isUp(installation, near) && isUp(installation, other))
  assert.equal(await pings(), '3,3')
  assert.deepEqual((await installation.story(near))?.faults, undefined)
  assert.deepEqual(await eventsOf(installation, near), [
    'partition ended over by server',
    'partition injected  by native',
  ])
})

test('loss of a gateway’s packets is of all its tunnels, and is over when it is removed', async () => {
  await using installation = await openInstallation()
  const { pings } = await connectPair(installation)
  const [tunnel = ''] = await tunnelsOf(installation)
  const fault = await inject(installation, {
    ...{ kind: 'packet-loss', amount: 100, direction: 'in', seconds: 600 },
    scope: { gateway: installation.core.observed.gatewayOf(tunnel) ?? '' },
  })
  assert.equal(await pings(), '0,0')
  assert.equal(await installation.rehearsals.remove(fault.id), true)
  assert.equal(await installation.rehearsals.remove(fault.id), false)
  assert.equal(await pings(), '3,3')
})

test('a peer that is rebooted has lost its SAs and answers at the end, and a daemon that has crashed comes back by itself', async () => {
  await using installation = await openInstallation()
  await connectPair(installation)
  const [near = '', , far = ''] = await tunnelsOf(installation)
  const before = spiOf(installation, far)
  await inject(installation, { kind: 'peer-reboot', scope: { tunnel: near }, seconds: 30 })
  await installation.until('its SAs to be lost', async () => !isUp(installation, far))
  await installation.pass(20_000)
  assert.equal(isUp(installation, far), false)
  await installation.until('both ends', async () => isUp(installation, near) && isUp(installation, far))
  assert.notDeepEqual(spiOf(installation, far), before)

  const again = spiOf(installation, near)
  await inject(installation, { kind: 'daemon-crash', scope: { tunnel: near }, seconds: 10 })
  await installation.until(
    'another SA',
    async () => isUp(installation, near) && `${spiOf(installation, near)}` !== `${again}`,
  )
})

test('what is asked for is begun late in a slow account, and at once when that ends', async () => {
  await using installation = await openInstallation()
  const account = installation.credentials.tencent.appId
  const tencent = tencentCaller(installation, 'ap-guangzhou')
  const slow: NewFault = { kind: 'slow-provisioning', scope: { account }, amount: 60_000, seconds: 600 }
  const fault = await inject(installation, slow)
  await tencent('CreateVpc', { VpcName: 'slow', CidrBlock: '10.1.0.0/16' })
  await installation.pass(50_000)
  assert.deepEqual((await installation.plane.inventory()).networks, [])
  await installation.pass(11_000)
  assert.equal((await installation.plane.inventory()).networks.length, 1)
  await tencent('CreateVpc', { VpcName: 'slow', CidrBlock: '10.2.0.0/16' })
  await installation.pass(1000)
  await installation.rehearsals.remove(fault.id)
  await installation.pass(1000)
  assert.equal((await installation.plane.inventory()).networks.length, 2)
})

test('calls meet what is injected on them, each cloud’s in its own form, for so many of them', async () => {
  await using installation = await openInstallation()
  const alibaba = alibabaCaller(installation)
  const tencent = tencentCaller(installation, 'ap-guangzhou')
  const codes = async () => [
    await refusalOf(alibaba('DescribeVpcs', {})),
    await refusalOf(tencent('DescribeVpcs', {})),
    await refusalOf(tencent('DescribeSubnets', {})),
  ]
  const accepted = 'accepted'
  assert.deepEqual(await codes(), [accepted, accepted, accepted])
  await inject(installation, { kind: 'throttle', scope: { action: 'DescribeVpcs' }, count: 2, seconds: 60 })
  assert.deepEqual(await codes(), ['Throttling.User', 'RequestLimitExceeded', accepted])
  assert.deepEqual(await codes(), [accepted, accepted, accepted])
  assert.deepEqual(installation.rehearsals.active(), [])

  const failing = { kind: 'api-error', scope: { dialect: 'tencent' }, code: 'ResourceInUse', seconds: 60 } as const
  await inject(installation, failing)
  assert.deepEqual(await codes(), [accepted, 'ResourceInUse', 'ResourceInUse'])
  await installation.rehearsals.removeAll()

  await inject(installation, { kind: 'api-latency', scope: { action: 'DescribeVpcs' }, amount: 5000, seconds: 60 })
  const start = installation.clock.now()
  await installation.running(alibaba('DescribeVpcs', {}))
  assert.ok(installation.clock.now() >= start + 5000)
})

test('a change that was held up has the time at which it went on', async () => {
  await using installation = await openInstallation()
  const tencent = tencentCaller(installation, 'ap-guangzhou')
  await inject(installation, { kind: 'api-latency', scope: {}, amount: 5000, seconds: 60 })
  const start = installation.clock.now()
  await installation.running(tencent('CreateVpc', { VpcName: 'n', CidrBlock: '10.1.0.0/16' }))
  const [made] = await installation.store.read((reader) => reader.eventPage({ limit: 1 }))
  assert.deepEqual([made?.action, (made?.at ?? 0) >= start + 5000], ['CreateVpc', true])
})

test('a clock that has jumped refuses what was signed in time, and changes nothing that is stored', async () => {
  await using installation = await openInstallation()
  const tencent = tencentCaller(installation, 'ap-guangzhou')
  const create = () => tencent('CreateVpc', { VpcName: 'n', CidrBlock: '10.1.0.0/16' })
  const fault = await inject(installation, { kind: 'clock-jump', scope: {}, amount: 3_600_000, seconds: 60 })
  assert.equal(await refusalOf(create()), 'AuthFailure.SignatureExpire')
  await installation.rehearsals.remove(fault.id)
  assert.equal(await refusalOf(create()), 'accepted')
})

test('the faults of a server that was killed are told to have ended by the next', async () => {
  await using installation = await openInstallation()
  const { store, clock } = installation
  await inject(installation, { kind: 'throttle', scope: {}, seconds: 3600 })
  const random = { uuid: () => 'id' } as Parameters<typeof endLeftFaults>[0]['random']
  await endLeftFaults({ store, clock, random, list: { active: () => [] } })
  await endLeftFaults({ store, clock, random, list: { active: () => [] } })
  assert.deepEqual(await eventsOf(installation), [
    'throttle ended server-stopped by server',
    'throttle injected  by native',
  ])
})

test('a fault that is asked for while its server stops is refused, and is not there after it', async () => {
  await using installation = await openInstallation()
  const { rehearsals } = installation
  const asked = rehearsals.inject({ kind: 'api-error', scope: {}, seconds: 60 })
  await installation.running(rehearsals.stop())
  const injected = await installation.running(asked)
  assert.deepEqual(
    [injected.ok ? injected.value : injected.error.code, rehearsals.active()],
    ['fault-not-possible', []],
  )
})

test('a peer that is a foreign device is not rebooted, nor one of a gateway without tunnels, with the reason', async () => {
  await using installation = await openInstallation()
  const tencent = tencentCaller(installation, 'ap-guangzhou')
  const { Vpc } = await tencent('CreateVpc', { VpcName: 'n', CidrBlock: '10.1.0.0/16' })
  const { VpcId } = Vpc as { VpcId: string }
  const terms = { VpnGatewayName: 'n', InternetMaxBandwidthOut: 5, InstanceChargeType: 'POSTPAID_BY_HOUR' }
  const { VpnGateway } = await tencent('CreateVpnGateway', { VpcId, ...terms })
  const { VpnGatewayId: gateway } = VpnGateway as { VpnGatewayId: string }
  const why = async (scope: NewFault['scope']) => {
    const injected = await installation.rehearsals.inject({ kind: 'peer-reboot', scope, seconds: 60 })
    return injected.ok ? 'injected' : injected.error.message
  }
  assert.equal(await why({ gateway }), 'has no tunnel yet')
  const device = { CustomerGatewayName: 'n', IpAddress: '192.0.2.77' }
  const { CustomerGateway } = await tencent('CreateCustomerGateway', device)
  const { CustomerGatewayId } = CustomerGateway as { CustomerGatewayId: string }
  await installation.pass(1000)
  const { VpnConnection } = await tencent('CreateVpnConnection', {
    ...{ VpcId, VpnGatewayId: gateway, CustomerGatewayId, VpnConnectionName: 'n', PreShareKey: 'key' },
    SecurityPolicyDatabases: [{ LocalCidrBlock: '10.1.0.0/16', RemoteCidrBlock: ['10.2.0.0/16'] }],
  })
  const { VpnConnectionId: connection } = VpnConnection as { VpnConnectionId: string }
  await installation.until('the tunnel', async () => installation.core.observed.gatewayOf(connection) !== undefined)
  assert.equal(await why({ connection }), 'has a peer that is not of this installation: reboot it there')
})

test('a scope that nothing can be in is refused with the part of it that does not fit', async () => {
  await using installation = await openInstallation()
  await connectPair(installation)
  const [tunnel = ''] = await tunnelsOf(installation)
  const gateway = installation.core.observed.gatewayOf(tunnel) ?? ''
  const account = installation.credentials.tencent.appId
  const { accountId: stranger } = await installation.addAccount()
  const slow = (scope: NewFault['scope']) =>
    refusal(installation, { kind: 'slow-provisioning', scope, amount: 1000, seconds: 60 })
  const throttled = (scope: NewFault['scope']) => refusal(installation, { kind: 'throttle', scope, seconds: 60 })
  assert.deepEqual(
    [
      await slow({ gateway, account: stranger }),
      await slow({ gateway, account: 'none' }),
      await throttled({ account, dialect: 'alibaba' }),
      await throttled({ account, action: 'CreateVpnAttachment' }),
      await throttled({ dialect: 'another', action: 'DescribeVpcs' }),
    ],
    [
      `not-found: gateway ${gateway}, account ${stranger}`,
      `not-found: gateway ${gateway}, account none`,
      'not-found: alibaba',
      'not-found: CreateVpnAttachment',
      'not-found: another',
    ],
  )
})

test('what can not be injected is refused with what it is about, and leaves nothing', async () => {
  await using installation = await openInstallation()
  const seconds = 60
  assert.deepEqual(
    [
      await refusal(installation, { kind: 'partition', scope: { tunnel: 'none' }, seconds }),
      await refusal(installation, { kind: 'partition', scope: {}, seconds }),
      await refusal(installation, { kind: 'partition', scope: { action: 'DescribeVpcs' }, seconds }),
      await refusal(installation, { kind: 'packet-loss', scope: { tunnel: 't' }, seconds }),
      await refusal(installation, { kind: 'throttle', scope: { action: 'NoSuchAction' }, seconds }),
      await refusal(installation, { kind: 'throttle', scope: { dialect: 'another' }, seconds }),
      await refusal(installation, { kind: 'throttle', scope: {}, direction: 'in', seconds }),
    ],
    [
      'not-found: tunnel none',
      'invalid-request: scope',
      'invalid-request: action',
      'invalid-request: amount',
      'not-found: NoSuchAction',
      'not-found: another',
      'invalid-request: direction',
    ],
  )
  for (let count = 0; count < 64; count += 1) {
    await inject(installation, { kind: 'api-error', scope: {}, count: 1, seconds })
  }
  assert.match(await refusal(installation, { kind: 'api-error', scope: {}, seconds }), /^too-many-faults/)
  assert.equal(await installation.rehearsals.removeAll(), 64)
  assert.deepEqual(installation.rehearsals.active(), [])
})
