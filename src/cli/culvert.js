import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { currentBundle } from '../bundle/current.js'

const root = join(import.meta.dirname, '../..')

// Compiling what the server loads takes a third of its start; the cache lies in node_modules, which is this checkout's own
// and is made anew with the packages. Everything else is imported afterwards, so that it is read from the cache.
enableCompileCache(join(root, 'node_modules/.cache/compile'))

/** For those who do not live as long the sources are good enough: milliseconds. */
const beforeBundling = 2000

/** Without it the next start is as long as this one, and nothing else. */
function bundleLater() {
  setTimeout(() => {
    import('../bundle/make.ts').then(({ makeBundle }) => makeBundle(root, Date.now())).catch(() => {})
  }, beforeBundling).unref()
}

async function loadSources() {
  const program = await import('./program.ts')
  bundleLater()
  return program
}

/** @returns {Promise<typeof import('./program.ts')>} */
async function loadProgram() {
  const bundle = currentBundle(root)
  if (bundle === undefined) return loadSources()
  process.setSourceMapsEnabled(true)
  if (!bundle.isKnown) bundleLater()
  return import(bundle.program).catch(loadSources)
}

const { runProgram } = await loadProgram()
await runProgram(process.argv)
// All is done; connections that clients keep for a next request would keep the process for seconds.
process.exit()
