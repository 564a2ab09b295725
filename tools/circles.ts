import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const importPattern = /(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g

/** The files that a file imports, also for their types alone, as paths from the current folder. */
function importsOf(file: string): readonly string[] {
  const targets = [...readFileSync(file, 'utf8').matchAll(importPattern)].map(([, path = '']) =>
    normalize(join(dirname(file), path)),
  )
  return targets.filter((target) => target.endsWith('.ts') && existsSync(target))
}

/**
 * Files that import one another around a circle: each circle as the files on it, in the order of their imports. A file is
 * looked into once, so of circles that share files not every one is told.
 */
export function findCircles(
  files: readonly string[],
  read: (file: string) => readonly string[] = importsOf,
): readonly (readonly string[])[] {
  const circles: string[][] = []
  const done = new Set<string>()
  const way: string[] = []
  const visit = (file: string): void => {
    const at = way.indexOf(file)
    if (at >= 0) circles.push(way.slice(at))
    if (at >= 0 || done.has(file)) return
    way.push(file)
    for (const target of read(file)) visit(target)
    way.pop()
    done.add(file)
  }
  for (const file of files) visit(file)
  return circles
}
