import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { whySimulated } from '../host/data-plane-choice.ts'
import { hostFacts } from '../host/host-facts.ts'
import { ensurePackages } from '../host/system-packages.ts'
import { Progress, type ProgressTarget } from '../terminal/progress.ts'
import { closingTable } from './closing-table.ts'
import { DemoFailed, Interrupted, reasonOf, type Stopping, stopping } from './failure.ts'
import {
  findLeftovers,
  type HostLines,
  type Leftovers,
  listNamespaces,
  type Marks,
  namespaceInodes,
  readHostLines,
} from './leftovers.ts'
import { run, type Shown, usedRanges } from './script.ts'
import { type Culvert, readKeys, runCulvert, type ServerProcess, startServer } from './server-process.ts'
import { Steps } from './steps.ts'
import { UndoList } from './undo.ts'
import { done, seen, until } from './until.ts'

export interface DemoOptions {
  readonly simulated: boolean
  readonly mayInstall: boolean
}

/** What the demo cannot find out as a client of the wire. */
export interface DemoParts {
  readonly culvert: Culvert
  /** What the Linux data plane lacks on this host as it is; undefined when it can run. */
  whatIsMissing(): Promise<string | undefined>
  /** What names the things that the installation makes on the host; undefined before its first start. */
  tagOf(dataFolder: string): Promise<string | undefined>
  readonly output: ProgressTarget
}

export interface DemoReport {
  readonly shown?: Shown
  readonly leftovers: Leftovers
  readonly seconds: number
  /** Why it did not get to its end. */
  readonly failure?: Interrupted | DemoFailed
}

/** How long an interrupted demo tries to take things away through the APIs before it takes them away by force. */
const politeMilliseconds = 6000

const goneWithinMilliseconds = 3000

/** Everything that has to go when the demo ends, however it ends. */
interface Scene {
  readonly dataPlane: 'simulated' | 'linux'
  readonly dataFolder: string
  readonly before: HostLines
  readonly undo: UndoList
  server?: ServerProcess
}

const asFailure = (error: unknown): Interrupted | DemoFailed =>
  error instanceof Interrupted || error instanceof DemoFailed
    ? error
    : new DemoFailed(reasonOf(error), { cause: error })

/** Turns signals to stop into an abort of the script, then, when they insist, of the polite way of tidying up. */
function listenForSignals() {
  const script = new AbortController()
  const tidying = new AbortController()
  const listeners = (Object.keys(stopping) as Stopping[]).map((signal) => {
    const hear = () => {
      if (script.signal.aborted) tidying.abort()
      else script.abort(new Interrupted(signal))
    }
    process.on(signal, hear)
    return () => process.off(signal, hear)
  })
  return {
    script,
    tidying: tidying.signal,
    stop: () => {
      for (const stop of listeners) stop()
    },
  }
}

/** Takes everything away through the APIs. Stops at the first thing that does not go. */
async function takeAway(
  { undo }: Scene,
  marks: Marks,
  progress: Progress,
  signal: AbortSignal,
): Promise<DemoFailed | undefined> {
  if (undo.empty) return undefined
  let count = 0
  progress.begin('Delete', 'everything, through the APIs')
  try {
    while (!undo.empty) {
      if (signal.aborted) throw new DemoFailed('there was no time to take everything away through the APIs')
      const removal = await undo.removeNewest(signal)
      if (removal?.problem !== undefined) {
        throw new DemoFailed(`${removal.what} could not be deleted: ${reasonOf(removal.problem)}`)
      }
      count += 1
    }
    await untilHostFollows(marks, signal)
    progress.end('Delete', 'everything, through the APIs', `${count} resources, newest first`)
    return undefined
  } catch (error) {
    progress.cancel()
    return error instanceof DemoFailed ? error : new DemoFailed(reasonOf(error))
  }
}

/** The clouds' deletions are answered before the host has followed: the server is given the time to bring it there. */
async function untilHostFollows(marks: Marks, signal: AbortSignal): Promise<void> {
  const look = async () => {
    const { ofResources } = await listNamespaces(marks)
    return ofResources.length === 0 ? done(undefined) : seen(ofResources.join(', '))
  }
  const waiting = { signal, withinMilliseconds: 30_000, everyMilliseconds: 100 }
  await until('the namespaces of what was deleted go', look, waiting)
}

/** Stops the server and looks at the host; what the APIs have left there goes by force. */
async function leaveNothing(
  parts: DemoParts,
  scene: Scene,
  { marks, inodes, orderly }: { marks: Marks; inodes: ReadonlySet<string>; orderly: boolean },
): Promise<{ leftovers: Leftovers; forced: Leftovers }> {
  await scene.server?.stop()
  const ownFolder = `folder ${scene.dataFolder}`
  const look = async () => (await findLeftovers(marks, scene.before, inodes)).filter((line) => line !== ownFolder)
  const forced = orderly ? await look() : []
  if (scene.dataPlane === 'linux' && marks.tag !== undefined && (!orderly || forced.length > 0)) {
    await runCulvert(parts.culvert, ['purge', '--data', scene.dataFolder]).catch((error: unknown) => {
      parts.output.write(`${reasonOf(error)}\n`)
    })
  }
  rmSync(scene.dataFolder, { recursive: true, force: true })
  return { leftovers: await lookUntilGone(() => findLeftovers(marks, scene.before, inodes)), forced }
}

