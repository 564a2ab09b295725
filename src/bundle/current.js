import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a bundle was made of, and what it is. Everything that it depends on stands in it, so that it is of use for exactly as
 * long as nothing of that has changed.
 * @typedef {object} Manifest
 * @property {string} node The version of Node that it was made for.
 * @property {readonly string[]} inputs Paths under `root`.
 * @property {string} digest Of the inputs.
 * @property {readonly number[]} [states] Of each input when it was read, two numbers each; absent where they would not tell a later change.
 * @property {string} folder Where its files are.
 * @property {string} program The one to import.
 * @property {Readonly<Record<string, number>>} sizes Of its files of code that a server begins with, by name.
 * @property {readonly string[]} names Of all its files.
 */

/** Whatever is no source of ours and yet decides what is bundled: what is to be installed, and what was. */
export const packages = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json']

/** @type {(root: string) => string} */
export const cacheOf = (root) => join(root, 'node_modules/.cache/culvert')

/**
 * One a checkout, whose place is written into the bundle: it may be moved, and several may share one folder of packages.
 * @type {(root: string) => string}
 */
export const manifestOf = (root) =>
  join(cacheOf(root), `${createHash('sha256').update(root).digest('hex').slice(0, 16)}.json`)

/**
 * @param {readonly string[]} inputs
 * @param {(input: string) => string} read
 */
export function digestOf(inputs, read) {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const content = read(input)
    hash.update(`${input}\n${content.length}\n${content}`)
  }
  return hash.digest('hex')
}

/**
 * What no program can set back when it changes a file: when the kernel saw the last change, and the length. Telling it takes
 * a third of what reading the file takes, and leaves no text behind for the garbage collector.
 * @type {(root: string, input: string) => readonly [number, number]}
 */
export function stateOf(root, input) {
  const { ctimeMs, size } = statSync(`${root}/${input}`)
  return [ctimeMs, size]
}

/** @type {(root: string, manifest: Manifest) => boolean} */
const isUntouched = (root, { inputs, states }) =>
  states !== undefined &&
  inputs.every((input, i) => {
    const [changed, size] = stateOf(root, input)
    return changed === states[2 * i] && size === states[2 * i + 1]
  })

/** @type {(root: string, manifest: Manifest) => boolean} */
const hasItsContent = (root, { inputs, digest }) =>
  digest === digestOf(inputs, (input) => readFileSync(`${root}/${input}`, 'utf8'))

/**
 * All was on disk before anything pointed to it; what is left out later is a part that somebody removed. What a server begins
 * with is looked at more closely: to do so for each of the hundreds of parts would take longer than to load what is needed.
 * @type {(manifest: Manifest) => boolean}
 */
function isWhole({ folder, sizes, names }) {
  const there = new Set(readdirSync(folder))
  return (
    names.every((name) => there.has(name)) &&
    Object.entries(sizes).every(([name, size]) => statSync(`${folder}/${name}`).size === size)
  )
}

/**
 * The program's file in the bundle of this checkout as it is now; undefined when there is none, and the sources are to be
 * run. `isKnown` says whether the next start can tell that from the files' states alone. Plain JavaScript, as all that runs
 * before it: to read TypeScript, Node loads a compiler, which takes longer than this.
 * @param {string} root
 * @returns {{ readonly program: string, readonly isKnown: boolean } | undefined}
 */
export function currentBundle(root) {
  try {
    // Hundreds of paths: to join each one properly takes as long as to read what it names.
    /** @type {Manifest} */
    const manifest = JSON.parse(readFileSync(manifestOf(root), 'utf8'))
    if (manifest.node !== process.version) return undefined
    const isKnown = isUntouched(root, manifest)
    // A copy of the files has other times and the same content.
    if (!(isKnown || hasItsContent(root, manifest)) || !isWhole(manifest)) return undefined
    return { program: join(manifest.folder, manifest.program), isKnown }
  } catch {
    return undefined
  }
}
