import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { findLeftovers, findProcesses, type HostLines, readHostLines } from '../src/demo/leftovers.ts'
import { usedRanges } from '../src/demo/script.ts'
import { whySimulated } from '../src/host/data-plane-choice.ts'
import { hostFacts } from '../src/host/host-facts.ts'
import { whatIsMissing } from '../src/server/data-plane.ts'
import { openSqliteStoreForReading } from '../src/store/sqlite/open.ts'

const culvert = join(import.meta.dirname, '../culvert')

interface Rehearsal {
  readonly child: ChildProcess
  /** What it has said so far, progress and answer together. */
  text(): string
  /** Resolves once a line of the progress matches. */
  saw(pattern: RegExp): Promise<RegExpExecArray>
  readonly ended: Promise<number | null>
}

function startDemo(args: readonly string[]): Rehearsal {
  const child = spawn(culvert, ['demo', '--no-install', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (more: string) => {
      text += more
      for (const listener of listeners) listener()
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const saw = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(text)
        if (match !== null) resolve(match)
      }
      listeners.add(look)
      look()
      ended.then(() => reject(new Error(`the demo ended without ${pattern}:\n${text}`)))
    })
  return { child, text: () => text, saw, ended }
}

async function checkShown(args: readonly string[], dataPlane: string): Promise<void> {
  const demo = startDemo([...args, '--json'])
  const code = await demo.ended
  assert.equal(code, 0, demo.text())
  const [first = ''] = demo.text().split('\n')
  assert.match(first, dataPlane === 'linux' ? /Linux data plane/ : /simulated data plane \(--simulated\)/)
  const answer = JSON.parse(demo.text().trim().split('\n').at(-1) ?? '')
  assert.equal(answer.ok, true)
  assert.deepEqual(answer.leftovers, [])
  const { shown } = answer
  assert.equal(shown.dataPlane, dataPlane)
  assert.equal(shown.pingBefore.received, 0)
  assert.equal(shown.pingAfter.received, shown.pingAfter.sent)
  assert.equal(shown.up.alibabaStatus, 'ipsec_sa_established')
  assert.deepEqual([shown.up.tencentState, shown.up.tencentNetStatus], ['AVAILABLE', 'AVAILABLE'])
  assert.notEqual(shown.down.alibabaStatus, 'ipsec_sa_established')
  assert.notEqual(shown.down.tencentNetStatus, 'AVAILABLE')
  assert.equal(shown.reasons.length, 2)
  for (const { sentence } of shown.reasons) assert.match(sentence, /^authentication failed, refused by /)
  assert.equal(shown.pingAgain.received, shown.pingAgain.sent)
  assert.ok(shown.tunnelBitsPerSecond > 0 && shown.bareBitsPerSecond > shown.tunnelBitsPerSecond)
}

async function tagOf(dataFolder: string): Promise<string> {
  const store = await openSqliteStoreForReading(dataFolder)
  try {
    return (await store.read((reader) => reader.setting('tag'))) ?? ''
  } finally {
    await store.close()
  }
}

/** Interrupts the demo when it has come to `moment`, and looks at the host itself afterwards. */
async function checkInterrupted(
  args: readonly string[],
  moment: RegExp,
  before: HostLines,
  [signal, code]: readonly ['SIGINT' | 'SIGTERM', number],
): Promise<void> {
  const demo = startDemo(args)
  const [, dataFolder = ''] = await demo.saw(/data in (\S+)\n/)
  const tag = await tagOf(dataFolder)
  await demo.saw(moment)
  demo.child.kill(signal)
  assert.equal(await demo.ended, code, demo.text())
  assert.match(demo.text(), /Nothing is left on this host|left on this host +nothing/)
  assert.equal(existsSync(dataFolder), false)
  assert.deepEqual(await findLeftovers({ tag, dataFolder, ranges: usedRanges }, before, new Set()), [])
}

async function skipWithoutLinux(t: TestContext): Promise<boolean> {
  const why = (await whySimulated(hostFacts(), whatIsMissing)) ?? (await whatIsMissing())
  if (why !== undefined) t.skip(why)
  return why !== undefined
}

const interrupted = ['SIGINT', 130] as const
const terminated = ['SIGTERM', 143] as const

test('the demo on the simulated data plane shows every step', () => checkShown(['--simulated'], 'simulated'))

test('a demo on the simulated data plane that is interrupted leaves nothing', async () => {
  const before = await readHostLines()
  await checkInterrupted(['--simulated'], /CreateVpnAttachment/, before, interrupted)
  await checkInterrupted(['--simulated'], /TCP through/, before, terminated)
})

test('the demo on the Linux data plane shows every step', async (t) => {
  if (await skipWithoutLinux(t)) return
  await checkShown([], 'linux')
})

for (const [when, moment, end] of [
  ['while it creates', /CreateTransitRouter /, interrupted],
  ['while packets flow', /[1-9] of 3 answered/, interrupted],
  ['while it deletes', /ModifyVpnConnectionAttribute(?:.|\n)*3 of 3 answered/, terminated],
] as const) {
  test(`a demo on the Linux data plane that is interrupted ${when} leaves nothing`, async (t) => {
    if (await skipWithoutLinux(t)) return
    await checkInterrupted([], moment, await readHostLines(), end)
  })
}

test('a demo that gets a second Ctrl-C ends without waiting, and leaves nothing', async (t) => {
  if (await skipWithoutLinux(t)) return
  const before = await readHostLines()
  const demo = startDemo([])
  const [, dataFolder = ''] = await demo.saw(/data in (\S+)\n/)
  const tag = await tagOf(dataFolder)
  await demo.saw(/up after/)
  demo.child.kill('SIGINT')
  await demo.saw(/Interrupted/)
  demo.child.kill('SIGINT')
  assert.equal(await demo.ended, 130, demo.text())
  assert.deepEqual(await findLeftovers({ tag, dataFolder, ranges: usedRanges }, before, new Set()), [])
})

test('a demo whose server dies reports it, and leaves nothing', async (t) => {
  if (await skipWithoutLinux(t)) return
  const before = await readHostLines()
  const demo = startDemo([])
  const [, dataFolder = ''] = await demo.saw(/data in (\S+)\n/)
  const tag = await tagOf(dataFolder)
  await demo.saw(/up after/)

  const [server = ''] = findProcesses([dataFolder], new Set()).filter((line) => line.includes(' serve '))
  process.kill(Number(/^process (\d+)/.exec(server)?.[1]), 'SIGKILL')
  assert.equal(await demo.ended, 1, demo.text())
  assert.match(demo.text(), /the server ended/)
  assert.deepEqual(await findLeftovers({ tag, dataFolder, ranges: usedRanges }, before, new Set()), [])
})
