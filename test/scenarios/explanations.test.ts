import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataPlaneActor } from '../../src/domain/tunnel-change.ts'
import { createSeededRandom } from '../../src/runtime/random.ts'
import { dialects } from '../../src/server/dialects.ts'
import { createExplaining } from '../../src/server/explaining.ts'
import { keepTunnelEvents } from '../../src/server/tunnel-events.ts'
import { alibabaSide } from './alibaba-side.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { ConnectionInput, Side } from './side.ts'
import { tencentSide } from './tencent-side.ts'

const input = (local: string, remote: string, peer: string): ConnectionInput => ({
  peer,
  local,
  remote,
  preSharedKey: 'a-shared-key-1',
  ikeVersion: 2,
  encryption: 'aes128',
  startAction: 'start',
})

async function connect(here: Side, there: Side, installation: Installation): Promise<void> {
  await here.prepare('10.1.0.0/16', '10.1.1.0/24')
  await there.prepare('10.2.0.0/16', '10.2.1.0/24')
  await here.connect(input('10.1.0.0/16', '10.2.0.0/16', (await there.outerAddress()) ?? ''))
  // It has an address once it is there.
  await there.connect(input('10.2.0.0/16', '10.1.0.0/16', (await here.outerAddress()) ?? ''))
  await installation.until('both ends', async () => (await here.status()).up && (await there.status()).up)
}

/** The tunnels' ids, the older connection's first. */
async function tunnelsOf({ store }: Installation): Promise<readonly string[]> {
  const { items } = await store.read((reader) => reader.page('connection', { limit: 10 }))
  return items.toReversed().flatMap(({ spec }) => spec.tunnels.map(({ id }) => id))
}

test('a changed key is told as the cause at both ends, with the request that changed it and what sets it at each cloud', async () => {
  await using installation = await openInstallation()
  const { store, core, clock } = installation
  const failures: unknown[] = []
  const events = keepTunnelEvents({
    ...{ store, clock },
    observed: core.observed,
    random: createSeededRandom(7),
    onFailure: (cause) => failures.push(cause),
  })
  const [here, there] = [alibabaSide(installation), tencentSide(installation)]
  await connect(here, there, installation)
  const [near = '', far = ''] = await tunnelsOf(installation)
  const { story } = createExplaining({ store, observed: core.observed, dialects })
  const fine = await story(near)
  assert.equal(fine?.explanation, undefined)
  assert.deepEqual([fine?.end.dialect, fine?.other?.dialect], ['alibaba', 'tencent'])

  const changedAt = clock.now()
  await there.changePreSharedKey('another-key-2')
  await installation.until('both ends down', async () => !(await here.status()).up && !(await there.status()).up)
  await installation.until('a cause', async () => (await story(near))?.explanation?.cause === 'pre-shared-key')
  const told = (await story(near))?.explanation
  assert.deepEqual(told?.differs, [{ setting: 'ike.preSharedKey', secret: true }])
  assert.deepEqual(
    told?.likely.map(({ end, action, changes }) => [end, action, changes.map(({ path }) => path)]),
    [['other', 'ModifyVpnConnectionAttribute', ['tunnels.1.ike.preSharedKey']]],
  )
  assert.ok((told?.since ?? 0) >= changedAt)
  assert.deepEqual(
    told?.fixes.map(({ end, action, parameter }) => [end, action, parameter]),
    [
      ['other', 'ModifyVpnConnectionAttribute', 'PreShareKey'],
      ['this', 'ModifyVpnAttachmentAttribute', 'IkeConfig.Psk'],
    ],
  )
  assert.ok(!JSON.stringify(told).includes('another-key-2'))
  const peer = await story(far)
  assert.deepEqual([peer?.explanation?.cause, peer?.explanation?.likely[0]?.end], ['pre-shared-key', 'this'])

  // What became of it is kept, and outlives what was seen.
  await installation.pass(1000)
  await events.stop()
  await installation.restart()
  const kept = await store.read((reader) => reader.eventPage({ about: near, limit: 100 }))
  assert.deepEqual(failures, [])
  assert.ok(kept.every(({ actor }) => actor === dataPlaneActor))
  const states = kept.map(({ tunnel }) => tunnel?.to)
  assert.ok(states.includes('child-up') && states.includes('ike-down'), states.join())
  const after = createExplaining({ store, observed: installation.core.observed, dialects })
  await installation.until('a look', async () => (await after.story(near))?.explanation?.cause === 'pre-shared-key')
  assert.equal((await after.story(near))?.explanation?.since, told?.since)
})
