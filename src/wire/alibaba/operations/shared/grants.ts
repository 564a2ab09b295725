/** What one account grants another's CEN instance, as Vpc's and Cbn's operations have it. */
import { type GrantToGroup, grantToGroup } from '../../../../commands/grant.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Condition } from '../../../../domain/page.ts'
import { noLabels, type Payer, type Resource } from '../../../../domain/resource.ts'
import type { Result } from '../../../../domain/result.ts'
import { required, withDefault } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newResource } from './new-resource.ts'
import { accountId, id } from './request-fields.ts'

/** What can be granted, by the cloud's words. */
export const grantedKinds = { VPC: 'network', VPN: 'connection' } as const

const productTypes: Readonly<Record<string, (typeof grantedKinds)[keyof typeof grantedKinds]>> = grantedKinds

/** Of lists: that of which there is nothing here finds nothing. */
export const productType = required(t.word('VPC', 'VPN', 'VBR', 'CCN', 'ECR'))

export const ofProduct = (type: string): Condition => {
  const kind = productTypes[type]
  return { by: 'facet', facet: 'target', anyOf: kind === undefined ? [] : [kind] }
}

export const ofOwner = (account: string | undefined): readonly Condition[] =>
  account === undefined ? [] : [{ by: 'facet', facet: 'owner', anyOf: [account] }]

export const payers = { PayByCenOwner: 'router', PayByResourceOwner: 'target' } as const satisfies Record<string, Payer>

export const orderTypes = { router: 'PayByCenOwner', target: 'PayByResourceOwner' } as const

export const orderType = t.word('PayByCenOwner', 'PayByResourceOwner')

export const paidBy = (type: keyof typeof payers | undefined): readonly Condition[] => {
  if (type === undefined) return []
  const of = { by: 'facet', facet: 'payer', anyOf: [payers[type]] } as const
  return [type === 'PayByCenOwner' ? { ...of, orNone: true } : of]
}

const worldless = 'a grant allows an attachment, and makes none'

export const grantee = {
  CenId: required(id, { worldless }),
  CenOwnerId: required(accountId, { worldless }),
}

export const payment = { OrderType: withDefault(orderType, 'PayByCenOwner', { worldless: 'nothing is billed' }) }

/** Grants what is in the context's region. */
export async function grant(
  context: CallContext,
  given: Pick<GrantToGroup, 'target' | 'group' | 'grantee' | 'payer'>,
): Promise<Result<object, DomainError>> {
  return executed(context, 'grant', grantToGroup, { ...newResource(context, 'grant', '', noLabels), ...given })
}

/** What clients take to be gone already. */
const noSuchInstance = {
  status: 404,
  code: 'InvalidInstanceId.NotFound',
  message: 'The specified InstanceId does not exist.',
} as const

export const instanceErrors = { 'network-not-found': noSuchInstance, 'connection-not-found': noSuchInstance } as const

const leaving = { status: 400, message: 'Current Instance status does not support this operation: it %d.' } as const

/** Of what is being deleted, in the words of either product. */
export const incorrectStatus = { ...leaving, code: 'IncorrectStatus' } as const
export const incorrectVpcStatus = { ...leaving, code: 'IncorrectStatus.VpcResource' } as const

type Grant = Resource<'grant'>

/** The account that the CEN instance is of. Undefined for one that a JSON number cannot hold. */
export const granteeOf = ({ spec }: Grant): number | undefined =>
  Number.isSafeInteger(Number(spec.grantee)) ? Number(spec.grantee) : undefined

export const payerFields = {
  EffectiveOrderType: r.string(
    r.derived('who pays: what is asked for holds at once'),
    ({ spec }: Grant) => orderTypes[spec.payer],
  ),
  OrderType: r.string(r.given('OrderType'), ({ spec }: Grant) => orderTypes[spec.payer]),
}
