import type { Resource } from '../../../../domain/resource.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'

export interface RouterView {
  readonly router: Resource<'router'>
  readonly status: string
}

export const statusWords: Readonly<Record<ConfigurationState, string>> = {
  creating: 'Creating',
  updating: 'Modifying',
  ready: 'Active',
  deleting: 'Deleting',
}

export async function viewRouters(
  context: CallContext,
  routers: readonly Resource<'router'>[],
): Promise<readonly RouterView[]> {
  const applied = await context.applied(routers.map(({ id }) => id))
  return routers.map((router) => ({
    router,
    status: statusWords[configurationState(router, applied.get(router.id))],
  }))
}
