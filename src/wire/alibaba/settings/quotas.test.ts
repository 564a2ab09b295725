import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, openCaller, type Parameters } from '../testing/caller.ts'
import { attachment, everything, readyGateway, router, single, vpc, vSwitch } from '../testing/resources.ts'
import { type QuotaId, quotaSettings } from './quotas.ts'

/** What a quota is of: how one is made, and how it is deleted. */
interface Row {
  readonly id: QuotaId
  readonly code: string
  readonly create: string
  readonly remove: string
  /** By what the operation that deletes one names it. */
  readonly named: string
  /** What has to be there first; answers with requests of which each makes another one. */
  prepare(caller: Caller): Promise<(number: number) => Promise<Parameters>>
}

const rows: readonly Row[] = [
  {
    id: 'vpn_quota_cgw_num',
    code: 'Resource.QuotaFull',
    create: 'CreateCustomerGateway',
    remove: 'DeleteCustomerGateway',
    named: 'CustomerGatewayId',
    prepare: async () => async (number) => ({ IpAddress: `203.0.113.${number}` }),
  },
  {
    id: 'vpc_quota_instances_num',
    code: 'QuotaExceeded.Vpc',
    create: 'CreateVpc',
    remove: 'DeleteVpc',
    named: 'VpcId',
    prepare: async () => async () => ({}),
  },
  {
    id: 'vpc_quota_vswitches_num',
    code: 'QuotaExceeded.VSwitch',
    create: 'CreateVSwitch',
    remove: 'DeleteVSwitch',
    named: 'VSwitchId',
    async prepare(caller) {
      const VpcId = await vpc(caller)
      return async (number) => ({ VpcId, CidrBlock: `10.0.${number}.0/24`, ZoneId: 'cn-hangzhou-h' })
    },
  },
  {
    id: 'vpn_quota_instances_num',
    code: 'Resource.QuotaFull',
    create: 'CreateVpnGateway',
    remove: 'DeleteVpnGateway',
    named: 'VpnGatewayId',
    async prepare(caller) {
      const VpcId = await vpc(caller)
      await vSwitch(caller, VpcId)
      return async () => ({ VpcId, Bandwidth: 10 })
    },
  },
  {
    id: 'vpn_quota_connections_num',
    code: 'Resource.QuotaFull',
    create: 'CreateVpnConnection',
    remove: 'DeleteVpnConnection',
    named: 'VpnConnectionId',
    async prepare(caller) {
      const VpnGatewayId = await readyGateway(caller)
      return async () => ({ VpnGatewayId, ...(await single(caller, everything)) })
    },
  },
  {
    id: 'vpn_quota_attachments_num',
    code: 'Resource.QuotaFull',
    create: 'CreateVpnAttachment',
    remove: 'DeleteVpnAttachment',
    named: 'VpnConnectionId',
    prepare: async (caller) => () => single(caller, everything),
  },
  {
    id: 'cen_quota_vpn_attachments_num',
    code: 'QuotaExceeded.TransitRouterVpnAttachment',
    create: 'CreateTransitRouterVpnAttachment',
    remove: 'DeleteTransitRouterVpnAttachment',
    named: 'TransitRouterAttachmentId',
    async prepare(caller) {
      const TransitRouterId = await router(caller)
      return async () => ({ TransitRouterId, VpnId: await attachment(caller) })
    },
  },
]

for (const { id, code, create, remove, named, prepare } of rows) {
  test(`${create}: with ${id} used up it is ${code}, and deleting one lets one be made`, async () => {
    await using caller = await openCaller()
    const next = await prepare(caller)
    await caller.set({ [`quota.${id}`]: 2 })
    await caller.make(create, await next(1))
    const second = await caller.make(create, await next(2))
    const third = await next(3)
    await caller.refused(code, create, third)
    await caller.settle()
    await caller.ok(remove, { [named]: second })
    await caller.make(create, third)
    await caller.refused(code, create, await next(4))
    await caller.set({ [`quota.${id}`]: 3 })
    await caller.make(create, await next(5))
  })
}

test('every quota has a number and a document, or says that it has none', () => {
  for (const [name, { usual, source }] of quotaSettings) {
    assert.ok(Number(usual) > 0, name)
    assert.notEqual(source, '', name)
  }
})
