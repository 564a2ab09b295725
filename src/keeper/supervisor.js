import { spawn } from 'node:child_process'

/**
 * Starts a program again whenever it ends in failure, and does nothing else: so little that nothing in it fails. It ends with
 * the program when that ends well, and ends the program first when it is told to end. The program hears of its
 * own end by the channel between them, and starts another supervisor then.
 */
const [program = '', ...args] = process.argv.slice(2)

process.title = 'culvert-keeper'

/** Milliseconds. One that fails at once, again and again, is not started without pause. */
const shortestPause = 100
const longestPause = 5000
const longLife = 10_000

/** @type {import('node:child_process').ChildProcess | undefined} */
let child
let stopping = false
let pause = shortestPause

function start() {
  const startedAt = performance.now()
  child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.once('error', () => {})
  child.once('exit', (code) => {
    child = undefined
    if (stopping || code === 0) process.exit()
    pause = performance.now() - startedAt > longLife ? shortestPause : Math.min(longestPause, pause * 2)
    setTimeout(start, pause)
  })
}

process.on('SIGTERM', () => {
  stopping = true
  if (child === undefined) process.exit()
  child.kill('SIGTERM')
})
start()
