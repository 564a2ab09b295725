import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cacheOf, digestOf, manifestOf, packages, stateOf } from './current.js'

/** What is used of esbuild here: the package is optional, and its types are as absent as it is. */
interface Bundler {
  build(options: { readonly [name: string]: unknown; readonly plugins: readonly Plugin[] }): Promise<{
    readonly outputFiles: readonly { readonly path: string; readonly contents: Uint8Array }[]
    readonly metafile: Metafile
  }>
  stop(): Promise<void>
}

type Imports = readonly { readonly path: string; readonly kind: string }[]

/** What imports what, by paths under the root. */
interface Metafile {
  readonly inputs: Readonly<Record<string, { readonly imports: Imports }>>
  readonly outputs: Readonly<Record<string, { readonly imports: Imports; readonly entryPoint?: string }>>
}

interface Plugin {
  readonly name: string
  setup(build: {
    onResolve(
      which: { readonly filter: RegExp },
      resolve: (asked: {
        readonly path: string
        readonly kind: string
      }) => { path: string; external: true } | { path: string; namespace: string } | undefined,
    ): void
    onLoad(
      which: { readonly filter: RegExp; readonly namespace?: string },
      load: (file: {
        readonly path: string
      }) => Promise<{ contents: string; loader: 'ts' | 'js'; resolveDir?: string } | undefined>,
    ): void
  }): void
}

const bundler: string = 'esbuild'

/** They are large, and the commands that need them take seconds. */
const leftOut = ['@alicloud/*', 'tencentcloud-sdk-nodejs']

const program = 'program'

const entry = 'src/cli/program.ts'

/** What listens is loaded with this. */
const server = 'src/cli/commands/serve.ts'

/** The name by which what a server loads later imports all that it has loaded first. */
const loadedFirst = 'loaded-first'

/** For as long as a server that runs from a bundle may load a part of it for the first time: milliseconds. */
const bundleLife = 30 * 24 * 60 * 60 * 1000

/** CommonJS packages find Node's own modules with it. */
const requireForPackages =
  "import { createRequire as createRequireForPackages } from 'node:module'; const require = createRequireForPackages(import.meta.url);"

/** What stands in the bundle for where a source is. */
const placed = { 'import.meta.dirname': 'sourceFolder', 'import.meta.url': 'sourceUrl' }

/** A file that was changed so shortly before may be changed again in the same tick of the kernel's clock: milliseconds. */
const settling = 1000

/** What was read of a file, and in what state it was just before. */
interface Read {
  readonly content: string
  readonly state: readonly [number, number]
}

async function readInput(root: string, path: string): Promise<Read> {
  const state = stateOf(root, path)
  return { state, content: await readFile(join(root, path), 'utf8') }
}

/**
 * Notes every source as it was read, and writes down in it where it stood, since that is not where it will stand. What a server
 * loads later imports all that it has loaded first: code that is split goes by who needs it, and so what a server begins with
 * is a few large files, and not one for each set of operations that have a part of it in common.
 */
const reading = (root: string, inputs: Map<string, Read>, { first, later }: Start): Plugin => ({
  name: 'sources',
  setup(build) {
    // Of a CommonJS package that is loaded late a bundle has the default alone; Node finds its names.
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
    build.onResolve({ filter: new RegExp(`^${loadedFirst}$`) }, ({ path }) => ({ path, namespace: loadedFirst }))
    build.onLoad({ filter: /./, namespace: loadedFirst }, async () => ({
      contents: first.map((path) => `import ${JSON.stringify(join(root, path))}\n`).join(''),
      loader: 'js',
      resolveDir: root,
    }))
    build.onLoad({ filter: /\.[jt]s$/ }, async ({ path }) => {
      if (path.includes('/node_modules/')) return undefined
      const input = await readInput(root, relative(root, path))
      inputs.set(relative(root, path), input)
      const text = input.content
      const place = `const ${placed['import.meta.dirname']} = ${JSON.stringify(dirname(path))}, ${placed['import.meta.url']} = ${JSON.stringify(pathToFileURL(path).href)};`
      // On the line that is the first already, so that all keep their numbers.
      const head = text.includes('import.meta.') ? place : ''
      const tail = later.has(relative(root, path)) ? `\nimport '${loadedFirst}'` : ''
      return { contents: head + text + tail, loader: path.endsWith('.ts') ? 'ts' : 'js' }
    })
  },
})

/** How everything is bundled. */
const options = {
  outExtension: { '.js': '.mjs' },
  write: false,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: `node${process.versions.node}`,
  sourcemap: 'linked',
  sourcesContent: false,
  minifySyntax: true,
  minifyWhitespace: true,
  banner: { js: requireForPackages },
  external: leftOut,
  define: placed,
  logLevel: 'silent',
}

