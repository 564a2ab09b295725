import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress } from '../terminal/progress.ts'
import { DemoFailed, Interrupted, reasonOf } from './failure.ts'
import type { UndoList } from './undo.ts'
import { done, type Observation, seen, until } from './until.ts'

/** Longer than any step takes on a slow machine: only a step that hangs reaches it. */
const longestWait = 45_000
const betweenLooks = 60

/** A resource that an API creates, describes and deletes. */
export interface ResourceStep {
  /** The line of the progress: the operation's name. */
  readonly what: string
  /** Answers with the id; the SDKs' types leave open whether there is one. */
  create(): Promise<string | undefined>
  /** The state that the API shows; undefined when there is no such thing. */
  look(id: string): Promise<string | undefined>
  /** The state that ends the wait. */
  readonly ready: string
  remove(id: string): Promise<unknown>
  /** What the line says after the id. */
  readonly detail?: string
}

/** The steps of the script: each shows its progress, waits with a limit, and notes how to remove what it created. */
export class Steps {
  readonly #progress: Progress
  readonly #undo: UndoList
  /** Aborted when the demo is interrupted, or its server has died. */
  readonly signal: AbortSignal

  constructor(progress: Progress, undo: UndoList, signal: AbortSignal) {
    this.#progress = progress
    this.#undo = undo
    this.signal = signal
  }

  /** One line of the progress. Fails with one line that names the step. */
  async step<T>(who: string, what: string, work: () => Promise<T>, show: (value: T) => string): Promise<T> {
    this.signal.throwIfAborted()
    this.#progress.begin(who, what)
    try {
      const value = await work()
      this.#progress.end(who, what, show(value))
      return value
    } catch (error) {
      this.#progress.cancel()
      // When the server ended or the demo was interrupted, that is the cause and not the call; it becomes known a moment
      // after the calls that it leaves unanswered.
      await sleep(200, undefined, { signal: this.signal }).catch(() => {})
      this.signal.throwIfAborted()
      if (error instanceof Interrupted) throw error
      throw new DemoFailed(`${who}, ${what}: ${reasonOf(error)}`, { cause: error })
    }
  }

  until<T>(what: string, look: () => Promise<Observation<T>>): Promise<T> {
    const waiting = { signal: this.signal, withinMilliseconds: longestWait, everyMilliseconds: betweenLooks }
    return until(what, look, waiting)
  }

  /** Creates the resource, waits until it is ready, and notes how it is deleted. */
  make(who: string, resource: ResourceStep): Promise<string> {
    const work = async () => {
      const id = await resource.create()
      if (id === undefined || id === '') throw new DemoFailed('the answer has no id')
      this.#undo.add(`${who} ${id}`, (signal) => this.#remove(id, resource, signal))
      return this.until(`${id} is ${resource.ready}`, async () => {
        const state = await resource.look(id)
        return state === resource.ready ? done(id) : seen(state ?? 'nothing')
      })
    }
    return this.step(who, resource.what, work, (id) => [id, resource.detail].join('  '))
  }

  /** A resource that refers to it may still be in deletion without being described: then the call is repeated, as Terraform does. */
  async #remove(id: string, { remove, look }: ResourceStep, signal: AbortSignal): Promise<void> {
    const waiting = { signal, withinMilliseconds: longestWait, everyMilliseconds: betweenLooks }
    const ask = async () => {
      const refusal = await remove(id).then(() => undefined, reasonOf)
      if (refusal === undefined) return done(undefined)
      if (!/ResourceInUse|DependencyViolation/.test(refusal)) throw new DemoFailed(refusal)
      return seen(refusal)
    }
    await until(`${id} can be deleted`, ask, waiting)
    const gone = async () => {
      const state = await look(id)
      return state === undefined ? done(undefined) : seen(state)
    }
    await until(`${id} is gone`, gone, waiting)
  }
}
