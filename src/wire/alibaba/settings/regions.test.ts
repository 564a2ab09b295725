import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ecs } from '../operations/shared/service.ts'
import { regions } from '../regions.ts'
import { openCaller, type Parameters, region } from '../testing/caller.ts'
import { enhancedPlace, everything, peer, single, vpc } from '../testing/resources.ts'
import type { RegionSetting } from './regions.ts'

const caller = await openCaller({ settings: { 'quota.vpc_quota_instances_num': 100 } })
after(() => caller[Symbol.asyncDispose]())

const set = (settings: Readonly<Partial<Record<RegionSetting, unknown>>>, of = region) =>
  caller.set(Object.fromEntries(Object.entries(settings).map(([name, value]) => [`region.${of}.${name}`, value])))

async function place(zones: readonly string[] = [`${region}-h`]): Promise<Parameters> {
  const VpcId = await vpc(caller)
  const made = await Promise.all(
    zones.map((ZoneId, at) => caller.make('CreateVSwitch', { VpcId, ZoneId, CidrBlock: `10.0.${at}.0/24` })),
  )
  const [VSwitchId, DisasterRecoveryVSwitchId] = made
  return { VpcId, VSwitchId, DisasterRecoveryVSwitchId, Bandwidth: 10 }
}

test('a region that is not there, or is closed, is refused and listed nowhere', async () => {
  const unknown = await caller.refused('InvalidRegionId.NotFound', 'DescribeVpcs', { RegionId: 'cn-nowhere' })
  assert.equal(unknown.status, 404)
  await caller.refused('InvalidRegionId.NotFound', 'DescribeVpcs', { RegionId: 'ap-south-1' })
  await caller.ok('DescribeVpcs', { RegionId: 'eu-west-2' })
  const listed = async () =>
    ((await caller.get('Regions.Region', 'DescribeRegions')) as Parameters[]).map(({ RegionId }) => RegionId)
  const known = await listed()
  assert.deepEqual(known.includes('ap-south-1'), false)
  assert.equal(known.length, regions.filter(({ has }) => !has.has('closed')).length)
  await set({ closed: false }, 'ap-south-1')
  await set({ closed: true }, 'eu-west-2')
  await caller.ok('DescribeVpcs', { RegionId: 'ap-south-1' })
  await caller.refused('InvalidRegionId.NotFound', 'DescribeVpcs', { RegionId: 'eu-west-2' })
  assert.ok((await listed()).includes('ap-south-1'))
  await set({ closed: null }, 'ap-south-1')
  await set({ closed: null }, 'eu-west-2')
})

test('zones are those that are set of the region, for vSwitches and for VPN gateways', async () => {
  await set({ zones: [`${region}-h`, `${region}-k`], 'vpn-zones': [`${region}-k`, `${region}-h`] })
  const idsOf = (zones: unknown) => (zones as Parameters[]).map(({ ZoneId }) => ZoneId)
  assert.deepEqual(idsOf(await caller.get('Zones.Zone', 'DescribeZones')), [`${region}-h`, `${region}-k`])
  const told = await caller.get('Zones.Zone', { action: 'DescribeZones', service: ecs.service })
  assert.deepEqual(idsOf(told), [`${region}-h`, `${region}-k`])
  await set({ 'no-inventory': [`${region}-h`] })
  const free = await caller.get('AvailableZoneIdList', 'DescribeVpnGatewayAvailableZones', { Spec: '10M' })
  assert.deepEqual(idsOf(free), [`${region}-k`])
  const VpcId = await vpc(caller)
  const request = { VpcId, CidrBlock: '10.0.0.0/24', ZoneId: `${region}-g` }
  await caller.refused('InvalidZoneId.NotFound', 'CreateVSwitch', request)
  await set({ zones: null, 'vpn-zones': null, 'no-inventory': null })
  await caller.ok('CreateVSwitch', request)
})

test('a zone or a region that is sold out takes no vSwitch or VPC', async () => {
  const VpcId = await vpc(caller)
  const request = { VpcId, CidrBlock: '10.0.0.0/24', ZoneId: `${region}-g` }
  await set({ 'no-vswitch': [`${region}-g`] })
  await caller.refused('ResourceNotAvailable', 'CreateVSwitch', request)
  await caller.ok('CreateVSwitch', { ...request, ZoneId: `${region}-h` })
  await caller.ok('CreateVpc')
  await set({ zones: [`${region}-g`] })
  await caller.refused('ResourceNotAvailable', 'CreateVpc')
  await set({ zones: null, 'no-vswitch': null, vpc: false })
  await caller.refused('ResourceNotAvailable.Vpc', 'CreateVpc')
  await set({ vpc: null })
})

test('a VPN gateway is in one zone twice only where the region has one, and in two vSwitches as the region has it', async () => {
  const together = await place([`${region}-h`, `${region}-h`])
  await caller.refused('OperationFailed.VSwitchConflict', 'CreateVpnGateway', together)
  await caller.refused('OperationFailed.AzNotSupport', 'CreateVpnGateway', await place([`${region}-h`, `${region}-b`]))
  await set({ 'vpn-zones': [`${region}-h`] })
  await caller.ok('CreateVpnGateway', together)
  await set({ 'vpn-zones': null, 'second-vswitch': 'required' })
  await caller.refused('InvalidVSwitchId.NotFound', 'CreateVpnGateway', await place())
  await set({ 'second-vswitch': 'refused' })
  const apart = await place([`${region}-h`, `${region}-k`])
  await caller.refused('InvalidVSwitchId.SecondVswitchNotSupport', 'CreateVpnGateway', apart)
  await caller.refused(
    'InvalidVSwitchId.SecondVswitchNotSupport',
    'CreateEnhancedVpnGateway',
    await enhancedPlace(caller),
  )
  await caller.ok('CreateVpnGateway', await place())
  await set({ 'second-vswitch': null })
  await caller.ok('CreateVpnGateway', apart)
})

