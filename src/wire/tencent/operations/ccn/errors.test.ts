import { attach, makeCcn, makeVpc } from '../../testing/ccn.ts'
import {
  notFound,
  tagQuotaProvocations,
  testDeclaredErrors,
  untaggable,
  usedUp,
} from '../../testing/declared-errors.ts'

const unknown = 'ccn-00000000'

await testDeclaredErrors(import.meta.dirname, {
  CreateCcn: {
    'tag-denied': untaggable(() => ({ CcnName: 'c' })),
    ...tagQuotaProvocations(() => ({ CcnName: 'c' })),
    'quota-exhausted': usedUp('ccns', () => ({ CcnName: 'c' })),
    'owner-unidentified': {
      code: 'UnauthorizedOperation.NoRealNameAuthentication',
      async provoke({ set }) {
        await set({ 'real-name': false })
        return { CcnName: 'c' }
      },
    },
  },
  ModifyCcnAttribute: {
    'router-not-found': { code: notFound, provoke: () => ({ CcnId: unknown, CcnName: 'new' }) },
    'prefixes-overlap': {
      code: 'UnsupportedOperation.CcnRouteOverlapFlagDisableNotSupported',
      async provoke(site) {
        const CcnId = await makeCcn(site)
        await site.ask('ModifyCcnAttribute', { CcnId, RouteOverlapFlag: true })
        await attach(site, CcnId, await makeVpc(site, '10.2.0.0/16'), await makeVpc(site, '10.2.0.0/16', '10.2.3.0/24'))
        return { CcnId, RouteOverlapFlag: false }
      },
    },
  },
  DeleteCcn: {
    'router-not-found': { code: notFound, provoke: () => ({ CcnId: unknown }) },
    'in-use': {
      code: 'UnsupportedOperation.ExistCcnInstancesNotSupportDeleteCcn',
      async provoke(site) {
        const CcnId = await makeCcn(site)
        await attach(site, CcnId, site.vpc)
        return { CcnId }
      },
    },
  },
})
