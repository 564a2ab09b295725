import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSeededRandom } from '../../src/runtime/random.ts'
import { dialects } from '../../src/server/dialects.ts'
import { createExplaining } from '../../src/server/explaining.ts'
import { createPreflighting } from '../../src/server/preflighting.ts'
import { listEvents } from '../../src/wire/native/events.ts'
import { alibabaSide } from './alibaba-side.ts'
import { tencentCaller } from './caller.ts'
import { type Installation, openInstallation } from './installation.ts'
import { tencentSide } from './tencent-side.ts'

const region = 'ap-guangzhou'
const ipsec = { EncryptAlgorithm: 'AES-CBC-128', IntegrityAlgorith: 'SHA-256' }

/** A tunnel between the clouds, of whose ends the one at Tencent Cloud has another group for perfect forward secrecy. */
async function connectDiffering(installation: Installation) {
  const [here, there] = [alibabaSide(installation), tencentSide(installation, region)]
  await here.prepare('10.1.0.0/16', '10.1.1.0/24')
  await there.prepare('10.2.0.0/16', '10.2.1.0/24')
  const both = { preSharedKey: 'a-shared-key-1', ikeVersion: 2, encryption: 'aes128', startAction: 'start' } as const
  const peer = (await there.outerAddress()) ?? ''
  await here.connect({ ...both, peer, local: '10.1.0.0/16', remote: '10.2.0.0/16' })
  // It has an address once it is there.
  await there.connect({ ...both, peer: (await here.outerAddress()) ?? '', local: '10.2.0.0/16', remote: '10.1.0.0/16' })
  const { items } = await installation.store.read((reader) => reader.page('connection', { limit: 10 }))
  const [far, near] = items
  assert.ok(far && near)
  const call = tencentCaller(installation, region)
  await call('ModifyVpnConnectionAttribute', {
    VpnConnectionId: far.id,
    IPSECOptionsSpecification: { ...ipsec, PfsDhGroup: 'DH-GROUP2' },
  })
  await installation.until('both ends', async () => (await here.status()).up && (await there.status()).up)
  return { near: near.spec.tunnels[0]?.id ?? '', connection: near.id }
}

test('perfect forward secrecy that differs is found before it ends a tunnel, with what sets it right at each cloud, and kept among the events', async () => {
  await using installation = await openInstallation()
  const { store, core, clock, plane } = installation
  const { near, connection } = await connectDiffering(installation)
  const explaining = createExplaining({ store, observed: core.observed, dialects })
  assert.equal((await explaining.story(near))?.explanation, undefined)
  const { preflight } = createPreflighting({ store, explaining, plane, clock, random: createSeededRandom(7) })
  const asking = preflight(near, { authenticate: false, rekey: false })
  let isOver = false
  void asking.finally(() => {
    isOver = true
  })
  await installation.until('the preflight', async () => isOver)
  const tried = await asking
  assert.ok(tried !== undefined && !('refused' in tried))
  assert.deepEqual(
    tried.steps.map(({ part, outcome }) => `${part} ${outcome}`),
    ['ike ok', 'authentication ok', 'child ok', 'rekeying failed'],
  )
  assert.deepEqual([tried.found, tried.running, tried.other?.dialect], [true, 'kept', 'tencent'])
  const failed = tried.steps.at(-1)
  const explanation = failed?.outcome === 'failed' ? failed.explanation : undefined
  assert.equal(explanation?.cause, 'perfect-forward-secrecy')
  const differs = { setting: 'child.keyExchange', ours: 'modp2048', theirs: 'modp1024', from: 'configured' }
  assert.deepEqual(explanation?.differs, [differs])
  assert.equal(explanation?.carries, true)
  assert.deepEqual(
    explanation?.likely.map(({ end, action }) => [end, action]),
    [['other', 'ModifyVpnConnectionAttribute']],
  )
  assert.deepEqual(
    explanation?.fixes.map(({ end, action, parameter, value }) => [end, action, parameter, value]),
    [
      ['other', 'ModifyVpnConnectionAttribute', 'IPSECOptionsSpecification.PfsDhGroup', 'DH-GROUP14'],
      ['this', 'ModifyVpnAttachmentAttribute', 'IpsecConfig.IpsecPfs', 'group2'],
    ],
  )
  const { events } = await listEvents(store, { about: near, limit: 1 })
  assert.deepEqual(
    events.map(({ kind, resources, preflight: kept }) => [kind, resources, kept]),
    [
      [
        'preflight',
        [{ kind: 'connection', id: connection }],
        { tunnel: near, found: ['perfect-forward-secrecy'], running: 'kept' },
      ],
    ],
  )
})
