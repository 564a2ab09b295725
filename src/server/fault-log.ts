import { type Fault, type FaultChange, spellFault, spellScope } from '../domain/fault.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Random } from '../runtime/random.ts'
import type { Store } from '../store/port.ts'
import type { FaultList } from './fault-list.ts'
import { installation, placeOfFault } from './fault-scope.ts'

interface Parts {
  readonly store: Pick<Store, 'read' | 'write'>
  readonly clock: Clock
  readonly random: Random
  readonly list: Pick<FaultList, 'active'>
}

/** Who has injected or ended a fault: whoever asked at the admin port, or the server by itself. */
export type FaultActor = 'native' | 'server'

/** Of an installation: the faults that its server has injected, so that the next one knows of them when it was killed. */
const setting = 'faults'

/** Puts the change of a fault among the events, and notes what faults there are. */
export async function noteFault(
  { store, clock, random, list }: Parts,
  actor: FaultActor,
  ...changes: readonly FaultChange[]
): Promise<void> {
  await store.write(async (transaction) => {
    for (const change of changes) {
      const place = await placeOfFault(transaction, change.fault.scope)
      const { account, region } = place?.scope ?? installation
      const told = { at: clock.now(), account, region, requestId: random.uuid(), actor }
      const event = { ...told, action: `fault-${change.to}`, resources: place?.resources ?? [], fault: change }
      await transaction.appendEvent(event)
    }
    await transaction.putSetting(setting, JSON.stringify(list.active()))
  })
}

/** What an operator sees that breaks because it was broken on purpose stands beside what did it. */
export const logFaults = (logger: Logger) => ({
  onChange: ({ fault, to, why }: FaultChange) =>
    logger.warn(
      { fault: fault.id, ...(why === undefined ? {} : { why }), until: new Date(fault.until).toISOString() },
      `fault ${to}: ${spellFault(fault)}, of ${spellScope(fault.scope)}`,
    ),
  onFailure: (err: unknown) => logger.error({ err }, 'a fault could not be injected or ended'),
})

/** Tells the ends of the faults of a server that was killed: what they did to packets ended when the data plane was opened. */
export async function endLeftFaults(parts: Parts): Promise<void> {
  const stored = await parts.store.read((reader) => reader.setting(setting))
  const left: readonly Fault[] = stored === undefined ? [] : JSON.parse(stored)
  if (left.length === 0) return
  const changes = left.map((fault): FaultChange => ({ fault, to: 'ended', why: 'server-stopped' }))
  await noteFault(parts, 'server', ...changes)
}
