/** Why a tunnel does not carry, or not what it should: one for each thing that somebody can do about it. */
export const causes = [
  'pre-shared-key',
  'certificate',
  'identity',
  /** An end calls itself by an address that its packets do not come from: something between translates it. */
  'nat',
  /** The peer refuses the key or the identity, and says no more. */
  'authentication',
  'ike-version',
  'exchange-mode',
  'ike-proposal',
  'child-proposal',
  'perfect-forward-secrecy',
  'traffic-selectors',
  'unknown-peer',
  'peer-unreachable',
  'peer-silent',
  'peer-dead',
  'ended-by-peer',
  'lifetime',
  'installation',
  'refused',
  'daemon-dead',
  'suspended',
  'not-made',
  'negotiating',
  'waiting-for-traffic',
  'not-initiated',
  'bgp-as-number',
  'bgp-address',
  'bgp-authentication',
  'bgp-silent',
  'bgp-ended',
  'bgp-other',
  'health-check',
  /** The peer's outer address had answered requests past the tunnel, and does so no more. */
  'outer-path',
] as const
export type Cause = (typeof causes)[number]

/** What two ends may be set to otherwise than one another, and what may be set at one of them. */
export const settings = [
  'ike.version',
  'ike.mode',
  'ike.encryption',
  'ike.integrity',
  'ike.keyExchange',
  'ike.lifetimeSeconds',
  'ike.preSharedKey',
  'ike.localIdentity',
  'ike.remoteIdentity',
  'child.encryption',
  'child.integrity',
  'child.keyExchange',
  'child.lifetimeSeconds',
  'selectors',
  'remoteAddress',
  'startAction',
  'deadPeerDetection',
  'bgp.localAsNumber',
  'bgp.neighborAsNumber',
  'bgp.localAddress',
  'bgp.neighborAddress',
  'bgp.password',
  'healthCheck',
] as const
export type Setting = (typeof settings)[number]

/** Which of the two ends: the one that is explained, or the other. */
export type EndName = 'this' | 'other'

/** Something that the ends do not agree on. A secret is told of as different, and never shown. */
export interface Difference {
  /** As this end has it. */
  readonly setting: Setting
  readonly ours?: string
  /** Absent where the peer does not say. */
  readonly theirs?: string
  /** Whether the peer sent its value, or it is this installation's own end of which it is known. */
  readonly from?: 'received' | 'configured'
  readonly secret?: true
}

/** A setting that would make the ends agree, at one of them. */
export interface Fix {
  readonly end: EndName
  readonly setting: Setting
  /** Absent where it is a secret, or not known. */
  readonly value?: string
}

export interface Explanation {
  readonly cause: Cause
  /** For people. */
  readonly sentence: string
  /** Whether its SAs are there all the same, and take packets as long as they last. What becomes of these is not seen. */
  readonly carries: boolean
  readonly phase?: 'ike' | 'child'
  readonly refusedBy?: EndName
  readonly differs: readonly Difference[]
  readonly fixes: readonly Fix[]
  /** The daemons' own words. `at` is in milliseconds since the epoch. */
  readonly said: readonly { readonly end: EndName; readonly text: string; readonly at?: number }[]
}
