import { attach, makeCcn, makeVpc, routesOf } from '../../testing/ccn.ts'
import { notFound, type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'

const unknown = { CcnId: 'ccn-00000000', RouteIds: ['ccnr-00000000'] }

const noRoute: Provocation = {
  code: notFound,
  provoke: async (site) => ({ ...unknown, CcnId: await makeCcn(site) }),
}

/** The route that came last, which clashes with one before it. */
const clashing = (code: string, ...subnet: readonly string[]): Provocation => ({
  code,
  async provoke(site) {
    const CcnId = await makeCcn(site)
    await attach(site, CcnId, await makeVpc(site, '10.2.0.0/16'), await makeVpc(site, '10.2.0.0/16', ...subnet))
    return { CcnId, RouteIds: [(await routesOf(site, CcnId)).find(({ Enabled }) => !Enabled)?.RouteId] }
  },
})

await testDeclaredErrors(import.meta.dirname, {
  DescribeCcnRoutes: {
    'router-not-found': { code: notFound, provoke: () => ({ CcnId: unknown.CcnId }) },
  },
  EnableCcnRoutes: {
    'router-not-found': { code: notFound, provoke: () => unknown },
    'prefix-not-found': noRoute,
    'prefixes-overlap': clashing('UnsupportedOperation.CcnRouteCidrOverlap', '10.2.3.0/24'),
    'prefixes-equal': clashing('UnsupportedOperation.Ecmp'),
  },
  DisableCcnRoutes: {
    'router-not-found': { code: notFound, provoke: () => unknown },
    'prefix-not-found': noRoute,
  },
})
