import { attach, makeCcn, makeVpc } from '../../testing/ccn.ts'
import { notFound, testDeclaredErrors, untaggable } from '../../testing/declared-errors.ts'

const unknown = 'ccn-00000000'

await testDeclaredErrors(import.meta.dirname, {
  CreateCcn: {
    'tag-denied': untaggable(() => ({ CcnName: 'ccn' })),
    'quota-exhausted': {
      code: 'LimitExceeded',
      async provoke(site) {
        for (let count = 0; count < 5; count += 1) await makeCcn(site)
        return { CcnName: 'sixth' }
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
