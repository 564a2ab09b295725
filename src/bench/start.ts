import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBundle } from '../bundle/make.ts'
import { program } from './child.ts'
import { atMostMore, type Figure, median } from './figure.ts'
import { cli } from './server-under-test.ts'

const rounds = 7

/** From the start of `node -e 0` to its end, in milliseconds. */
async function bareStart(): Promise<number> {
  const start = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - start
}

/** One unsigned request; any answer will do, since only a server that is up gives one. */
function firstAnswer(port: number): Promise<void> {
  return new Promise((resolve) => {
    const attempt = () => {
      const socket = connect(port, '127.0.0.1')
      socket.on('connect', () => socket.write('GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n'))
      socket.once('data', () => {
        socket.destroy()
        resolve()
      })
      socket.once('error', () => setTimeout(attempt, 1))
    }
    attempt()
  })
}

/** From the start of the process on a fresh data folder, as the launcher starts it, to its first answer, in milliseconds. */
async function serverStart(port: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  const listen = ['--listen', `127.0.0.1:${port}`, '--admin-listen', '127.0.0.1:0']
  const start = performance.now()
  const args = [...process.execArgv, program(cli), 'serve', ...listen, '--data', folder]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  try {
    await Promise.race([firstAnswer(port), once(child, 'exit').then(() => Promise.reject(new Error('serve ended')))])
    return performance.now() - start
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
}

/** A port that was free a moment ago: a server of ours had it and has let it go. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** The first answer on a fresh data folder, beside a Node that does nothing. */
export async function startFigure(progress: (line: string) => void): Promise<Figure> {
  await makeBundle(join(import.meta.dirname, '../..'), Date.now()).catch((cause: unknown) =>
    progress(`start: from the sources, because no bundle can be made: ${String(cause)}`),
  )
  progress(`start: ${rounds} starts of each`)
  const seen: { ours: number; reference: number }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { reference: await bareStart(), ours: await serverStart(await freePort()) }
    // The first round fills the disk's caches.
    if (round > 0) seen.push(pair)
  }
  const ours = median(seen.map((pair) => pair.ours))
  const reference = median(seen.map((pair) => pair.reference))
  return atMostMore('start', 'ms', Math.round(ours), Math.round(reference), 150)
}
