import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import type { Clock } from './clock.ts'

/** Starts a program where it is to live: in a namespace, or here. */
export type Spawn = (program: readonly string[], options: SpawnOptions) => ChildProcess

const patienceMs = 10_000
const betweenLooksMs = 3

export interface StartedProcess {
  readonly child: ChildProcess
  /** Who did not start, and where: the error begins with it. */
  readonly title: string
  readonly timers: Pick<Clock, 'after'>
  isAnswering(): Promise<boolean>
  /** The process's own words, which end the error. */
  output(): Promise<string>
}

/**
 * Settles when a process that was just started answers. Rejects with its own words when it ends before, or says nothing
 * for ten seconds; it is then not running any more.
 */
export async function untilAnswering({ child, title, timers, isAnswering, output }: StartedProcess): Promise<void> {
  let end: string | undefined
  child.once('error', (error) => {
    end = error.message
  })
  child.once('exit', (code, signal) => {
    end = `it ended with ${code ?? signal}`
  })
  let late = false
  const cancel = timers.after(patienceMs, () => {
    late = true
  })
  try {
    while (!(await isAnswering())) {
      if (end !== undefined || late) {
        throw new Error(`${title} did not start: ${end ?? 'no answer'}\n${(await output()).trim().slice(-2000)}`)
      }
      await new Promise<void>((resolve) => timers.after(betweenLooksMs, resolve))
    }
  } catch (error) {
    await kill(child)
    throw error
  } finally {
    cancel()
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
