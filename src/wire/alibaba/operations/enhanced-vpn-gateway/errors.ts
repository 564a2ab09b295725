import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { configuring } from '../vpn-gateway/errors.ts'
import { enhanced } from '../vpn-gateway/variant.ts'

export const enhancedErrors = {
  'gateway-not-found': {
    status: 400,
    code: 'InvalidVpnGatewayInstanceId.NotFound',
    message: 'The specified vpn gateway instance id does not exist.',
  },
  busy: configuring,
} as const

/** A gateway of another type is none that these operations know. */
export const refuseOthers = ({ id, spec }: Resource<'gateway'>): DomainError | undefined =>
  spec.variant === enhanced ? undefined : domainError('gateway-not-found', 'is no enhanced gateway', id)
