import type { EndName, Explanation, Fix } from '../../domain/cause.ts'
import type { Fault } from '../../domain/fault.ts'
import type { FieldChange } from '../../domain/field-change.ts'
import type { SeenChange } from '../../domain/tunnel-change.ts'

/** Whose a tunnel's end is, in this installation. */
export interface EndView {
  readonly tunnel: string
  readonly connection: string
  readonly account: string
  readonly dialect: string
  /** What carries its connection: a gateway, or a router. Absent where nothing does. */
  readonly gateway?: string
}

/** A request that changed what the ends now do not agree on. */
export interface LikelyChange {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly end: EndName
  readonly action: string
  /** The access key that asked. */
  readonly actor: string
  readonly requestId: string
  readonly changes: readonly FieldChange[]
}

/** What to set, and the operation and parameter of its cloud that does; these are absent at a foreign device. */
export interface FixView extends Fix {
  readonly action?: string
  readonly parameter?: string
}

export interface ExplanationView extends Omit<Explanation, 'fixes'> {
  /** Since when it is so, in milliseconds since the epoch; absent where that was not seen. */
  readonly since?: number
  /** The newest first, three at the most. */
  readonly likely: readonly LikelyChange[]
  /** Those of the end that was changed last come first. */
  readonly fixes: readonly FixView[]
}

/** A fault that is injected on the tunnel, or at its other end. */
export interface FaultView extends Fault {
  readonly end: EndName
}

/** What is to be known of one tunnel beside how it stands. */
export interface TunnelStory {
  /** Absent where there is nothing to explain. */
  readonly explanation?: ExplanationView
  readonly end: EndView
  /** Absent where the peer is a foreign device. */
  readonly other?: EndView
  /** What has become of it, oldest first, as far as it is kept. */
  readonly history: readonly SeenChange[]
  /** Those that are injected now, to rehearse failures; absent where none are. */
  readonly faults?: readonly FaultView[]
}

export interface ExplanationParts {
  /** Undefined when there is no such tunnel. */
  story(tunnel: string): Promise<TunnelStory | undefined>
}
