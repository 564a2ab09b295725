import type { DataPlane } from '../dataplane/port.ts'
import {
  type Fault,
  type FaultChange,
  type FaultProblem,
  faultProblem,
  isOfPackets,
  mostFaults,
  type NewFault,
  spellScope,
} from '../domain/fault.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import type { Account, Store } from '../store/port.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import type { TunnelStory } from '../wire/native/explanation.ts'
import type { FaultRefusal, Rehearsals } from '../wire/native/faults.ts'
import type { FaultList } from './fault-list.ts'
import { type FaultActor, noteFault } from './fault-log.ts'
import { createFaultPaths } from './fault-paths.ts'
import { peersOfTunnels, placeOfFault, tunnelsOfFault } from './fault-scope.ts'

interface Parts {
  readonly store: Pick<Store, 'read' | 'write'>
  readonly plane: Pick<DataPlane, 'crash' | 'crashRouting' | 'impair' | 'whyNoDelay'>
  readonly observed: ObservedWorld
  readonly dialects: readonly Dialect[]
  readonly clock: Clock
  readonly random: Random
  readonly list: FaultList
  /** Tells who a tunnel's other end is. */
  story(tunnel: string): Promise<TunnelStory | undefined>
  /** Has everything reconciled now. */
  round(): Promise<void>
  /** Told of each that is injected or has ended, once that is kept. */
  onChange(change: FaultChange): void
  onFailure(cause: unknown): void
}

export interface RunningRehearsals extends Rehearsals {
  /** Ends all faults: none outlives its server. */
  stop(): Promise<void>
}

type Why = NonNullable<FaultChange['why']>

const idDigits = '0123456789abcdefghijklmnopqrstuvwxyz'

const refuse = (code: FaultRefusal['code'], message: string, subject?: string) =>
  fail<FaultRefusal>({ code, message, ...(subject === undefined ? {} : { subject }) })

/** Why no call can meet it; undefined where any can. */
function unknownCall(
  { scope: { dialect, action = '' } }: NewFault,
  dialects: readonly Dialect[],
  owner: Pick<Account, 'dialect'> | undefined,
): FaultProblem | undefined {
  const named = dialects.filter(({ name }) => (dialect ?? name) === name)
  if (named.length === 0) {
    return { subject: dialect ?? '', message: `is no dialect: ${dialects.map(({ name }) => name).join(', ')} are` }
  }
  const own = named.filter(({ name }) => (owner?.dialect ?? name) === name)
  if (own.length === 0) return { subject: dialect ?? '', message: `is not the account's dialect: ${owner?.dialect} is` }
  const isOffered = ({ operations }: Dialect) => operations.offered.some((each) => each.action === action)
  return action === '' || own.some(isOffered) ? undefined : { subject: action, message: 'is no action that is offered' }
}

/** Why it is not to be injected; nothing is done yet. */
async function whyNot(parts: Parts, asked: NewFault): Promise<Result<null, FaultRefusal>> {
  const { store, plane, dialects, story } = parts
  const { kind, scope } = asked
  const { account } = scope
  const problem = faultProblem(asked)
  if (problem !== undefined) return refuse('invalid-request', problem.message, problem.subject)
  const [place, owner] = await store.read((reader) =>
    Promise.all([placeOfFault(reader, scope), account === undefined ? undefined : reader.account(account)]),
  )
  if (place === undefined) return refuse('not-found', 'is not there', spellScope(scope))
  const unknown = unknownCall(asked, dialects, owner)
  if (unknown !== undefined) return refuse('not-found', unknown.message, unknown.subject)
  const reason = kind === 'delay' ? await plane.whyNoDelay() : undefined
  if (reason !== undefined) return refuse('fault-not-possible', `is not possible: ${reason}`, kind)
  if (kind !== 'peer-reboot') return ok(null)
  const tunnels = await tunnelsOfFault(parts, scope)
  if (tunnels.length === 0) return refuse('fault-not-possible', 'has no tunnel yet', spellScope(scope))
  if ((await peersOfTunnels(story, tunnels)) !== undefined) return ok(null)
  return refuse('fault-not-possible', 'has a peer that is not of this installation: reboot it there', spellScope(scope))
}

