/** What the operations on route entries of a VPC end in, in the words that the cloud has for a VPC's own routes. */
import type { DomainError, DomainErrorCode } from '../../../../domain/error.ts'
import type { WireError } from '../../../../operations/operation.ts'
import { tellDomainError } from '../../../../operations/template.ts'
import { domainErrors } from '../../errors.ts'

export const noRouteTable: WireError = {
  status: 404,
  code: 'InvalidRouteTable.NotFound',
  message: 'The specified route table does not exist.',
}

const bad = (code: string, message: string): WireError => ({ status: 400, code, message })

const badDestination = bad('InvalidCidrBlock', 'Specified CIDR block is not valid.')
const tableFull = bad('QuotaExceeded', 'Route entry quota exceeded in this route table.')
const duplicate = bad('InvalidCIDRBlock.Duplicate', 'Specified CIDR block is already exists.')

/** What a next hop is refused with, for an entry that is made and for one that is changed. */
export const nextHopErrors = {
  'gateway-not-found': { status: 404, code: 'InvalidNextHop.NotFound', message: 'Specified next hop does not exist.' },
  'route-place-invalid': bad('InvalidNextHop.NotFound', 'Specified next hop does not exist in the VPC: %d.'),
  'route-conflict': bad('RouterEntryConflict.Duplicated', 'The route entry conflicts with another: %d.'),
} as const

export const creationErrors = {
  'network-not-found': noRouteTable,
  ...nextHopErrors,
  'route-destination-invalid': badDestination,
  'remote-overlaps-network': badDestination,
  'route-exists': duplicate,
  'route-alternatives-full': duplicate,
  'routes-exhausted': tableFull,
  'published-routes-exhausted': tableFull,
} as const

const noConflict = 'changes of a table wait for each other instead'

/** Codes of the documents that are about a change under way; each operation has some of them. */
export const changesWait = {
  TaskConflict: noConflict,
  IncorrectVpcStatus: 'a table may be changed while its VPC is Pending',
  IncorrectRouteEntryStatus: noConflict,
}

const told: Partial<Record<DomainErrorCode, WireError>> = creationErrors

/** The word for one refusal among several, which is told in an answer. */
export function refusalOf(error: DomainError): { readonly code: string; readonly message: string } {
  const { code, message } = told[error.code] ?? domainErrors[error.code]
  return { code, message: tellDomainError(message, error) }
}
