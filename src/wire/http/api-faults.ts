import type { CallPlace } from '../../domain/fault.ts'
import type { Operation, WireError } from '../../operations/operation.ts'
import type { Account } from '../../store/port.ts'
import type { Dialect } from './dialect.ts'

/** What a call that meets a fault is refused with. */
export type MetFault =
  /** Which call it is of how many that there may be: "2/1". */
  | { readonly kind: 'throttle'; readonly excess: string }
  /** Without a code it is as when the server can not serve. */
  | { readonly kind: 'api-error'; readonly code?: string | undefined; readonly status?: number | undefined }

/** The faults of calls that were injected, for whoever answers them. */
export interface ApiFaults {
  /** By how many milliseconds the clock is off that signatures, sessions and conditions of policies are held to. */
  clockOffset(): number
  /** Settles when the call may go on, or is to be refused. */
  meet(call: CallPlace): Promise<MetFault | undefined>
}

/** What a call is refused with by the faults that it meets, once it has waited for those that hold it up; undefined where it may go on. */
export async function meetFaults(
  faults: ApiFaults,
  dialect: Dialect,
  operation: Pick<Operation<never>, 'action' | 'errors'>,
  account: Pick<Account, 'id'>,
): Promise<WireError | undefined> {
  const met = await faults.meet({ dialect: dialect.name, account: account.id, action: operation.action })
  return met && errorOfFault(dialect, operation, met)
}

/** In the cloud's own words: of a code that it is known to answer with, its own status and message. */
function errorOfFault(dialect: Dialect, { errors }: Pick<Operation<never>, 'errors'>, met: MetFault): WireError {
  if (met.kind === 'throttle') return dialect.refuse('throttled', met.excess)
  const unavailable = dialect.refuse('unavailable', '')
  if (met.code === undefined) return unavailable
  const known = [...Object.values(errors), ...Object.values(dialect.domainErrors)].find(
    (error): error is WireError => typeof error === 'object' && error.code === met.code,
  )
  const { status, message } = known ?? { ...unavailable, message: injected }
  // What is missing there is told of what an error is about, and this one is about nothing.
  return { code: met.code, status: met.status ?? status, message: /%[sd]/.test(message) ? injected : message }
}

const injected = 'This error was injected to rehearse it.'
