import { type Fault, isOfCall } from '../domain/fault.ts'
import type { Root } from '../domain/roots.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import type { Store } from '../store/port.ts'
import type { ApiFaults, MetFault } from '../wire/http/api-faults.ts'

interface Parts {
  readonly store: Pick<Store, 'read'>
  readonly clock: Clock
  readonly random: Random
}

/** The faults that are injected now, and what they do to calls and to the reconciler, which ask for each call and root. */
export interface FaultList {
  active(): readonly Fault[]
  add(fault: Fault): void
  /** Calls that it holds up go on. */
  remove(id: string): void
  readonly ofCalls: ApiFaults
  /** By how many milliseconds what was asked for of the root is to be begun later. */
  slowness(root: Root): Promise<number>
  /** Called with a fault that was to be met so many times, once the last of them is over. */
  onSpent(listener: (id: string) => void): void
}

/** One more than either cloud lets be by its documents, in the message of the one that tells. */
const excess = '101/100'

/** Calls that are held up. */
function createWaiting(clock: Clock) {
  const waiting = new Map<() => void, string>()
  return {
    wait: ({ id, amount = 0 }: Fault): Promise<void> =>
      new Promise((resolve) => {
        const end = () => {
          cancel()
          waiting.delete(end)
          resolve()
        }
        const cancel = clock.after(amount, end)
        waiting.set(end, id)
      }),
    /** Those that this fault holds up go on. */
    end(fault: string): void {
      for (const [end, of] of waiting) if (of === fault) end()
    },
  }
}

/** Kept in memory alone: a fault goes with its server. */
export function createFaultList({ store, clock, random }: Parts): FaultList {
  const faults = new Map<string, Fault>()
  const met = new Map<string, number>()
  const waiting = createWaiting(clock)
  let tellSpent: (id: string) => void = () => {}

  const isActive = ({ id, until }: Fault): boolean => faults.has(id) && until > clock.now()
  const active = (): readonly Fault[] => [...faults.values()].filter(isActive)
  const isMet = ({ amount = 100, kind }: Fault): boolean =>
    kind === 'api-latency' || amount >= 100 || random.integer(100) < amount

  /** The how many-th time it is met; undefined where it has been met as often as it may be. */
  function count({ id, count: most = Number.POSITIVE_INFINITY }: Fault): number | undefined {
    const times = (met.get(id) ?? 0) + 1
    if (times > most) return undefined
    met.set(id, times)
    return times
  }

  const ofCalls: ApiFaults = {
    clockOffset: () => active().reduce((sum, { kind, amount = 0 }) => sum + (kind === 'clock-jump' ? amount : 0), 0),
    async meet(call): Promise<MetFault | undefined> {
      for (const fault of active()) {
        const { id, kind, code, status } = fault
        if (kind !== 'api-latency' && kind !== 'api-error' && kind !== 'throttle') continue
        // One before it may have held the call up for longer than this one was there.
        if (!isActive(fault) || !isOfCall(fault, call) || !isMet(fault)) continue
        const times = count(fault)
        if (times === undefined) continue
        if (kind === 'api-latency') await waiting.wait(fault)
        if (times === fault.count) tellSpent(id)
        if (kind === 'throttle') return { kind, excess }
        if (kind === 'api-error') return { kind, code, status }
      }
      return undefined
    },
  }

  const accountOf = async ({ kind, id }: Root): Promise<string | undefined> =>
    store.read(async (reader) => ((await reader.get(kind, id)) ?? (await reader.get('router', id)))?.account)

  return {
    active,
    ofCalls,
    add(fault) {
      faults.set(fault.id, fault)
    },
    remove(id) {
      faults.delete(id)
      met.delete(id)
      waiting.end(id)
    },
    async slowness(root) {
      const slow = active().filter(({ kind }) => kind === 'slow-provisioning')
      if (slow.length === 0) return 0
      const account = await accountOf(root)
      const ofRoot = slow.filter(
        ({ scope }) =>
          (scope.gateway ?? root.id) === root.id && (scope.account === undefined || scope.account === account),
      )
      return ofRoot.reduce((sum, { amount = 0 }) => sum + amount, 0)
    },
    onSpent(listener) {
      tellSpent = listener
    },
  }
}
