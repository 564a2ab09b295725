import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataPlaneKind } from '../runtime/config.ts'

/** What a server says of itself in its data folder while it runs, for the commands that come after it. */
export interface ServerFile {
  readonly pid: number
  /** Tells the process from a later one of the same number; absent where the system does not say. */
  readonly processStart?: string
  /** Such as "http://127.0.0.1:7780". */
  readonly api: string
  readonly admin: string
  readonly dataPlane: DataPlaneKind
  /** ISO 8601. */
  readonly startedAt: string
}

const fileIn = (folder: string) => join(folder, 'server.json')

/** proc(5): the 22nd field of stat, in ticks since the machine started. The second, a name, may hold spaces. */
export function processStartOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process may not be signalled, and is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

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
  const processStart = processStartOf(process.pid)
  const whole: ServerFile = { pid: process.pid, ...(processStart === undefined ? {} : { processStart }), ...content }
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
  if (!isServerFile(content) || !isAlive(content.pid)) return undefined
  return content.processStart === processStartOf(content.pid) ? content : undefined
}

/** Whether a server that was killed has left its file here. */
export const hasStaleServerFile = (folder: string): boolean =>
  existsSync(fileIn(folder)) && readServerFile(folder) === undefined
