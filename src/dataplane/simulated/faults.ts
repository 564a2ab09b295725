import type { Ipv4Address } from '../../domain/address.ts'
import type { Step } from '../port.ts'
import type { ForeignSpeaker } from './bgp-session.ts'

/**
 * What becomes of a call: done, failed without effect, failed although its effect is there, or done this many
 * milliseconds late.
 */
export type FaultOutcome = 'ok' | 'fail' | 'fail-after' | number

/** Asked before each call. What it leaves out goes well. */
export interface FaultPolicy {
  perform?(step: Step): FaultOutcome
  /** `fail-after` is as `fail`: looking has no effect. */
  observe?(gateway: string): FaultOutcome
  /** False loses the event. */
  notify?(gateway: string): boolean
}

/** Breaks the world behind the control plane's back. */
export interface FaultControls {
  /** Kills the tunnel's daemon: its SAs and its configuration are gone, and the peer is not told. False when there is none. */
  killDaemon(gateway: string, tunnel: string): boolean
  /** Kills the gateway's routing daemon: its sessions are gone, and what it has learned stays in the kernel. False when there is none. */
  killRoutingDaemon(gateway: string): boolean
  /** Puts a speaker of another make in the place of the one that the gateway at this end of a tunnel has; absent, takes it away. */
  speakForeign(tunnel: string, speaker?: ForeignSpeaker): void
  /** Loses every packet between two outer addresses, in both directions. */
  cut(one: Ipv4Address, other: Ipv4Address): void
  restore(one: Ipv4Address, other: Ipv4Address): void
  restoreAll(): void
}

/** A step that could not be performed, or was told to fail. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed'
  readonly step: Step

  constructor(step: Step, detail: string) {
    super(`${step.do}: ${detail}`)
    this.step = step
  }
}

/** An observation that was told to fail. */
export class ObservationFailed extends Error {
  override readonly name = 'ObservationFailed'
}
