import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DemoFailed } from './failure.ts'
import { reasonInLog, runCulvert, startServer } from './server-process.ts'

/** Something else in the place of `culvert`. */
const pretending = (script: string) => ({ program: process.execPath, args: ['-e', script, '--'] })
const options = { dataFolder: '/nonexistent', dataPlane: 'simulated' } as const
const nobody = () => assert.fail('it did not die')

const answering = `
  console.log('API listening on http://127.0.0.1:1')
  console.log('admin listening on http://127.0.0.1:2')`

test('a log line is reduced to its reason', () => {
  assert.equal(reasonInLog('{"level":40,"msg":"again","err":{"message":"no such device"}}'), 'again: no such device')
  assert.equal(reasonInLog('culvert: the disk is full'), 'culvert: the disk is full')
  assert.equal(reasonInLog('{}'), undefined)
  assert.equal(reasonInLog(''), undefined)
})

test('a server is started once it has printed its addresses, and is stopped by a signal', async () => {
  const server = await startServer(pretending(`${answering}; setInterval(() => {}, 1000)`), options, nobody)
  assert.deepEqual([server.api.port, server.admin.port], ['1', '2'])
  await server.stop()
  assert.throws(() => process.kill(server.pid, 0), { code: 'ESRCH' })
})

test('a server that ends before it listens is an error with its reason', async () => {
  const script = `console.error('culvert: the port is in use'); process.exitCode = 1`
  const starting = startServer(pretending(script), options, () => {})
  await assert.rejects(starting, /the server ended: culvert: the port is in use/)
})

test('a server that dies later is reported', async () => {
  const { promise, resolve } = Promise.withResolvers<DemoFailed>()
  await startServer(pretending(`${answering}; setTimeout(() => process.exit(7), 50)`), options, resolve)
  assert.match((await promise).message, /the server ended: with exit code 7/)
})

test('a command that fails is an error with its stderr', async () => {
  const script = `console.error('a log line\\nculvert: there is no data\\na stack'); process.exitCode = 1`
  await assert.rejects(runCulvert(pretending(script), ['purge']), /culvert purge: culvert: there is no data/)
  assert.equal(await runCulvert(pretending(`console.log('fine')`), ['purge']), 'fine\n')
})
