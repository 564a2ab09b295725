import { Connection } from '../connection.ts'

/** Texts of the statements that every connection of this process runs during `work`. */
async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const { all, run } = Connection.prototype
  const statements: string[] = []
  Connection.prototype.all = function <R>(this: Connection, sql: string, parameters?: readonly unknown[]) {
    statements.push(sql)
    return all.call(this, sql, parameters) as readonly R[]
  }
  Connection.prototype.run = function (this: Connection, sql: string, parameters?: readonly unknown[]) {
    statements.push(sql)
    return run.call(this, sql, parameters)
  }
  try {
    await work()
    return statements
  } finally {
    Connection.prototype.all = all
    Connection.prototype.run = run
  }
}

/** The queries inside the one writing transaction that there is during `work`. */
export async function queriesOfWrite(work: () => Promise<unknown>): Promise<readonly string[]> {
  const statements = await statementsOf(work)
  const begin = statements.indexOf('begin immediate')
  const end = statements.indexOf('commit', begin)
  return statements.slice(begin, end).filter((sql) => sql.startsWith('select'))
}
