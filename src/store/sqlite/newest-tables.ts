import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from './connection.ts'

const isEmpty = (connection: Connection): boolean => connection.all('select 1 from sqlite_schema limit 1').length === 0

/**
 * Gives an empty file the tables that the migrations would give it one after the other, which takes ten times as long on a
 * process that has run none of their code yet. A file that has any keeps them as they are.
 */
export function makeTables(connection: Connection): void {
  connection.script('begin immediate')
  try {
    if (isEmpty(connection)) connection.script(readFileSync(join(import.meta.dirname, 'newest-tables.sql'), 'utf8'))
    connection.script('commit')
  } catch (error) {
    if (connection.inTransaction) connection.script('rollback')
    throw error
  }
}
