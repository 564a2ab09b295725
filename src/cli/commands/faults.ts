import { type Fault, type FaultKind, type NewFault, spellFault, spellScope } from '../../domain/fault.ts'
import { UsageError } from '../../runtime/config.ts'
import { readServerFile } from '../../server/server-file.ts'
import { plainTable } from '../../terminal/plain-table.ts'
import { createNativeClient, type NativeClient } from '../../wire/native/client.ts'

export interface FaultsOptions {
  readonly data: string
  readonly admin?: string
  readonly json?: true
}

export interface InjectOptions extends FaultsOptions, Omit<NewFault, 'kind' | 'scope'> {
  readonly tunnel?: string
  readonly connection?: string
  readonly gateway?: string
  readonly account?: string
  readonly cloud?: string
  readonly action?: string
}

const usualAdmin = 'http://127.0.0.1:7781'

const clientOf = ({ data, admin }: FaultsOptions): NativeClient =>
  createNativeClient(admin ?? readServerFile(data)?.admin ?? usualAdmin)

const time = (at: number): string => new Date(at).toISOString()

const row = (fault: Fault): readonly string[] => [
  ...[fault.id, spellFault(fault)],
  ...[spellScope(fault.scope), `until ${time(fault.until)}`],
]

export async function listFaults(options: FaultsOptions): Promise<void> {
  const faults = await clientOf(options).faults()
  if (options.json) process.stdout.write(`${JSON.stringify(faults)}\n`)
  else process.stdout.write(faults.length === 0 ? 'no fault is injected\n' : `${plainTable(faults.map(row))}\n`)
}

/** What was not given is not sent. */
const given = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T

export async function injectFault(kind: FaultKind, options: InjectOptions): Promise<void> {
  const { tunnel, connection, gateway, account, cloud, action } = options
  const { amount, direction, count, code, status, seconds } = options
  const scope = given({ tunnel, connection, gateway, account, dialect: cloud, action })
  const asked = given({ kind, scope, amount, direction, count, code, status, seconds }) as NewFault
  const fault = await clientOf(options).injectFault(asked)
  process.stdout.write(options.json ? `${JSON.stringify(fault)}\n` : `${row(fault).join('  ')}\n`)
}

export async function removeFaults(
  fault: string | undefined,
  options: FaultsOptions & { readonly all?: true },
): Promise<void> {
  if ((fault === undefined) !== (options.all === true)) throw new UsageError('name a fault, or write --all')
  const client = clientOf(options)
  if (fault !== undefined) {
    await client.endFault(fault)
    if (options.json) process.stdout.write(`${JSON.stringify({ removed: 1 })}\n`)
    return
  }
  const removed = await client.endFaults()
  if (options.json) process.stdout.write(`${JSON.stringify({ removed })}\n`)
  else process.stdout.write(removed === 1 ? '1 fault has ended\n' : `${removed} faults have ended\n`)
}
