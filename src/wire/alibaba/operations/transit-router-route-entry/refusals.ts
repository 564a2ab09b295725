import type { WireError } from '../../../../operations/operation.ts'

/** Terraform's provider takes it to mean that the entry is gone. */
export const noEntry: WireError = {
  status: 400,
  code: 'IllegalParam.TransitRouterRouteEntryId',
  message: 'The specified TransitRouterRouteEntryId is illegal: %d.',
}
