/** What only this dialect knows of its resources. It alone writes these, in full, so what is read back has the type. */
import type { Resource } from '../../../../domain/resource.ts'

export type CustomerGatewayExtras = {
  /** Of BGP between the neighbors (RFC 2385). */
  readonly authKey?: string
}

export const customerGatewayExtras = ({ extras }: Resource<'customer-gateway'>): CustomerGatewayExtras =>
  extras as CustomerGatewayExtras

export type GatewayExtras = { readonly chargeType: 'PREPAY' | 'POSTPAY' }

export const gatewayExtras = ({ extras }: Resource<'gateway'>): GatewayExtras => extras as GatewayExtras

/** As it was asked for; it is kept for the answer, and disabled. */
export type HealthCheck = {
  readonly dip?: string
  readonly sip?: string
  readonly interval: number
  readonly retry: number
  readonly policy: 'revoke_route' | 'reserve_route'
}

export type ConnectionExtras = {
  /** Both as they were written, to be returned letter by letter. */
  readonly localSubnet: string
  readonly remoteSubnet: string
  readonly tunnelBandwidth: 'Standard' | 'Large'
  readonly healthCheck: HealthCheck
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number
}

export const connectionExtras = ({ extras }: Resource<'connection'>): ConnectionExtras => extras as ConnectionExtras

export type RouterGroupExtras = { readonly protectionLevel: 'REDUCED' }

export const routerGroupExtras = ({ extras }: Resource<'router-group'>): RouterGroupExtras =>
  extras as RouterGroupExtras

export type AttachmentExtras = {
  readonly chargeType: string
  /** One for each address of a VPN attachment, or for each vSwitch of a VPC's. */
  readonly zones: readonly string[]
}

export const attachmentExtras = ({ extras }: Resource<'router-attachment'>): AttachmentExtras =>
  extras as AttachmentExtras
