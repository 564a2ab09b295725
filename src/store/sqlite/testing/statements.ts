import { Connection } from '../connection.ts'

interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** The statements that every connection of this process runs during `work`. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly Statement[]> {
  const { all, run } = Connection.prototype
  const statements: Statement[] = []
  Connection.prototype.all = function <R>(this: Connection, sql: string, parameters: readonly unknown[] = []) {
    statements.push({ sql, parameters })
    return all.call(this, sql, parameters) as readonly R[]
  }
  Connection.prototype.run = function (this: Connection, sql: string, parameters: readonly unknown[] = []) {
    statements.push({ sql, parameters })
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

/** What is asked for, with which parameters, inside the one writing transaction that there is during `work`. */
export async function queriesOfWrite(work: () => Promise<unknown>): Promise<readonly string[]> {
  const statements = await statementsOf(work)
  const begin = statements.findIndex(({ sql }) => sql === 'begin immediate')
  const end = statements.findIndex(({ sql }, index) => index > begin && sql === 'commit')
  return statements
    .slice(begin, end)
    .flatMap(({ sql, parameters }) => (sql.startsWith('select') ? [`${sql} ${parameters.join(' ')}`] : []))
}