/** Kills what the fault is to kill; false where there was nothing to be killed. */
async function kill(parts: Parts, { kind, scope }: Fault): Promise<boolean> {
  const { plane, story } = parts
  if (kind !== 'daemon-crash' && kind !== 'peer-reboot') return true
  if (kind === 'daemon-crash' && scope.gateway !== undefined) return plane.crashRouting(scope.gateway)
  const tunnels = await tunnelsOfFault(parts, scope)
  const meant = kind === 'peer-reboot' ? ((await peersOfTunnels(story, tunnels)) ?? []) : tunnels
  const killed = await Promise.all(meant.map(({ gateway, tunnel }) => plane.crash(gateway, tunnel)))
  return killed.includes(true)
}

/** Injects faults and ends them, at their time at the latest. */
export function startRehearsals(parts: Parts): RunningRehearsals {
  const { clock, random, list, round, onChange, onFailure } = parts
  const note = async (actor: FaultActor, change: FaultChange): Promise<void> => {
    await noteFault(parts, actor, change)
    onChange(change)
  }
  const paths = createFaultPaths(parts)
  /** Those whose end is not told yet, each with what calls its end off. */
  const running = new Map<string, { readonly fault: Fault; readonly cancel: () => void }>()
  let stopped = false

  async function end(id: string, why: Why, actor: FaultActor): Promise<boolean> {
    const { fault, cancel } = running.get(id) ?? {}
    if (fault === undefined) return false
    running.delete(id)
    cancel?.()
    list.remove(id)
    try {
      if (isOfPackets(fault)) await paths.apply()
    } finally {
      await note(actor, { fault, to: 'ended', why })
    }
    if (fault.kind === 'slow-provisioning') await round()
    return true
  }

  const endByItself = (id: string) => void end(id, 'over', 'server').catch(onFailure)
  list.onSpent(endByItself)

  async function inject(asked: NewFault): Promise<Result<Fault, FaultRefusal>> {
    const possible = await whyNot(parts, asked)
    if (!possible.ok) return possible
    // It was asked for before, and nobody would be left to end it.
    if (stopped) return refuse('fault-not-possible', 'the server is stopping')
    if (running.size >= mostFaults) return refuse('too-many-faults', `there are ${mostFaults}: end some first`)
    const { seconds, ...given } = asked
    const at = clock.now()
    const fault: Fault = { id: `fault-${random.token(8, idDigits)}`, ...given, at, until: at + seconds * 1000 }
    running.set(fault.id, { fault, cancel: clock.after(seconds * 1000, () => endByItself(fault.id)) })
    list.add(fault)
    try {
      // Told before it is done: a server that is killed in between leaves no fault that nobody was told of.
      await note('native', { fault, to: 'injected' })
      if (isOfPackets(fault)) await paths.apply()
      if (await kill(parts, fault)) return ok(fault)
    } catch (error) {
      await end(fault.id, 'removed', 'server')
      throw error
    }
    await end(fault.id, 'removed', 'server')
    return refuse('fault-not-possible', 'has no daemon that runs', spellScope(fault.scope))
  }

  const endAll = async (why: Why, actor: FaultActor): Promise<number> => {
    const ended = await Promise.allSettled([...running.keys()].map((id) => end(id, why, actor)))
    const failed = ended.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    return ended.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length
  }
  return {
    active: list.active,
    inject,
    remove: (id) => end(id, 'removed', 'native'),
    removeAll: () => endAll('removed', 'native'),
    async stop() {
      stopped = true
      await endAll('server-stopped', 'server').finally(paths.stop)
    },
  }
}
