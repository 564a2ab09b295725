import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process'

/** A command that failed, with what it said: the text for an operator, the parts for a caller that can do something about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  /** The program and its arguments. */
  readonly command: readonly string[]
  /** Absent when the program could not be started or was ended by a signal. */
  readonly exitCode: number | undefined
  readonly stderr: string
  readonly stdout: string

  constructor(command: readonly string[], exitCode: number | undefined, stderr: string, stdout = '') {
    super(`${command.join(' ')}: ${stderr.trim() || stdout.trim() || `ended with ${exitCode ?? 'a signal'}`}`)
    this.command = command
    this.exitCode = exitCode
    this.stderr = stderr
    this.stdout = stdout
  }
}

export interface RunOptions {
  readonly stdin?: string
  /** After which the command is killed; 10 seconds when not given, since none of ours waits for anything. */
  readonly timeoutMs?: number
}

/** Texts are read by this program: no translation. The path is ours too, since sbin is often not on a service's. */
export const environment: NodeJS.ProcessEnv = { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }

const longestOutput = 64 * 1024 * 1024

/** What the command wrote to its standard output. Rejects with CommandError. There is never a shell in between. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const settings = { env: environment, maxBuffer: longestOutput, timeout: options.timeoutMs ?? 10_000 }
    const child = execFile(program, args, settings, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      const exitCode = typeof error.code === 'number' ? error.code : undefined
      reject(
        new CommandError([program, ...args], exitCode, stderr || (exitCode === undefined ? error.message : ''), stdout),
      )
    })
    // A program that ends before it has read everything says why by itself.
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.stdin ?? '')
  })
}

/** Where `ip netns` keeps namespaces (ip-netns(8)); one that is kept elsewhere is called by the path itself. */
export const namespaceFile = (namespace: string): string =>
  namespace.startsWith('/') ? namespace : `/run/netns/${namespace}`

export const enterNamespace = 'nsenter'

/**
 * The arguments that make `nsenter` run a program in a network namespace, and in no other of its own: `ip netns exec` gives each
 * a copy of all mounts, of which every namespace is one, and to take one away is to take it out of all copies. It replaces
 * itself, so that the process id is the program's.
 */
export const inNamespace = (namespace: string, program: readonly string[]): readonly string[] => [
  `--net=${namespaceFile(namespace)}`,
  ...program,
]

/** `namespace` absent is the one that this process is in. */
export function runIn(
  namespace: string | undefined,
  program: readonly string[],
  options?: RunOptions,
): Promise<string> {
  const [own = '', ...args] = program
  return namespace === undefined
    ? run(own, args, options)
    : run(enterNamespace, inNamespace(namespace, program), options)
}

export const spawnIn = (namespace: string, program: readonly string[], options: SpawnOptions): ChildProcess =>
  spawn(enterNamespace, inNamespace(namespace, program), { ...options, env: { ...environment, ...options.env } })
