/** What only this dialect knows of its resources. It alone writes these, in full, so what is read back has the type. */
import type { Resource } from '../../../../domain/resource.ts'

export type CustomerGatewaySidecar = {
  /** Of BGP between the neighbors (RFC 2385). */
  readonly authKey?: string
}

export const customerGatewaySidecar = ({ sidecar }: Resource<'customer-gateway'>): CustomerGatewaySidecar =>
  sidecar as CustomerGatewaySidecar

export type GatewaySidecar = { readonly chargeType: 'PREPAY' | 'POSTPAY' }

export const gatewaySidecar = ({ sidecar }: Resource<'gateway'>): GatewaySidecar => sidecar as GatewaySidecar

/** As it was asked for; it is kept for the answer, and disabled. */
export type HealthCheck = {
  readonly dip?: string
  readonly sip?: string
  readonly interval: number
  readonly retry: number
  readonly policy: 'revoke_route' | 'reserve_route'
}

export type ConnectionSidecar = {
  /** Both as they were written, to be returned letter by letter. */
  readonly localSubnet: string
  readonly remoteSubnet: string
  readonly tunnelBandwidth: 'Standard' | 'Large'
  readonly healthCheck: HealthCheck
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number
}

export const connectionSidecar = ({ sidecar }: Resource<'connection'>): ConnectionSidecar =>
  sidecar as ConnectionSidecar

export type RouterGroupSidecar = { readonly protectionLevel: 'REDUCED' }

export const routerGroupSidecar = ({ sidecar }: Resource<'router-group'>): RouterGroupSidecar =>
  sidecar as RouterGroupSidecar

export type AttachmentSidecar = {
  readonly chargeType: string
  /** One for each address of a VPN attachment, or for each vSwitch of a VPC's. */
  readonly zones: readonly string[]
}

export const attachmentSidecar = ({ sidecar }: Resource<'router-attachment'>): AttachmentSidecar =>
  sidecar as AttachmentSidecar
