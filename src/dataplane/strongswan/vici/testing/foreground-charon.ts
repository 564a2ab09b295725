import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'

const executable = '/usr/sbin/charon-systemd'
const run = promisify(execFile)

/** Why no charon can be run here, or undefined if one can. */
export function whyNoCharon(): string | undefined {
  if (process.getuid?.() !== 0) return 'a charon in a network namespace needs root'
  try {
    accessSync(executable, constants.X_OK)
  } catch {
    return `${executable} is not installed`
  }
  return undefined
}

function configuration(socket: string): string {
  return `charon-systemd {
  load_modular = no
  load = random nonce openssl kdf kernel-netlink socket-default vici
  threads = 8
  install_routes = no
  plugins {
    vici {
      socket = unix://${socket}
    }
  }
  journal {
    default = -1
  }
  filelog {
    stderr {
      default = 1
    }
  }
}
`
}

export interface ForegroundCharon {
  /** The path of its VICI socket. */
  readonly socket: string
  /** Ends it before the test does. Settles when it has. */
  stop(): Promise<void>
}

/**
 * Runs a charon in a network namespace of its own until the test ends, however it ends. Settles when it has said that
 * its workers run, which it does after it has opened its VICI socket.
 */
export async function startCharon(t: TestContext): Promise<ForegroundCharon> {
  // Undone in the opposite order, each step whatever becomes of the others.
  const undo = new AsyncDisposableStack()
  t.after(() => undo.disposeAsync())

  const folder = await mkdtemp(join(tmpdir(), 'vici-charon-'))
  undo.defer(() => rm(folder, { recursive: true, force: true }))
  const settings = join(folder, 'strongswan.conf')
  const socket = join(folder, 'vici')
  await writeFile(settings, configuration(socket))

  const namespace = `culvert-vici-${process.pid}`
  await run('ip', ['netns', 'add', namespace])
  undo.defer(async () => {
    await run('ip', ['netns', 'del', namespace])
  })
  await run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up'])

  const charon = spawn('ip', ['netns', 'exec', namespace, 'env', `STRONGSWAN_CONF=${settings}`, executable], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  undo.defer(() => stop(charon))
  await saysItIsReady(charon)
  return { socket, stop: () => stop(charon) }
}

async function saysItIsReady(charon: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  charon.stderr?.setEncoding('utf8').on('data', (text) => {
    said += text
    if (/spawning \d+ worker threads/.test(said)) resolve()
  })
  charon.once('error', reject)
  charon.once('exit', (code, signal) => reject(new Error(`charon ended with ${code ?? signal}:\n${said}`)))
  await promise
}

async function stop(charon: ChildProcess): Promise<void> {
  if (charon.exitCode !== null || charon.signalCode !== null || charon.pid === undefined) return
  const exited = once(charon, 'exit')
  const impatience = setTimeout(() => charon.kill('SIGKILL'), 5_000)
  charon.kill('SIGTERM')
  await exited
  clearTimeout(impatience)
}
