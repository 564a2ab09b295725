/** On a checkout of a few files, started as the real one is. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { cacheOf, currentBundle, manifestOf } from './current.js'
import { makeBundle } from './make.ts'

const here = join(import.meta.dirname, '../..')

const program = `import { existsSync } from 'node:fs'
import plain, { named } from 'plain'
import { word } from './word.ts'
export async function runProgram(argv: readonly string[]): Promise<void> {
  if (argv[2] === 'packages') console.log(named, plain.named, (await import('later')).named)
  // As a server is: until somebody has what he waited for.
  for (const path = argv[3] ?? ''; argv[2] === 'serve' && !existsSync(path); ) await new Promise((next) => setTimeout(next, 20))
  if (argv[2] === 'fail') (await import('./failing.ts')).fail()
  console.log(word, import.meta.filename.endsWith('.mjs') ? 'bundled' : 'sources', import.meta.dirname)
}
`

function makeCheckout(t: TestContext, { withBundler = true } = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'culvert-bundle-')))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const root = join(folder, 'checkout')
  mkdirSync(join(root, 'src/cli'), { recursive: true })
  mkdirSync(join(root, 'node_modules'))
  cpSync(join(here, 'src/cli/culvert.js'), join(root, 'src/cli/culvert.js'))
  cpSync(join(here, 'src/bundle'), join(root, 'src/bundle'), { recursive: true })
  writeFileSync(join(root, 'src/cli/program.ts'), program)
  writeFileSync(join(root, 'src/cli/word.ts'), `export const word: string = 'first'\n`)
  writeFileSync(
    join(root, 'src/cli/failing.ts'),
    `// A line, and\n// another.\nexport function fail(): never {\n  throw new Error('on purpose')\n}\n`,
  )
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
  for (const path of ['package-lock.json', 'node_modules/.package-lock.json']) writeFileSync(join(root, path), '{}')
  for (const name of ['plain', 'later']) {
    mkdirSync(join(root, 'node_modules', name))
    writeFileSync(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ name, main: 'index.js' }))
    writeFileSync(join(root, 'node_modules', name, 'index.js'), `exports.named = '${name}, by name'\n`)
  }
  if (withBundler) {
    for (const name of ['esbuild', '@esbuild']) {
      symlinkSync(join(here, 'node_modules', name), join(root, 'node_modules', name))
    }
  }
  return root
}

/** One that waits for a bundle which nobody can make would wait for ever. */
const patience = { timeout: 60_000 }

const start = async (root: string, ...args: readonly string[]): Promise<string> => {
  const started = await promisify(execFile)(process.execPath, [join(root, 'src/cli/culvert.js'), ...args], patience)
  assert.equal(started.stderr, '')
  return started.stdout
}

const bundled = (root: string, word: string) => `${word} bundled ${join(root, 'src/cli')}\n`
const fromSources = (root: string, word: string) => `${word} sources ${join(root, 'src/cli')}\n`

/** Why a test cannot run here: the bundler is an optional package. */
const noBundler = existsSync(join(here, 'node_modules/esbuild')) ? undefined : 'esbuild is not installed'

/** So much later that the files of a checkout are no longer young. */
const settled = () => Date.now() + 2000

/** A checkout with its bundle. */
async function makeBundled(t: TestContext, now = Date.now()): Promise<string> {
  const root = makeCheckout(t)
  assert.equal(await makeBundle(root, now), true)
  assert.equal(await start(root), bundled(root, 'first'))
  return root
}

const manifestIn = (root: string) => JSON.parse(readFileSync(manifestOf(root), 'utf8')) as { folder: string }

test('a start without a bundle runs the sources', async (t) => {
  const root = makeCheckout(t)
  assert.equal(await start(root), fromSources(root, 'first'))
})

test('a source that changes is run by the next start, and bundled by the next build', async (t) => {
  if (noBundler !== undefined) return t.skip(noBundler)
  for (const now of [Date.now(), settled()]) {
    const root = await makeBundled(t, now)
    // Of the same length, and as old as the one before.
    const path = join(root, 'src/cli/word.ts')
    const { atime, mtime } = statSync(path)
    writeFileSync(path, `export const word: string = 'other'\n`)
    utimesSync(path, atime, mtime)
    assert.equal(await start(root), fromSources(root, 'other'))
    assert.equal(await makeBundle(root, Date.now()), true)
    assert.equal(await start(root), bundled(root, 'other'))
  }
})

