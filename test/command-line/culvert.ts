import assert from 'node:assert/strict'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { TestContext } from 'node:test'

export const root = join(import.meta.dirname, '../..')
export const culvert = join(root, 'culvert')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Settings {
  readonly cwd?: string
  readonly program?: string
  readonly env?: NodeJS.ProcessEnv
  readonly timeout?: number
}

export function start(args: readonly string[], { program = culvert, ...settings }: Settings = {}) {
  return follow(spawn(program, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** Gives a POSIX shell the script on its standard input. */
export function startShell(script: string, settings: Omit<Settings, 'program'> = {}): Promise<Ended> {
  const child = spawn('/bin/sh', [], { ...settings, stdio: 'pipe' })
  child.stdin.end(script)
  return follow(child).ended
}

function follow<C extends ChildProcessByStdio<Writable | null, Readable, Readable>>(child: C) {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  const ended = once(child, 'close').then(([code]): Ended => ({ code, ...said }))
  return { child, said, ended }
}

/** What serves when it should not have started would otherwise be waited for without end: milliseconds. */
const longestRun = 120_000

export const run = (args: readonly string[], settings?: Settings): Promise<Ended> =>
  start(args, { ...settings, timeout: longestRun }).ended

const endings = new WeakMap<TestContext, (() => unknown)[]>()

/** Called when the test has ended, newest first: a server ends before its data is purged, and that before its folder goes. */
export function atEnd(t: TestContext, work: () => unknown): void {
  const known = endings.get(t)
  if (known !== undefined) {
    known.push(work)
    return
  }
  const works = [work]
  endings.set(t, works)
  t.after(async () => {
    for (const each of works.reverse()) await each()
  })
}

export function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-cli-'))
  atEnd(t, () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const serveOn = (data: string, ...more: readonly string[]) => [
  'serve',
  ...['--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0', '--data', data, ...more],
]

/** A server that has said where it listens. It is ended with the test, however that ends. */
export async function serving(t: TestContext, args: readonly string[], settings?: Settings) {
  const { child, said, ended } = start(args, settings)
  atEnd(t, () => {
    child.kill('SIGKILL')
    return ended
  })
  while (!/admin listening on .*\n/.test(said.stdout)) {
    const first = await Promise.race([once(child.stdout, 'data').then(() => undefined), ended])
    if (first !== undefined) assert.fail(`serve ended: ${first.stderr}`)
  }
  return { child, said, ended, ...addressesIn(said.stdout) }
}

const addressesIn = (stdout: string) => ({
  api: /^API listening on (\S+)$/m.exec(stdout)?.[1] ?? '',
  admin: /^admin listening on (\S+)$/m.exec(stdout)?.[1] ?? '',
})

async function refusedWith(exitCode: number, args: readonly string[], expected: RegExp, settings?: Settings) {
  const { code, stdout, stderr } = await run(args, settings)
  assert.equal(code, exitCode, stderr)
  assert.equal(stdout, '')
  assert.match(stderr, /^culvert: .*\n$/)
  assert.match(stderr, expected)
}

/** One line on standard error, that says what was wrong and what to do, and no answer. */
export const refused = (args: readonly string[], expected: RegExp, settings?: Settings) =>
  refusedWith(1, args, expected, settings)

/** Likewise, of what was typed. */
export const refusedAsUsage = (args: readonly string[], expected: RegExp, settings?: Settings) =>
  refusedWith(2, args, expected, settings)
