import { join } from 'node:path'
import { runDemo } from '../../demo/demo.ts'
import { Interrupted, stopping } from '../../demo/failure.ts'
import { whatIsMissing } from '../../server/data-plane.ts'
import { openSqliteStoreForReading } from '../../store/sqlite/open.ts'

export interface DemoCommandOptions {
  readonly simulated?: true
  readonly install: boolean
  readonly json?: true
}

/** The demo's own installation is its server's business; what is made on the host goes by this name, and is looked for by it. */
async function tagOf(dataFolder: string): Promise<string | undefined> {
  const store = await openSqliteStoreForReading(dataFolder)
  try {
    return await store.read((reader) => reader.setting('tag'))
  } finally {
    await store.close()
  }
}

export async function demo(options: DemoCommandOptions): Promise<void> {
  const stream = options.json ? process.stderr : process.stdout
  const { failure, ...report } = await runDemo(
    {
      culvert: { program: process.execPath, args: [join(import.meta.dirname, '../culvert.js')] },
      whatIsMissing,
      tagOf,
      output: { write: (text) => stream.write(text), isTerminal: stream.isTTY === true },
    },
    { simulated: options.simulated === true, mayInstall: options.install },
  )
  if (options.json) {
    const ok = failure === undefined
    process.stdout.write(`${JSON.stringify({ ok, ...(failure && { failure: failure.message }), ...report })}\n`)
  }
  if (failure === undefined) return
  if (!(failure instanceof Interrupted)) throw failure
  process.exitCode = 128 + stopping[failure.signal]
}
