import type { Conditions, Principal } from '../../access/authorize.ts'
import type { Change, Command } from '../../commands/command.ts'
import type { DomainError } from '../../domain/error.ts'
import type { Lacks } from '../../domain/feature.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import type { Result } from '../../domain/result.ts'
import type { SeenChange } from '../../domain/tunnel-change.ts'
import type { ObservedWorld } from '../../observed/world.ts'
import type { Random } from '../../runtime/random.ts'
import type { Account, Task } from '../../store/port.ts'

/** What a handler is given: who asks, and the world as it may see it. */
export interface CallContext {
  readonly account: Account
  /** Who it is, of the account. */
  readonly principal: Principal
  readonly conditions: Conditions
  /** Whether he is allowed something else too, which the call brings with it. */
  may(action: string, resource: string): boolean
  readonly region: string
  readonly requestId: string
  /** The server as the caller names it: the Host of the request. */
  readonly host: string
  /** Milliseconds since the epoch; the same throughout the call. */
  readonly now: number
  readonly random: Random
  /** The account's resources in the call's region. */
  readonly reader: Reader
  readonly observed: ObservedWorld
  /** What has become of a tunnel since then (milliseconds since the epoch), oldest first; a server that was there before has seen it too. */
  history(tunnel: string, since: number): Promise<readonly SeenChange[]>
  /** What the data plane does not have, and why. */
  readonly lacks: Lacks
  /** Of tunnels' devices, in bytes. */
  readonly tunnelMtu: number
  /** The generation of each resource that the data plane has been brought to. */
  applied(ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** A task of the account's in this region. */
  task(id: string): Promise<Task | undefined>
  /** Decides and stores, in the call's transaction. Only operations declared as writes may. */
  execute<Input, Current>(command: Command<Input, Current>, input: Input): Promise<Result<Change, DomainError>>
  /** Lets the caller ask for the end of what it has started, under this id. */
  track(id: string, resource: Resource): Promise<void>
  /** The same call with the resources of another region in sight: some resources say by themselves where they are. */
  inRegion(region: string): CallContext
  /** The same call with the account's resources of every region in sight, for what is in none of them. */
  acrossRegions(): CallContext
}
