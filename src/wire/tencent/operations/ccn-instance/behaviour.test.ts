import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { attach, instanceOf, makeCcn, makeCcnGateway, makeVpc } from '../../testing/ccn.ts'
import { at, openSite } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())
const { ask, refusal, installation } = site

const listed = async (parameters: object) =>
  at(await ask('DescribeCcnAttachedInstances', { ...parameters }), 'InstanceSet') as Readonly<Record<string, unknown>>[]

test('an instance is ATTACHING, and ACTIVE once the data plane has it', async () => {
  const CcnId = await makeCcn(site)
  await attach(site, CcnId, site.vpc)
  const [attaching] = await listed({ CcnId })
  assert.equal(attaching?.State, 'ATTACHING')
  await installation.settle()
  const [active] = await listed({ CcnId })
  const { RouteTableId, AttachedTime, ...rest } = active ?? {}
  assert.deepEqual([RouteTableId, AttachedTime], [CcnId.replace('ccn-', 'ccnrtb-'), '2026-11-20 20:00:00'])
  assert.deepEqual(rest, {
    CcnId,
    InstanceType: 'VPC',
    InstanceId: site.vpc,
    InstanceName: 'site',
    InstanceRegion: 'ap-guangzhou',
    InstanceUin: '100000000001',
    CidrBlock: ['10.1.0.0/16'],
    State: 'ACTIVE',
    CcnUin: '100000000001',
    InstanceArea: '',
    Description: '',
    RouteTableName: '_default_rtb',
    AliasType: '',
    AliasInstanceId: '',
  })
})

test('an instance that is detached is not listed any more, and its VPC is told to another CCN', async () => {
  const [one, other] = [await makeCcn(site), await makeCcn(site)]
  const vpc = await makeVpc(site, '10.6.0.0/16')
  await attach(site, one, vpc)
  await ask('DetachCcnInstances', { CcnId: one, Instances: [instanceOf(vpc)] })
  assert.deepEqual(await listed({ CcnId: one }), [])
  await attach(site, other, vpc)
  assert.deepEqual(
    (await listed({ Filters: [{ Name: 'instance-id', Values: [vpc] }] })).map(({ CcnId }) => CcnId),
    [other],
  )
})

test('several instances are attached all or none', async () => {
  const CcnId = await makeCcn(site)
  const vpc = await makeVpc(site, '10.7.0.0/16')
  const Instances = [instanceOf(vpc), instanceOf('vpc-00000000')]
  assert.equal(await refusal('AttachCcnInstances', { CcnId, Instances }), 'ResourceNotFound')
  const twice = [instanceOf(vpc), instanceOf(vpc)]
  assert.equal(await refusal('AttachCcnInstances', { CcnId, Instances: twice }), 'InvalidParameterValue.Duplicate')
})

test('an instance of another region, another type or another account’s CCN is refused', async () => {
  const CcnId = (await listed({}))[0]?.CcnId
  const attempt = (more: object, beside: object = {}) =>
    refusal('AttachCcnInstances', { CcnId, Instances: [instanceOf(site.vpc, { ...more })], ...beside })
  assert.equal(await attempt({ InstanceRegion: 'ap-shanghai' }), 'UnsupportedOperation')
  assert.equal(await attempt({ InstanceType: 'DIRECTCONNECT' }), 'UnsupportedOperation')
  assert.equal(await attempt({ InstanceType: 'VPNGW' }), 'InvalidParameterValue.Malformed')
  assert.equal(await attempt({}, { CcnUin: '100000000002' }), 'ResourceNotFound')
  const Instances = [instanceOf(site.vpc, { InstanceType: 'VPNGW' })]
  assert.equal(await refusal('DetachCcnInstances', { CcnId, Instances }), 'InvalidParameterValue.ParameterMismatch')
})

test('a gateway’s CidrBlock is what it leads to', async () => {
  const gateway = await makeCcnGateway(site)
  const connection = await site.connect({ VpnGatewayId: gateway, RouteType: 'StaticRoute' })
  const route = { InstanceType: 'VPNCONN', InstanceId: connection, Priority: 0, Status: 'ENABLE' }
  const Routes = [{ ...route, DestinationCidrBlock: '172.16.0.0/16' }]
  await ask('CreateVpnGatewayRoutes', { VpnGatewayId: gateway, Routes })
  await attach(site, await makeCcn(site), gateway)
  const [found] = await listed({ Filters: [{ Name: 'instance-type', Values: ['VPNGW'] }] })
  assert.deepEqual([found?.InstanceId, found?.CidrBlock], [gateway, ['172.16.0.0/16']])
})
