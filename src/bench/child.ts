import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of this checkout, run by the Node that runs this one, with the options that this one was given. */
export interface Child extends AsyncDisposable {
  /** Lines of its standard output, until `count` of them have come. */
  lines(count: number): Promise<readonly string[]>
  /** Ends it as a crash does. */
  kill(): Promise<void>
}

export const program = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export function startChild(path: string, args: readonly string[]): Child {
  const command = [...process.execArgv, program(path), ...args]
  const child: ChildProcess = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = `${complaints}${chunk.toString()}`.slice(-4000)
  })
  return {
    async lines(count) {
      const lines: string[] = []
      if (child.stdout === null) throw new Error('a child without output')
      const reader = createInterface({ input: child.stdout })
      for await (const line of reader) {
        lines.push(line)
        if (lines.length === count) return lines
      }
      throw new Error(`${path} ended early: ${complaints}`)
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}