test('files are told by their states when they were no longer young at bundling, and by their content when they are copies', async (t) => {
  if (noBundler !== undefined) return t.skip(noBundler)
  const young = await makeBundled(t)
  assert.equal(currentBundle(young)?.isKnown, false)

  const root = await makeBundled(t, settled())
  const path = join(root, 'src/cli/word.ts')
  const content = readFileSync(path)
  assert.equal(currentBundle(root)?.isKnown, true)
  // What is not read is not seen to be other: the digest would.
  writeFileSync(manifestOf(root), readFileSync(manifestOf(root), 'utf8').replace(/"digest":"./, '"digest":"-'))
  assert.equal(currentBundle(root)?.isKnown, true)

  const copied = await makeBundled(t, settled())
  renameSync(join(copied, 'src/cli/word.ts'), join(copied, 'src/cli/away.ts'))
  assert.equal(currentBundle(copied), undefined)
  writeFileSync(join(copied, 'src/cli/word.ts'), content)
  assert.equal(currentBundle(copied)?.isKnown, false)
  assert.equal(await makeBundle(copied, settled()), true)
  assert.equal(currentBundle(copied)?.isKnown, true)
})

test('a program that keeps running from the sources makes the bundle of the next start', async (t) => {
  if (noBundler !== undefined) return t.skip(noBundler)
  const root = makeCheckout(t)
  assert.equal(await start(root, 'serve', manifestOf(root)), fromSources(root, 'first'))
  assert.equal(await start(root), bundled(root, 'first'))
})

test('a bundle is not used with other packages, from another folder or by another Node', async (t) => {
  if (noBundler !== undefined) return t.skip(noBundler)
  for (const path of ['package.json', 'package-lock.json', 'node_modules/.package-lock.json']) {
    const root = await makeBundled(t)
    writeFileSync(join(root, path), '{ "type": "module", "version": "2.0.0" }')
    assert.equal(await start(root), fromSources(root, 'first'), path)
  }
  const root = await makeBundled(t)
  const moved = `${root}-moved`
  renameSync(root, moved)
  assert.equal(await start(moved), fromSources(moved, 'first'))
  renameSync(moved, root)
  const manifest = readFileSync(manifestOf(root), 'utf8')
  writeFileSync(manifestOf(root), manifest.replace(process.version, 'v1.0.0'))
  assert.equal(await start(root), fromSources(root, 'first'))
})

test('a bundle that is incomplete is not used', async (t) => {
  if (noBundler !== undefined) return t.skip(noBundler)
  const root = await makeBundled(t)
  const { folder } = manifestIn(root)
  const file = join(folder, 'program.mjs')
  const whole = readFileSync(file)
  const spoil: Readonly<Record<string, () => void>> = {
    'a file of half its length': () => writeFileSync(file, whole.subarray(0, whole.length / 2)),
    'a file of its length that holds nothing': () => writeFileSync(file, Buffer.alloc(whole.length)),
    'no file': () => rmSync(file),
    'half a manifest': () => writeFileSync(manifestOf(root), readFileSync(manifestOf(root)).subarray(0, 40)),
  }
  const later = readdirSync(folder).find((name) => /^failing-.*\.mjs$/.test(name)) ?? ''
  assert.notEqual(later, '')
  const part = readFileSync(join(folder, later))
  rmSync(join(folder, later))
  assert.equal(await start(root), fromSources(root, 'first'), 'without what is loaded later')
  writeFileSync(join(folder, later), part)
  assert.equal(await start(root), bundled(root, 'first'))
  for (const [what, run] of Object.entries(spoil)) {
    run()
    assert.equal(await start(root), fromSources(root, 'first'), what)
  }
  assert.equal(await makeBundle(root, Date.now()), true)
  assert.equal(await start(root), bundled(root, 'first'))
})

test('two concurrent builds make one bundle, starts meanwhile run the sources or the bundle, and a killed build blocks no other', async (t) => {
  if (noBundler !== undefined) return t.skip(noBundler)
  const root = makeCheckout(t)
  const both = Promise.all([makeBundle(root, Date.now()), makeBundle(root, Date.now())])
  const meanwhile = Promise.all([start(root), start(root)])
  assert.deepEqual((await both).sort(), [false, true])
  for (const said of await meanwhile) assert.match(said, /^first (sources|bundled) /)
  const claim = join(cacheOf(root), 'making')
  mkdirSync(claim)
  assert.equal(await makeBundle(root, Date.now()), false)
  const long = Date.now() / 1000 - 120
  utimesSync(claim, long, long)
  assert.equal(await makeBundle(root, Date.now()), true)
})

test('a start whose bundler is absent or fails, or whose cache cannot be written, runs the sources', async (t) => {
  const bare = makeCheckout(t, { withBundler: false })
  const { stdout } = await promisify(execFile)(process.execPath, [
    '-e',
    'import(process.argv[1] + "/src/bundle/make.ts").then((m) => m.makeBundle(process.argv[1], Date.now())).catch((e) => console.log(e.code))',
    bare,
  ])
  assert.equal(stdout, 'ERR_MODULE_NOT_FOUND\n')
  assert.equal(await start(bare), fromSources(bare, 'first'))
  if (noBundler !== undefined) return t.skip(noBundler)

  const wrong = makeCheckout(t)
  writeFileSync(join(wrong, 'src/cli/failing.ts'), 'export const = 1\n')
  await assert.rejects(makeBundle(wrong, Date.now()), /failing\.ts:1/)
  assert.equal(await start(wrong), fromSources(wrong, 'first'))
  assert.deepEqual(readdirSync(cacheOf(wrong)), [])

  const shut = makeCheckout(t)
  mkdirSync(join(shut, 'node_modules/.cache'), { recursive: true })
  writeFileSync(cacheOf(shut), 'no folder')
  await assert.rejects(makeBundle(shut, Date.now()))
  assert.equal(await start(shut), fromSources(shut, 'first'))
})

test('a bundle has the exports of a CommonJS package, also when it is loaded late', async (t) => {
  if (noBundler !== undefined) return t.skip(noBundler)
  const root = await makeBundled(t)
  const names = 'plain, by name plain, by name later, by name\n'
  assert.equal(await start(root, 'packages'), names + bundled(root, 'first'))
})

test('a stack trace of a bundle names the source and its line', async (t) => {
  if (noBundler !== undefined) return t.skip(noBundler)
  const root = await makeBundled(t)
  await assert.rejects(start(root, 'fail'), ({ stderr }: { stderr: string }) => {
    assert.match(stderr, /on purpose/)
    assert.ok(stderr.includes(`${join(root, 'src/cli/failing.ts')}:4:`), stderr)
    return true
  })
})
