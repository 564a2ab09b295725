import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { systemClock } from './clock.ts'
import { untilAnswering } from './started-process.ts'

const start = (script: string): ChildProcess => spawn(process.execPath, ['-e', script], { stdio: 'ignore' })
const staysUp = 'setInterval(() => {}, 1000)'

test('started process: one that answers on the third look is waited for and left running', async () => {
  const child = start(staysUp)
  let looks = 0
  await untilAnswering({
    child,
    title: 'a daemon',
    timers: systemClock,
    isAnswering: async () => ++looks === 3,
    output: async () => '',
  })
  assert.equal(looks, 3)
  assert.equal(child.signalCode, null)
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(child.signalCode, 'SIGKILL')
})

test('started process: one that ends before it answers is refused with its end and its words', async () => {
  await assert.rejects(
    untilAnswering({
      child: start('process.exit(66)'),
      title: 'a daemon',
      timers: systemClock,
      isAnswering: async () => false,
      output: async () => 'no such file\n',
    }),
    { message: 'a daemon did not start: it ended with 66\nno such file' },
  )
})

test('started process: a program that is not there is refused with the reason', async () => {
  await assert.rejects(
    untilAnswering({
      child: spawn('/nonexistent/daemon'),
      title: 'a daemon',
      timers: systemClock,
      isAnswering: async () => false,
      output: async () => '',
    }),
    /a daemon did not start: .*ENOENT/,
  )
})

test('started process: one that says nothing for ten seconds is refused and ended', async () => {
  const child = start(staysUp)
  const waits: number[] = []
  const atOnce = {
    after(milliseconds: number, callback: () => void) {
      waits.push(milliseconds)
      const immediate = setImmediate(callback)
      return () => clearImmediate(immediate)
    },
  }
  await assert.rejects(
    untilAnswering({
      child,
      title: 'a daemon',
      timers: atOnce,
      isAnswering: async () => false,
      output: async () => '',
    }),
    /a daemon did not start: no answer/,
  )
  assert.equal(waits[0], 10_000)
  assert.equal(child.signalCode, 'SIGKILL')
})
