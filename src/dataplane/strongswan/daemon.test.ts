import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '../../runtime/clock.ts'
import { IkeDaemon } from './daemon.ts'
import { startCountingDaemon } from './testing/counting-daemon.ts'

test('a tunnel that is initiated twice at once is looked at the second time once the first has asked for its SAs', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-daemon-'))
  t.after(() => rm(folder, { recursive: true }))
  const requests: string[] = []
  await startCountingDaemon(t, folder, (request) => requests.push(request))
  const hooks = { onChange() {}, onLoss() {}, onUnownedSelector() {} }
  const daemon = new IkeDaemon(folder, 'userland', systemClock, hooks)
  t.after(() => daemon.close())
  await Promise.all([daemon.initiate(), daemon.initiate()])
  const once = ['list-conns', 'list-sas', 'initiate']
  assert.deepEqual(requests, [...once, ...once])
})
