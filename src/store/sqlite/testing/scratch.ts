import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one test, and what takes it away again. */
export function scratchFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-store-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
