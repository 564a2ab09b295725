import type { Kysely } from 'kysely'
import { ledgerStatements } from './ledger-statements.ts'
import { attachedStatements, claimStatements, lookUpStatements } from './look-up-statements.ts'
import { addressStatements } from './outer-addresses.ts'
import { Pages } from './pages.ts'
import { resourceStatements } from './resource-statements.ts'
import type { Schema } from './schema.ts'

/** Every statement of the store, compiled once for an engine. */
export const statementsFor = (sql: Kysely<Schema>) => ({
  resources: resourceStatements(sql),
  addresses: addressStatements(sql),
  ledger: ledgerStatements(sql),
  lookUps: { ...lookUpStatements(sql), ...attachedStatements(sql) },
  claims: claimStatements(sql),
  pages: new Pages(sql),
})

export type Statements = ReturnType<typeof statementsFor>