async function build(root: string, folder: string, inputs: Map<string, Read>) {
  const esbuild: Bundler = await import(bundler)
  const entryPoints = { [program]: entry }
  const make = (plugins: readonly Plugin[]) =>
    esbuild.build({ ...options, absWorkingDir: root, entryPoints, outdir: folder, metafile: true, plugins })
  try {
    const { metafile } = await make([])
    return await make([reading(root, inputs, startOf(metafile))])
  } finally {
    await esbuild.stop()
  }
}

/** What a server loads until its first answer, and what it loads later. */
interface Start {
  readonly first: readonly string[]
  readonly later: ReadonlySet<string>
}

/** All that is loaded with `path`, itself included, and what each of these loads later. */
function enter(files: Metafile['inputs'], path: string, first: Set<string>, later: Set<string>): void {
  if (first.has(path)) return
  first.add(path)
  for (const { path: imported, kind } of files[path]?.imports ?? []) {
    if (files[imported] === undefined) continue
    if (kind === 'dynamic-import') later.add(imported)
    else enter(files, imported, first, later)
  }
}

function startOf({ inputs }: Metafile): Start {
  const first = new Set<string>()
  const later = new Set<string>()
  if (inputs[server] !== undefined) enter(inputs, server, first, later)
  return {
    first: [...first].filter((path) => path.startsWith('src/')),
    later: new Set([...later].filter((path) => !first.has(path))),
  }
}

/** Paths under the root of the bundle's files that a server begins with. */
function begunWith({ outputs }: Metafile): ReadonlySet<string> {
  const first = new Set<string>()
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint === entry || entryPoint === server) enter(outputs, path, first, new Set())
  }
  return first
}

/** On disk when it resolves, so that no cut of power leaves a file that has its name and not its content. */
async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What the manifest says of the files that were read, in milliseconds since the epoch. */
function describe(read: ReadonlyMap<string, Read>, now: number) {
  const inputs = [...read.keys()].sort()
  const digest = digestOf(inputs, (input) => read.get(input)?.content ?? '')
  const states = inputs.flatMap((input) => read.get(input)?.state ?? [])
  const isSettled = [...read.values()].every(({ state: [changed] }) => changed < now - settling)
  return { inputs, digest, ...(isSettled ? { states } : {}) }
}

async function forgetOldBundles(cache: string, now: number): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name)
    const { mtimeMs } = await stat(path)
    if (now - mtimeMs > bundleLife) await rm(path, { recursive: true, force: true })
  }
}

/**
 * Bundles the program of the checkout `root` for the starts to come, `now` in milliseconds since the epoch, and answers whether it did: not while another does.
 * A bundle is written whole before anything points to it, and pointing to it is one renaming, so that every start finds
 * either what was there before or all of it. Rejects when it cannot be made or stored; the sources run without it.
 */
export async function makeBundle(root: string, now: number): Promise<boolean> {
  const cache = cacheOf(root)
  await mkdir(cache, { recursive: true })
  const claim = join(cache, 'making')
  if (!(await claimed(claim, now))) return false
  try {
    const read = new Map(await Promise.all(packages.map(async (path) => [path, await readInput(root, path)] as const)))
    const folder = join(cache, randomUUID())
    const { outputFiles, metafile } = await build(root, folder, read)
    const begun = begunWith(metafile)
    await mkdir(folder)
    const sizes: Record<string, number> = {}
    const names = outputFiles.map(({ path }) => relative(folder, path)).filter((name) => name.endsWith('.mjs'))
    for (const { path, contents: content } of outputFiles) {
      const name = relative(folder, path)
      await writeDurably(join(folder, name), content)
      if (begun.has(relative(root, path))) sizes[name] = content.byteLength
    }
    const manifest = { node: process.version, ...describe(read, now), folder, program: `${program}.mjs`, sizes, names }
    const draft = join(folder, 'manifest.json')
    await writeDurably(draft, JSON.stringify(manifest))
    await rename(draft, manifestOf(root))
    await forgetOldBundles(cache, now)
    return true
  } finally {
    await rm(claim, { recursive: true, force: true })
  }
}

/** A claim that was left by one who was killed is no claim: making a bundle takes a second. */
async function claimed(claim: string, now: number): Promise<boolean> {
  if (existsSync(claim) && now - (await stat(claim)).mtimeMs > 60_000) await rm(claim, { recursive: true })
  return mkdir(claim).then(
    () => true,
    () => false,
  )
}
