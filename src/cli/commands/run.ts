import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { ConfigError, environmentWith, variables } from '../../runtime/config.ts'
import { clientVariables } from '../env.ts'
import { credentialsOf } from './credentials.ts'
import { type ServedFolder, type ServerOptions, startOn } from './serve.ts'

const anywhere = { host: '127.0.0.1', port: 0 }

/** As a shell says it: what could not be started, and what is not there. */
const notExecutable = 126
const notFound = 127

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Passes on to the command what this process is told, and makes it end when it is told again. A Ctrl-C in a terminal
 * reaches the command by itself. The answer ends that.
 */
function passSignals(child: () => ChildProcess | undefined): { told(): number | undefined; stop(): void } {
  let first: number | undefined
  const listeners = signals.map((signal) => {
    const hear = () => {
      const again = first !== undefined
      first ??= constants.signals[signal]
      if (again) child()?.kill('SIGKILL')
      else if (signal !== 'SIGINT' || !process.stdin.isTTY) child()?.kill(signal)
    }
    process.on(signal, hear)
    return () => process.off(signal, hear)
  })
  return {
    told: () => first,
    stop: () => {
      for (const stop of listeners) stop()
    },
  }
}

/** The exit code of the command: 128 and the signal's number when one ended it. */
async function endOf(child: ChildProcess, program: string): Promise<number> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const reason = error instanceof Error ? error.message : String(error)
    const sentence = isMissing ? 'there is no such command' : `it cannot be started (${reason})`
    process.stderr.write(`culvert: ${program}: ${sentence}\n`)
    return isMissing ? notFound : notExecutable
  }
}

async function environment({ server, folder }: ServedFolder): Promise<NodeJS.ProcessEnv> {
  return environmentWith({
    ...clientVariables(await credentialsOf(folder), new URL(server.apiAddress)),
    CULVERT_ADMIN: server.adminAddress,
    [variables.data]: folder,
  })
}

/** Runs the command beside a server of its own, of which nothing is left when it ends. The answer is the exit code. */
export async function run([program, ...args]: readonly string[], options: ServerOptions): Promise<number> {
  if (program === undefined) throw new ConfigError('run: name a command')
  let child: ChildProcess | undefined
  const passing = passSignals(() => child)
  try {
    const served = await startOn(undefined, options, { listen: anywhere, adminListen: anywhere })
    try {
      const env = await environment(served)
      const told = passing.told()
      if (told !== undefined) return 128 + told
      child = spawn(program, args, { stdio: 'inherit', env })
      return await endOf(child, program)
    } finally {
      await served.stop()
    }
  } finally {
    passing.stop()
  }
}
