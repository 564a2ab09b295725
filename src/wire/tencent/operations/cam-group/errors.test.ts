import { type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { crowd, groupIn, nothing } from '../../testing/principals.ts'
import { limits } from '../shared/cam.ts'

const ops = { GroupName: 'ops' }

const notFound: Provocation = { code: 'ResourceNotFound.GroupNotExist', provoke: () => ({ GroupId: nothing }) }
const inUse = 'InvalidParameter.GroupNameInUse'

await testDeclaredErrors(import.meta.dirname, {
  CreateGroup: {
    'group-exists': {
      code: inUse,
      async provoke(site) {
        await groupIn(site, 'OPS')
        return ops
      },
    },
    'groups-exhausted': {
      code: 'InvalidParameter.GroupFull',
      async provoke(site) {
        await crowd(site, 'user-group', limits.groups)
        return ops
      },
    },
  },
  GetGroup: { 'group-not-found': notFound },
  UpdateGroup: {
    'group-not-found': notFound,
    'group-exists': {
      code: inUse,
      async provoke(site) {
        await groupIn(site, 'Ops')
        return { ...ops, GroupId: await groupIn(site, 'dev') }
      },
    },
  },
  DeleteGroup: { 'group-not-found': notFound },
})
