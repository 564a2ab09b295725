import type { ObservedBgp } from './bgp.ts'
import type { Gate } from './gate.ts'
import type { ObservedHealth } from './health-check.ts'
import type { TrafficSelectors } from './ike.ts'
import type { NegotiationFailure } from './negotiation-failure.ts'
import type { Policy, Route } from './route.ts'
import type { TunnelDevice } from './tunnel-device.ts'

export interface ObservedChildSa {
  readonly selectors: TrafficSelectors
  readonly spiIn: string
  readonly spiOut: string
  readonly bytesIn: number
  readonly bytesOut: number
  /** As negotiated, in swanctl's spelling: "aes128-sha1-modp1024". */
  readonly proposal: string
}

export interface ObservedIkeSa {
  readonly state: 'connecting' | 'established' | 'rekeying' | 'deleting'
  readonly initiator: boolean
  readonly proposal: string
  /** Milliseconds since the epoch; absent while connecting. */
  readonly establishedAt?: number
}

/** What has gone through a tunnel's device since it was made: rekeying changes nothing about it. */
export interface ObservedTraffic {
  /** Out of the tunnel. */
  readonly bytesIn: number
  readonly packetsIn: number
  /** Into the tunnel. */
  readonly bytesOut: number
  readonly packetsOut: number
  /** Packets that came out of the tunnel and went no further, or were to go into it and did not. */
  readonly droppedIn: number
  readonly droppedOut: number
}

export interface ObservedTunnel {
  readonly id: string
  /** The digest of the configuration that the daemon runs with (`digestTunnel`); absent while it has none. */
  readonly digest?: string
  /** Whether the daemon answers. */
  readonly alive: boolean
  readonly ikeSa?: ObservedIkeSa
  readonly childSas: readonly ObservedChildSa[]
  /** The newest failure since the last success. */
  readonly failure?: NegotiationFailure
  /** Packets that the gateway has sent towards the tunnel, also those that no SA took. */
  readonly packetsOut: number
  /** Absent where the device is not there. */
  readonly device?: TunnelDevice
  readonly traffic?: ObservedTraffic
  /** Absent where nothing is checked. */
  readonly health?: ObservedHealth
}

/** Whether traffic that goes into the tunnel arrives at the peer, as far as this end can tell. */
export const isCarrying = (tunnel: ObservedTunnel | undefined): boolean =>
  tunnel?.alive === true &&
  (tunnel.ikeSa?.state === 'established' || tunnel.ikeSa?.state === 'rekeying') &&
  tunnel.childSas.length > 0

/** A network that a gateway is linked to. */
export interface ObservedLink {
  readonly network: string
  /** Of the link (`digestLink`). */
  readonly digest: string
  /** Packets from and to the gateway that its bandwidth did not take, since it is limited; absent where it is not. */
  readonly dropped?: { readonly in: number; readonly out: number }
}

export interface ObservedGateway {
  readonly id: string
  readonly links: readonly ObservedLink[]
  readonly tunnels: readonly ObservedTunnel[]
  /** Absent where there are none. */
  readonly gates?: readonly Gate[]
  readonly policies: readonly Policy[]
  /** Those that were asked for; what is learned stands in `bgp`. */
  readonly routes: readonly Route[]
  /** Absent where no routing daemon runs. */
  readonly bgp?: ObservedBgp
  /** What TCP segments through tunnels are kept to, in bytes; absent where they are not. */
  readonly segmentSize?: number
}