test('without a VSwitchId a VPN gateway is in the oldest vSwitch whose zone has VPN gateways', async () => {
  const { VpcId, DisasterRecoveryVSwitchId: inVpnZone } = await place([`${region}-b`, `${region}-k`])
  const VpnGatewayId = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  assert.equal(await caller.get('VSwitchId', 'DescribeVpnGateway', { VpnGatewayId }), inVpnZone)
})

test('a VPN gateway takes an address of each of its vSwitches', async () => {
  const where = await place([`${region}-h`, `${region}-k`])
  const free = async (VSwitchId: unknown) =>
    Number(await caller.get('AvailableIpAddressCount', 'DescribeVSwitchAttributes', { VSwitchId }))
  const before = await free(where.DisasterRecoveryVSwitchId)
  const VpnGatewayId = await caller.make('CreateVpnGateway', where)
  assert.equal(await free(where.VSwitchId), before - 1)
  assert.equal(await free(where.DisasterRecoveryVSwitchId), before - 1)
  await caller.settle()
  await caller.ok('DeleteVpnGateway', { VpnGatewayId })
  assert.equal(await free(where.VSwitchId), before)
})

test('what a region does not have is refused: bandwidths, types of gateways, BGP', async () => {
  const good = await place()
  await set({ 'top-bandwidth': 200 })
  await caller.refused('InvalidSpec.NotFound', 'CreateVpnGateway', { ...good, Bandwidth: 500 })
  const spec = (Spec: string) => caller.get('AvailableZoneIdList', 'DescribeVpnGatewayAvailableZones', { Spec })
  assert.deepEqual(await spec('500M'), [])
  await set({ 'top-bandwidth': null, public: false })
  await caller.refused('InvalidSpec.NotFound', 'CreateVpnGateway', good)
  await set({ public: null, private: false })
  const asked = { ...good, NetworkType: 'private', Bandwidth: 200 }
  await caller.refused('InvalidSpec.NotFound', 'CreateVpnGateway', asked)
  await set({ private: null, shangmi: false })
  await caller.refused('InvalidSpec.NotFound', 'CreateVpnGateway', { ...good, VpnType: 'NationalStandard' })
  await set({ shangmi: null, enhanced: false })
  await caller.refused('InvalidSpec.NotFound', 'CreateEnhancedVpnGateway', await enhancedPlace(caller))
  await set({ enhanced: null, bgp: false })
  assert.equal(await caller.get('BgpEnabled', 'CheckVpnBgpEnabled'), false)
  const CustomerGatewayId = await peer(caller, { Asn: 65001 })
  const speaking = { ...everything, CustomerGatewayId, BgpConfig: '{"EnableBgp":true,"TunnelCidr":"169.254.10.0/30"}' }
  await caller.refused('OperationUnsupported.EnableBgp', 'CreateVpnAttachment', speaking)
  const silent = { ...speaking, BgpConfig: '{"EnableBgp":false}' }
  const VpnConnectionId = await caller.make('CreateVpnAttachment', silent)
  const { BgpConfig } = speaking
  await caller.refused('OperationUnsupported.EnableBgp', 'ModifyVpnAttachmentAttribute', { VpnConnectionId, BgpConfig })
  const dual = { VpnConnectionId, EnableTunnelsBgp: true }
  await caller.refused('OperationUnsupported.EnableBgp', 'ModifyVpnConnectionAttribute', dual)
  await caller.refused('OperationUnsupported.EnableBgp', 'CreateVpnConnection', {
    VpnGatewayId: 'vpn-any',
    ...(await single(caller, everything)),
    BgpConfig,
  })
  await set({ bgp: null })
  await caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId, BgpConfig })
})

test('a site sells PREPAY, POSTPAY, or as long as nobody has set it both', async () => {
  const prepaid = { ...(await place()), InstanceChargeType: 'PREPAY', Period: 1 }
  const postpaid = { ...(await place()), InstanceChargeType: 'POSTPAY' }
  await caller.set({ site: 'china' })
  await caller.refused('ChargeType.NotSupport', 'CreateVpnGateway', postpaid)
  await caller.ok('CreateVpnGateway', prepaid)
  await caller.set({ site: 'intl' })
  await caller.refused('ChargeType.NotSupport', 'CreateVpnGateway', prepaid)
  await caller.ok('CreateVpnGateway', postpaid)
  await caller.set({ site: null })
  await caller.ok('CreateVpnGateway', prepaid)
  await caller.ok('CreateVpnGateway', postpaid)
})

test('published regions have zones, VPN gateways in some of them, and codes of their own', () => {
  assert.equal(new Set(regions.map(({ code }) => code)).size, regions.length)
  for (const { id, zones, vpnZones, has } of regions) {
    assert.ok(vpnZones.length > 0, id)
    assert.ok(
      vpnZones.every((zone) => zones.includes(zone)),
      id,
    )
    assert.ok(has.has('public'), id)
    assert.equal(has.has('shangmi'), id.startsWith('cn-') && id !== 'cn-hongkong', id)
  }
})
