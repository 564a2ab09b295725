import type { Setting } from '../../domain/cause.ts'

/** The operation of a cloud that sets something, and what it calls it. Elements of a list stand by their numbers, from 1. */
export interface Remedy {
  readonly action: string
  readonly parameter: string
}

/** Where a tunnel is. */
export interface TunnelPlace {
  /** Whether a router carries its connection, and no gateway. */
  readonly onRouter: boolean
  /** How many tunnels the connection has, and which of them it is. */
  readonly tunnels: number
  readonly index: 1 | 2
}

/** Undefined where the cloud has nothing that sets it. */
export type RemedyFor = (setting: Setting, place: TunnelPlace) => Remedy | undefined