/** What was told to end may take a moment to be gone, and only what stays is left. */
async function lookUntilGone(look: () => Promise<Leftovers>): Promise<Leftovers> {
  const end = performance.now() + goneWithinMilliseconds
  for (;;) {
    const leftovers = await look()
    if (leftovers.length === 0 || performance.now() > end) return leftovers
    await delay(50)
  }
}

async function play(parts: DemoParts, scene: Scene, progress: Progress, script: AbortController): Promise<Shown> {
  const { dataPlane, dataFolder } = scene
  progress.begin('Server', 'culvert serve')
  scene.server = await startServer(parts.culvert, { dataFolder, dataPlane }, (why) => script.abort(why))
  const { api, admin } = scene.server
  progress.end('Server', 'culvert serve', `API on ${api.origin}, data in ${dataFolder}`)
  const keys = await readKeys(parts.culvert, dataFolder)
  return run({ dataPlane, api, admin, keys }, new Steps(progress, scene.undo, script.signal))
}

function firstLine(why: string | undefined): string {
  return why === undefined
    ? 'Culvert demo on the Linux data plane: strongSwan tunnels between network namespaces of this host.'
    : `Culvert demo on the simulated data plane (${why}): the same script, its packets and daemons modelled.`
}

const whatIsLeft = (leftovers: Leftovers): string =>
  leftovers.length === 0 ? 'Nothing is left on this host.' : `Left on this host:\n  ${leftovers.join('\n  ')}`

/** Plays the script between set-up and tidying up. Nothing of it outlives this call, whatever happens. */
async function playAndTidy(
  parts: DemoParts,
  scene: Scene,
  progress: Progress,
  signals: ReturnType<typeof listenForSignals>,
): Promise<Omit<DemoReport, 'seconds'>> {
  let shown: Shown | undefined
  let failure: DemoReport['failure']
  try {
    shown = await play(parts, scene, progress, signals.script)
  } catch (error) {
    progress.cancel()
    failure = asFailure(error)
    const complaint = scene.server?.complaint()
    if (complaint !== undefined && !(failure instanceof Interrupted) && !failure.message.includes(complaint)) {
      failure = new DemoFailed(`${failure.message}; the server's log says: ${complaint}`)
    }
    progress.say(
      failure instanceof Interrupted ? 'Interrupted: taking everything away …' : `Failed: ${failure.message}`,
    )
  }
  const tag = await parts.tagOf(scene.dataFolder).catch(() => undefined)
  const marks: Marks = { dataFolder: scene.dataFolder, ranges: usedRanges, ...(tag === undefined ? {} : { tag }) }
  const inodes = namespaceInodes(marks)
  // Interrupted in the middle of tidying up, or before it: a few seconds, and no more.
  const hurry = new AbortController()
  const startHurry = () => setTimeout(() => hurry.abort(), politeMilliseconds).unref()
  if (failure !== undefined) startHurry()
  else signals.script.signal.addEventListener('abort', startHurry, { once: true })
  const patience = AbortSignal.any([hurry.signal, signals.tidying])
  const problem = await takeAway(scene, marks, progress, patience)
  const orderly = failure === undefined && problem === undefined
  const { leftovers, forced } = await leaveNothing(parts, scene, { marks, inodes, orderly })
  if (signals.script.signal.reason instanceof Interrupted) failure ??= signals.script.signal.reason
  failure ??= problem
  if (forced.length > 0) failure ??= new DemoFailed(`the APIs left behind: ${forced.join('; ')}`)
  if (leftovers.length > 0) failure ??= new DemoFailed(`left on this host: ${leftovers.join('; ')}`)
  return { leftovers, ...(shown === undefined ? {} : { shown }), ...(failure === undefined ? {} : { failure }) }
}

export async function runDemo(parts: DemoParts, options: DemoOptions): Promise<DemoReport> {
  const progress = new Progress(parts.output, () => performance.now())
  const why = options.simulated ? '--simulated' : await whySimulated(hostFacts(), parts.whatIsMissing)
  progress.say(firstLine(why))
  if (why === undefined) {
    await ensurePackages(options.mayInstall, (line) => progress.say(line))
    const missing = await parts.whatIsMissing()
    if (missing !== undefined) throw new DemoFailed(`${missing}; or use --simulated`)
  }
  const signals = listenForSignals()
  const scene: Scene = {
    dataPlane: why === undefined ? 'linux' : 'simulated',
    dataFolder: mkdtempSync(join(tmpdir(), 'culvert-demo-')),
    before: await readHostLines(),
    undo: new UndoList(),
  }
  try {
    const report = { ...(await playAndTidy(parts, scene, progress, signals)), seconds: progress.elapsedSeconds }
    if (report.shown !== undefined) progress.say(`\n${closingTable(report.shown, report.leftovers)}`)
    else progress.say(whatIsLeft(report.leftovers))
    return report
  } finally {
    signals.stop()
  }
}
