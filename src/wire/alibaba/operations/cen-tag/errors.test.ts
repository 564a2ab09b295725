import { type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { cen } from '../shared/service.ts'

const missing = (ResourceType: string, given: object) => async () => ({ ResourceType, ResourceId: ['none'], ...given })

const eachMissing = (given: object): Readonly<Record<string, Provoke>> => ({
  'router-group-not-found': missing('cen', given),
  'router-not-found': missing('TransitRouter', given),
  'router-table-not-found': missing('TransitRouterRouteTable', given),
  'attachment-not-found': missing('TRANSITROUTERVPNATTACHMENT', given),
})

await testDeclaredErrors(import.meta.dirname, {
  TagResources: {
    ...eachMissing({ Tag: [{ Key: 'k' }] }),
    'tags-exhausted': async (caller) => {
      const named = { ResourceType: 'cen', ResourceId: [await caller.make('CreateCen')] }
      const Tag = Array.from({ length: 20 }, (_, at) => ({ Key: `k${at}` }))
      await caller.ok({ service: cen.service, action: 'TagResources' }, { ...named, Tag })
      return { ...named, Tag: [{ Key: 'one-more' }] }
    },
  },
  UntagResources: eachMissing({ TagKey: ['k'] }),
})
