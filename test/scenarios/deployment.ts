import type { ObservedBgp } from '../../src/domain/bgp.ts'
import type { Credentials } from '../../src/server/installation.ts'
import type { Endpoint } from './caller.ts'

/** A server with its data plane, simulated or real, to make things at and to look at. */
export interface Deployment extends Endpoint {
  /** Fails when it does not come true in time. */
  until(what: string, condition: () => Promise<boolean>): Promise<void>
  /** The key of another account of Alibaba Cloud's. */
  addAccount(): Promise<Credentials['alibaba']>
  /** A host of the lab in a subnet; its id, once it is there. */
  addHost(subnet: string, address: string): Promise<string>
  removeHost(id: string): Promise<void>
  /** How many of three pings are answered. */
  ping(host: string, target: string): Promise<number>
  /** The sessions of a gateway or router, as the data plane shows them. */
  bgp(gateway: string): Promise<ObservedBgp | undefined>
  /** Kills the tunnel's daemon, and keeps the tunnel from its peer for so many milliseconds. */
  crash(tunnel: string, downMs: number): Promise<void>
}
