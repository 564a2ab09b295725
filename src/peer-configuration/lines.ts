/** A line of a configuration, with those that stand under it and what closes them. */
export interface Line {
  readonly text: string
  readonly under: readonly Line[]
  readonly close?: string
}

export type Lines = readonly (Line | string | undefined | Lines)[]

const flatten = (lines: Lines): readonly Line[] =>
  lines.flatMap((line) => {
    if (line === undefined) return []
    if (typeof line === 'string') return [{ text: line, under: [] }]
    return 'text' in line ? [line] : flatten(line)
  })

export const block = (text: string, ...under: Lines): Line => ({ text, under: flatten(under) })

export const closed = (text: string, close: string, ...under: Lines): Line => ({ ...block(text, ...under), close })

/** As the languages have it that say where they are by a path of words: `set` and then all of it. */
export const prefixed = (prefix: string, lines: readonly (string | undefined)[]): readonly string[] =>
  lines.flatMap((line) => (line === undefined ? [] : [`${prefix} ${line}`]))

function* print(lines: readonly Line[], indent: string, depth: number): Generator<string> {
  for (const { text, under, close } of lines) {
    yield indent.repeat(depth) + text
    yield* print(under, indent, depth + 1)
    if (close !== undefined) yield indent.repeat(depth) + close
  }
}

/** Throws for a line break in a line: whatever brought it would write lines of its own. */
export function printLines(lines: Lines, indent: string): readonly string[] {
  const printed = [...print(flatten(lines), indent, 0)]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (printed.some((line) => /[\x00-\x1f\x7f]/.test(line)))
    throw new TypeError('a line of a configuration has a control character')
  return printed
}
