/**
 * The closed vocabulary of a device: lines as they stand under one another, in words of the device and these in braces. A
 * line that none of them is, at its place, has a word that nobody has read in a document of the device.
 */
export interface Grammar {
  /** How a configuration of the device is indented. */
  readonly indent: string
  readonly comment: string
  /** What the key, and the names that an end is called by, look like there. */
  readonly key: string
  readonly identity?: string
  /** By the name of the file. */
  readonly files: Readonly<Record<string, string>>
}

interface Node {
  readonly pattern: RegExp
  readonly under: Node[]
}

const gap = '<[A-Z0-9+-]+>'
const dotted = `\\d{1,3}(?:\\.\\d{1,3}){3}`

const tokens: Readonly<Record<string, string>> = {
  name: '[A-Za-z][A-Za-z0-9-]{0,30}',
  address: `(?:${dotted}|${gap})`,
  mask: `(?:${dotted}|${gap})`,
  prefix: `(?:${dotted}/\\d{1,2}|${gap})`,
  prefixes: `${dotted}/\\d{1,2}(?:,${dotted}/\\d{1,2})*`,
  set: `(?:${dotted}/\\d{1,2}|${gap})(?:, (?:${dotted}/\\d{1,2}|${gap}))*`,
  n: `(?:\\d+|${gap})`,
  word: `(?:[A-Za-z0-9][A-Za-z0-9/._:-]*|${gap})`,
  quoted: `"(?:[A-Za-z0-9][A-Za-z0-9/._:-]*|${gap})"`,
  identity: '[A-Za-z0-9_.@-]+',
}

const escaped = (text: string): string => text.replace(/[.*+?^$|[\]\\]/g, '\\$&')

/** Braces that stand for a token; all else is as it is written, but for (one|or|another). */
function patternOf(line: string, own: Readonly<Record<string, string>>): RegExp {
  const source = line
    .split(/(\{[a-z]+\}|\((?:[^()|]+\|)+[^()|]+\))/)
    .map((part) => {
      const token = /^\{([a-z]+)\}$/.exec(part)?.[1]
      if (token !== undefined) {
        const found = own[token] ?? tokens[token]
        if (found === undefined) throw new Error(`no such token: ${token}`)
        return found
      }
      const choice = /^\((.*\|.*)\)$/.exec(part)?.[1]
      if (choice !== undefined) return `(?:${choice.split('|').map(plain).join('|')})`
      return plain(part)
    })
    .join('')
  return new RegExp(`^${source}$`)
}

const plain = (text: string): string => escaped(text).replace(/[{}()]/g, '\\$&')

const depthOf = (line: string, indent: string): number => {
  let depth = 0
  for (let rest = line; indent !== '' && rest.startsWith(indent); rest = rest.slice(indent.length)) depth += 1
  return depth
}

/** The grammar's own text is indented by two spaces. */
function read(text: string, own: Readonly<Record<string, string>>): Node[] {
  const roots: Node[] = []
  const path: Node[] = []
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const depth = depthOf(line, '  ')
    const node = { pattern: patternOf(line.trim(), own), under: [] }
    path.length = depth
    ;(depth === 0 ? roots : (path[depth - 1]?.under ?? roots)).push(node)
    path.push(node)
  }
  return roots
}

/** The lines of a file that the grammar has not, each with its number. */
export function unknownLines(grammar: Grammar, file: string, text: string): readonly string[] {
  const { indent, comment, key, identity, files } = grammar
  const grammarText = files[file]
  if (grammarText === undefined) return [`there is no file ${file}`]
  const roots = read(grammarText, { key: `(?:${key}|${gap})`, ...(identity === undefined ? {} : { identity }) })
  const unknown: string[] = []
  let matched: (readonly Node[])[] = []
  let isHeader = true
  for (const [at, line] of text.trimEnd().split('\n').entries()) {
    const isComment = line.startsWith(`${comment} `)
    if (isComment && isHeader) continue
    isHeader = isHeader && line.startsWith('#!')
    const depth = depthOf(line, indent)
    const among = depth === 0 ? roots : (matched[depth - 1] ?? []).flatMap(({ under }) => under)
    const found = among.filter(({ pattern }) => pattern.test(line.slice(indent.length * depth)))
    if (found.length === 0) unknown.push(`${at + 1}: ${line}`)
    matched = [...matched.slice(0, depth), found]
  }
  return unknown
}
