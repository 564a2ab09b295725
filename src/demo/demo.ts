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
import { runSteps, type Shown, usedRanges } from './script.ts'
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

/** How long an interrupted demo deletes through the APIs before it purges. */
const deletionMilliseconds = 6000

const goneWithinMilliseconds = 3000

/** Everything that has to be removed when the demo ends, however it ends. */
interface DemoState {
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

/** A first signal aborts the script, a second one the deletion through the APIs. */
function listenForSignals() {
  const script = new AbortController()
  const hurried = new AbortController()
  const listeners = (Object.keys(stopping) as Stopping[]).map((signal) => {
    const onSignal = () => {
      if (script.signal.aborted) hurried.abort()
      else script.abort(new Interrupted(signal))
    }
    process.on(signal, onSignal)
    return () => process.off(signal, onSignal)
  })
  return {
    script,
    hurried: hurried.signal,
    stop: () => {
      for (const stop of listeners) stop()
    },
  }
}

/** Deletes everything through the APIs, newest first. Stops at the first resource that cannot be deleted. */
async function deleteAll(
  { undo }: DemoState,
  marks: Marks,
  progress: Progress,
  signal: AbortSignal,
): Promise<DemoFailed | undefined> {
  if (undo.empty) return undefined
  let count = 0
  progress.begin('Delete', 'everything, through the APIs')
  try {
    while (!undo.empty) {
      if (signal.aborted) throw new DemoFailed('there was no time to delete everything through the APIs')
      const removal = await undo.removeNewest(signal)
      if (removal?.problem !== undefined) {
        throw new DemoFailed(`${removal.what} could not be deleted: ${reasonOf(removal.problem)}`)
      }
      count += 1
    }
    await untilHostIsClean(marks, signal)
    progress.end('Delete', 'everything, through the APIs', `${count} resources, newest first`)
    return undefined
  } catch (error) {
    progress.cancel()
    return error instanceof DemoFailed ? error : new DemoFailed(reasonOf(error))
  }
}

/** Deletions are answered before the data plane has removed the resources: the server is given time for that. */
async function untilHostIsClean(marks: Marks, signal: AbortSignal): Promise<void> {
  const look = async () => {
    const { ofResources } = await listNamespaces(marks)
    return ofResources.length === 0 ? done(undefined) : seen(ofResources.join(', '))
  }
  const waiting = { signal, withinMilliseconds: 30_000, everyMilliseconds: 100 }
  await until('the namespaces of what was deleted go', look, waiting)
}

/** Stops the server and purges what the deletions have left on the host. */
async function cleanUp(
  parts: DemoParts,
  state: DemoState,
  { marks, inodes, orderly }: { marks: Marks; inodes: ReadonlySet<string>; orderly: boolean },
): Promise<{ leftovers: Leftovers; forced: Leftovers }> {
  await state.server?.stop()
  const ownFolder = `folder ${state.dataFolder}`
  const look = async () => (await findLeftovers(marks, state.before, inodes)).filter((line) => line !== ownFolder)
  const forced = orderly ? await look() : []
  if (state.dataPlane === 'linux' && marks.tag !== undefined && (!orderly || forced.length > 0)) {
    await runCulvert(parts.culvert, ['purge', '--data', state.dataFolder]).catch((error: unknown) => {
      parts.output.write(`${reasonOf(error)}\n`)
    })
  }
  rmSync(state.dataFolder, { recursive: true, force: true })
  return { leftovers: await waitUntilGone(() => findLeftovers(marks, state.before, inodes)), forced }
}

/** Processes that were told to end take a moment: only what is still there after it is left over. */
async function waitUntilGone(look: () => Promise<Leftovers>): Promise<Leftovers> {
  const end = performance.now() + goneWithinMilliseconds
  for (;;) {
    const leftovers = await look()
    if (leftovers.length === 0 || performance.now() > end) return leftovers
    await delay(50)
  }
}

async function runScript(
  parts: DemoParts,
  state: DemoState,
  progress: Progress,
  script: AbortController,
): Promise<Shown> {
  const { dataPlane, dataFolder } = state
  progress.begin('Server', 'culvert serve')
  state.server = await startServer(parts.culvert, { dataFolder, dataPlane }, (why) => script.abort(why))
  const { api, admin } = state.server
  progress.end('Server', 'culvert serve', `API on ${api.origin}, data in ${dataFolder}`)
  const keys = await readKeys(parts.culvert, dataFolder)
  return runSteps({ dataPlane, api, admin, keys }, new Steps(progress, state.undo, script.signal))
}

function firstLine(why: string | undefined): string {
  return why === undefined
    ? 'Culvert demo on the Linux data plane: strongSwan tunnels between network namespaces of this host.'
    : `Culvert demo on the simulated data plane (${why}): the same script, its packets and daemons modelled.`
}

const whatIsLeft = (leftovers: Leftovers): string =>
  leftovers.length === 0 ? 'Nothing is left on this host.' : `Left on this host:\n  ${leftovers.join('\n  ')}`

/** Runs the script, then removes everything. Nothing of it outlives this call, whatever happens. */
async function runAndCleanUp(
  parts: DemoParts,
  state: DemoState,
  progress: Progress,
  signals: ReturnType<typeof listenForSignals>,
): Promise<Omit<DemoReport, 'seconds'>> {
  let shown: Shown | undefined
  let failure: DemoReport['failure']
  try {
    shown = await runScript(parts, state, progress, signals.script)
  } catch (error) {
    progress.cancel()
    failure = asFailure(error)
    const complaint = state.server?.complaint()
    if (complaint !== undefined && !(failure instanceof Interrupted) && !failure.message.includes(complaint)) {
      failure = new DemoFailed(`${failure.message}; the server's log says: ${complaint}`)
    }
    progress.say(failure instanceof Interrupted ? 'Interrupted: deleting everything …' : `Failed: ${failure.message}`)
  }
  const tag = await parts.tagOf(state.dataFolder).catch(() => undefined)
  const marks: Marks = { dataFolder: state.dataFolder, ranges: usedRanges, ...(tag === undefined ? {} : { tag }) }
  const inodes = namespaceInodes(marks)
  // Interrupted while it deletes, or before: it has a few seconds more, and then purges.
  const timeOut = new AbortController()
  const startTimeOut = () => setTimeout(() => timeOut.abort(), deletionMilliseconds).unref()
  if (failure !== undefined) startTimeOut()
  else signals.script.signal.addEventListener('abort', startTimeOut, { once: true })
  const stopDeleting = AbortSignal.any([timeOut.signal, signals.hurried])
  const problem = await deleteAll(state, marks, progress, stopDeleting)
  const orderly = failure === undefined && problem === undefined
  const { leftovers, forced } = await cleanUp(parts, state, { marks, inodes, orderly })
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
  const state: DemoState = {
    dataPlane: why === undefined ? 'linux' : 'simulated',
    dataFolder: mkdtempSync(join(tmpdir(), 'culvert-demo-')),
    before: await readHostLines(),
    undo: new UndoList(),
  }
  try {
    const report = { ...(await runAndCleanUp(parts, state, progress, signals)), seconds: progress.elapsedSeconds }
    if (report.shown !== undefined) progress.say(`\n${closingTable(report.shown, report.leftovers)}`)
    else progress.say(whatIsLeft(report.leftovers))
    return report
  } finally {
    signals.stop()
  }
}
