import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataPlaneKind } from '../runtime/config.ts'
import { identityOf, isRunning, type ProcessIdentity } from '../runtime/process-identity.ts'

/** What a server says of itself in its data folder while it runs, for the commands that come after it. */
export interface ServerFile extends ProcessIdentity {
  /** Such as "http://127.0.0.1:7780". */
  readonly api: string
  readonly admin: string
  readonly dataPlane: DataPlaneKind
  /** ISO 8601. */
  readonly startedAt: string
}

const fileIn = (folder: string) => join(folder, 'server.json')

const isAddress = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:$/.test(URL.parse(value)?.protocol ?? '')

/** Another version, or a hand, may have written it. */
function isServerFile(content: unknown): content is ServerFile {
  if (typeof content !== 'object' || content === null) return false
  const { pid, api, admin } = content as Record<string, unknown>
  return Number.isSafeInteger(pid) && Number(pid) > 0 && isAddress(api) && isAddress(admin)
}

/** Whole or not at all: a reader never finds half of it. The answer removes it. */
export function writeServerFile(folder: string, content: Omit<ServerFile, 'pid' | 'processStart'>): () => void {
  const whole: ServerFile = { ...identityOf(process.pid), ...content }
  const file = fileIn(folder)
  writeFileSync(`${file}.new`, `${JSON.stringify(whole, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return () => rmSync(file, { force: true })
}

/** The server that runs on the folder; undefined when there is none, also where one that was killed has left its file. */
export function readServerFile(folder: string): ServerFile | undefined {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(fileIn(folder), 'utf8'))
  } catch {
    return undefined
  }
  return isServerFile(content) && isRunning(content) ? content : undefined
}

/** Whether a server that was killed has left its file here. */
export const hasStaleServerFile = (folder: string): boolean =>
  existsSync(fileIn(folder)) && readServerFile(folder) === undefined
