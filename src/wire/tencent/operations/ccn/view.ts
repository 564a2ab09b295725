import type { Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'

export interface CcnView {
  readonly ccn: Resource<'router'>
  /** How many networks and gateways are attached to it. */
  readonly instances: number
}

export const viewCcns = ({ reader }: CallContext, all: readonly Resource<'router'>[]): Promise<readonly CcnView[]> =>
  Promise.all(
    all.map(async (ccn) => {
      const attachments = await reader.referencing(ccn.id, 'router-attachment')
      return { ccn, instances: attachments.filter(({ deleting }) => !deleting).length }
    }),
  )
