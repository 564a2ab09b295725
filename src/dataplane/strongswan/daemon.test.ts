import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../../runtime/clock.ts'
import { IkeDaemon } from './daemon.ts'
import { startCountingDaemon } from './testing/counting-daemon.ts'
import type { ViciMessage } from './vici/message.ts'

async function startDaemon(t: TestContext, sas: readonly ViciMessage[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-daemon-'))
  t.after(() => rm(folder, { recursive: true }))
  const requests: string[] = []
  await startCountingDaemon(t, folder, (request) => requests.push(request), sas)
  const hooks = { onChange() {}, onLoss() {}, onUnownedSelector() {} }
  const daemon = new IkeDaemon(folder, 'userland', systemClock, hooks)
  t.after(() => daemon.close())
  return { daemon, requests }
}

test('a tunnel that is initiated twice at once is looked at the second time once the first has asked for its SAs', async (t) => {
  const { daemon, requests } = await startDaemon(t)
  await Promise.all([daemon.initiate(), daemon.initiate()])
  const once = ['list-conns', 'list-sas', 'initiate']
  assert.deepEqual(requests, [...once, ...once])
})

test('an IKE SA that is there twice, of which no event has told, is closed after it was seen', async (t) => {
  const sa = (uniqueid: string) => ({
    ...{ uniqueid, version: '2', state: 'ESTABLISHED', established: uniqueid },
    ...{ 'local-host': '198.51.100.1', 'remote-host': '203.0.113.1' },
  })
  const { daemon, requests } = await startDaemon(t, [sa('1'), sa('2')])
  await daemon.observe()
  const deadline = systemClock.now() + 5000
  while (!requests.includes('terminate') && systemClock.now() < deadline) {
    await new Promise<void>((resolve) => systemClock.after(20, resolve))
  }
  assert.equal(requests.filter((request) => request === 'terminate').length, 1)
})
