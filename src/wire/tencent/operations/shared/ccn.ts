/** What the operations on CCNs, on what is attached to them and on their routes have in common. */
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'

/** What is being deleted is not there any more for who asks. */
export async function foundCcn({ reader }: CallContext, id: string): Promise<Result<Resource<'router'>, DomainError>> {
  const ccn = await reader.get('router', id)
  if (ccn !== undefined && !ccn.deleting) return ok(ccn)
  return fail(domainError('router-not-found', 'no such CCN in this region', id))
}

/** What is attached to a CCN, the first first. */
export const attachmentsOf = async (
  { reader }: CallContext,
  id: string,
): Promise<readonly Resource<'router-attachment'>[]> =>
  (await reader.referencing(id, 'router-attachment')).filter(({ deleting }) => !deleting).toReversed()

/** What the cloud calls the table that each CCN has. */
export const ownTableName = '_default_rtb'

export const instanceTypes = { network: 'VPC', gateway: 'VPNGW', connection: '' } as const

export const typeOf = ({ spec }: Resource<'router-attachment'>): string => instanceTypes[spec.target.kind]

/** What an attachment is shown with: its name, and the region that it is in. */
export async function instanceOf({ reader }: CallContext, { spec }: Resource<'router-attachment'>) {
  const { kind, id } = spec.target
  return kind === 'network' ? reader.get('network', id) : reader.get('gateway', id)
}
