import type { Resource } from '../../../../domain/resource.ts'
import type { Rule } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'

interface RouterRequest {
  readonly RegionId: string | undefined
  readonly CenId: string | undefined
  readonly TransitRouterId: string | undefined
}

/** "Either CenId or RegionId must be specified", says the cloud; it takes both to find a router. */
export const routerRule: Rule<RouterRequest> = {
  code: 'MissingParam.CenIdOrRegionId',
  demand: 'is required with RegionId where TransitRouterId is not given',
  brokenBy: ({ RegionId, CenId, TransitRouterId }) => {
    if (TransitRouterId !== undefined || (RegionId !== undefined && CenId !== undefined)) return undefined
    return CenId === undefined ? 'CenId' : 'RegionId'
  },
}

/** The router that a request means, by its id or as the one of a CEN instance in a region. */
export async function findRouter(
  context: CallContext,
  { RegionId, CenId, TransitRouterId }: RouterRequest,
): Promise<Resource<'router'> | undefined> {
  const { reader } = context.acrossRegions()
  const fits = (router: Resource<'router'>) =>
    (RegionId === undefined || router.region === RegionId) && (CenId === undefined || router.spec.group === CenId)
  if (TransitRouterId !== undefined) {
    const router = await reader.get('router', TransitRouterId)
    return router !== undefined && fits(router) ? router : undefined
  }
  return CenId === undefined ? undefined : (await reader.referencing(CenId, 'router')).find(fits)
}
