import { type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { vpc } from '../../testing/resources.ts'

const missing = (ResourceType: string, given: object) => async () => ({ ResourceType, ResourceId: ['none'], ...given })

const eachMissing = (given: object): Readonly<Record<string, Provoke>> => ({
  'network-not-found': missing('VPC', given),
  'subnet-not-found': missing('VSWITCH', given),
  'gateway-not-found': missing('VpnGateWay', given),
  'customer-gateway-not-found': missing('CUSTOMERGATEWAY', given),
  'network-table-not-found': missing('ROUTETABLE', given),
  'connection-not-found': missing('VPNATTACHMENT', given),
})

await testDeclaredErrors(import.meta.dirname, {
  TagResources: {
    ...eachMissing({ Tag: [{ Key: 'k' }] }),
    'tags-exhausted': async (caller) => {
      const named = { ResourceType: 'VPC', ResourceId: [await vpc(caller)] }
      const Tag = Array.from({ length: 20 }, (_, at) => ({ Key: `k${at}` }))
      await caller.ok('TagResources', { ...named, Tag })
      return { ...named, Tag: [{ Key: 'one-more' }] }
    },
  },
  UnTagResources: eachMissing({ TagKey: ['k'] }),
})
