import type { Step } from '../port.ts'

/**
 * Steps that build on one another, and on nothing else but what the chain names. A plan is a set of chains: what fails in
 * one stops those that need it, and nothing else.
 */
export interface Chain {
  /** Its name, which no other chain of the plan has: "tunnel t", "route 10.2.0.0/16 into t at 100". */
  readonly about: string
  /** What it brings about a part of; a part is as desired when all its chains are done. Empty where nothing waits for it. */
  readonly parts: readonly string[]
  /** The chains that it needs: it runs once all of them are done, and never when one of them is not. */
  readonly after: readonly string[]
  /** The chains that are better done before it: it runs once all of them have ended, done or not. */
  readonly following: readonly string[]
  readonly steps: readonly Step[]
}

/** The parts of a gateway. A resource is as desired when its parts are. */
export const gatewayPart = 'gateway'
export const linkPart = (network: string): string => `link ${network}`
export const bgpPart = 'bgp'
export const tunnelPart = (tunnel: string): string => `tunnel ${tunnel}`

/** Names of chains. */
export const making = (tunnel: string): string => `tunnel ${tunnel}`
/** What is there of the tunnel goes, so that a tunnel can be made in its place. */
export const clearing = (tunnel: string): string => `old tunnel ${tunnel}`
