import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Compiling what the server loads takes a third of its start; the cache lies in node_modules, which is this checkout's own
// and is made anew with the packages. Everything else is imported afterwards, so that it is read from the cache.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/compile'))

const { runProgram } = await import('./program.ts')
await runProgram(process.argv)
// All is done; connections that clients keep for a next request would keep the process for seconds.
process.exit()
