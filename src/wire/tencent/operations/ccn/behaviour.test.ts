import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { attach, instanceOf, makeCcn, makeCcnGateway, makeVpc } from '../../testing/ccn.ts'
import { at, openSite } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())
const { ask, refusal } = site

const shown = async (CcnId: string) => at(await ask('DescribeCcns', { CcnIds: [CcnId] }), 'CcnSet.0')

const networkOf = async (gateway: string) =>
  at(await ask('DescribeVpnGateways', { VpnGatewayIds: [gateway] }), 'VpnGatewaySet.0.NetworkInstanceId')

test('a CCN that is asked for nothing more has the cloud’s defaults, and is there at once', async () => {
  const created = at(await ask('CreateCcn', { CcnName: 'plain' }), 'Ccn') as Readonly<Record<string, unknown>>
  assert.deepEqual(await shown(String(created.CcnId)), created)
  const { CcnId, CreateTime, ...rest } = created
  assert.match(`${CcnId} ${CreateTime}`, /^ccn-[0-9a-z]{8} 2026-11-20 20:00:00$/)
  const { QosLevel, InstanceChargeType, BandwidthLimitType, InstanceMeteringType, State, InstanceCount } = rest
  assert.deepEqual([QosLevel, InstanceChargeType, BandwidthLimitType], ['AU', 'POSTPAID', 'OUTER_REGION_LIMIT'])
  assert.deepEqual([InstanceMeteringType, State, InstanceCount], ['BANDWIDTH', 'AVAILABLE', 0])
  assert.deepEqual([rest.RouteECMPFlag, rest.RouteOverlapFlag, rest.CcnDescription], [false, false, ''])
  await ask('DeleteCcn', { CcnId })
})

test('a CCN that is paid for in advance is limited by bandwidth between regions alone', async () => {
  const limited = { BandwidthLimitType: 'INTER_REGION_LIMIT' }
  const prepaid = { CcnName: 'prepaid', InstanceChargeType: 'PREPAID' }
  assert.equal(await refusal('CreateCcn', prepaid), 'UnsupportedOperation.PrepaidCcnOnlySupportInterRegionLimit')
  assert.equal(
    await refusal('CreateCcn', { ...prepaid, ...limited, InstanceMeteringType: 'TRAFFIC' }),
    'UnsupportedOperation.PrepaidCcnOnlySupportBandwidthMetering',
  )
  const { Ccn } = await ask('CreateCcn', { ...prepaid, ...limited })
  const { CcnId, InstanceChargeType } = Ccn as { CcnId: string; InstanceChargeType: string }
  assert.equal(InstanceChargeType, 'PREPAID')
  await ask('DeleteCcn', { CcnId })
})

test('CCNs are listed in the order that is asked for', async () => {
  const made = [await makeCcn(site, { CcnName: 'b' }), await makeCcn(site, { CcnName: 'a' })]
  const names = async (parameters: object) =>
    (at(await ask('DescribeCcns', { ...parameters }), 'CcnSet') as { CcnName: string }[]).map(({ CcnName }) => CcnName)
  assert.deepEqual(await names({ OrderField: 'CcnName' }), ['a', 'b'])
  assert.deepEqual(await names({ OrderField: 'CcnName', OrderDirection: 'DESC' }), ['b', 'a'])
  assert.deepEqual(await names({ OrderField: 'CcnName', Offset: 1, Limit: 1 }), ['b'])
  for (const CcnId of made) await ask('DeleteCcn', { CcnId })
})

test('a CCN is deleted as soon as all is detached from it, and is gone at once', async () => {
  const CcnId = await makeCcn(site)
  await attach(site, CcnId, site.vpc)
  assert.equal(at({ set: await shown(CcnId) } as never, 'set.InstanceCount'), 1)
  await ask('DetachCcnInstances', { CcnId, Instances: [instanceOf(site.vpc)] })
  await ask('DeleteCcn', { CcnId })
  assert.equal((await ask('DescribeCcns', { CcnIds: [CcnId] })).TotalCount, 0)
  assert.equal(await refusal('DeleteCcn', { CcnId }), 'ResourceNotFound')
})

test('what is detached may be attached to another CCN, or deleted, at once', async () => {
  const [one, other] = [await makeCcn(site), await makeCcn(site)]
  const [gateway, vpc] = [await makeCcnGateway(site), await makeVpc(site, '10.5.0.0/16')]
  await attach(site, one, gateway, vpc)
  assert.equal(await networkOf(gateway), one)
  assert.equal(await refusal('DeleteVpnGateway', { VpnGatewayId: gateway }), 'UnsupportedOperation')
  await ask('DetachCcnInstances', { CcnId: one, Instances: [instanceOf(gateway), instanceOf(vpc)] })
  assert.equal(await networkOf(gateway), '')
  await attach(site, other, vpc, gateway)
  assert.equal(await networkOf(gateway), other)
  await ask('DetachCcnInstances', { CcnId: other, Instances: [instanceOf(gateway), instanceOf(vpc)] })
  await ask('DeleteVpnGateway', { VpnGatewayId: gateway })
  for (const CcnId of [one, other]) await ask('DeleteCcn', { CcnId })
})

test('a CCN has tags by the tag service', async () => {
  const CcnId = await makeCcn(site)
  const Resource = `qcs::vpc:ap-guangzhou:uin/:ccn/${CcnId}`
  await ask('ModifyResourceTags', { Resource, ReplaceTags: [{ TagKey: 'env', TagValue: 'test' }] })
  const found = await ask('DescribeCcns', { Filters: [{ Name: 'tag:env', Values: ['test'] }] })
  assert.deepEqual(at(found, 'CcnSet.0.TagSet'), [{ Key: 'env', Value: 'test' }])
  await ask('DeleteCcn', { CcnId })
})
