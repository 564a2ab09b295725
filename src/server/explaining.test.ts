import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Ipv4Address } from '../domain/address.ts'
import type { ObservedTunnel } from '../domain/observation.ts'
import { noExtras, type Resource } from '../domain/resource.ts'
import { noSettings } from '../domain/setting.ts'
import { createObservedWorld } from '../observed/world.ts'
import {
  address,
  connection,
  customerGateway,
  gateway,
  here,
  network,
  others,
  pool,
} from '../store/contract/samples.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { scratchFolder } from '../store/sqlite/testing/scratch.ts'
import { dialects } from './dialects.ts'
import { createExplaining } from './explaining.ts'

const standingFor = (id: string, at: Ipv4Address, options?: Parameters<typeof customerGateway>[1]) => {
  const made = customerGateway(id, options)
  return { ...made, spec: { ...made.spec, address: at } }
}

/** Two gateways of two accounts, each with a connection to the other. */
const pair = (): readonly Resource[] => [
  network('network-1'),
  network('network-2', { scope: others }),
  gateway('near', [address(1)]),
  gateway('far', [address(2)], { scope: others, network: 'network-2' }),
  standingFor('to-far', address(2)),
  standingFor('to-near', address(1), { scope: others }),
  connection('here', { gateway: 'near', peers: ['to-far'] }),
  connection('there', { gateway: 'far', peers: ['to-near'] }, { scope: others }),
]

async function openWith(t: TestContext, resources: readonly Resource[]) {
  const scratch = scratchFolder()
  const store = await openSqliteStore({ folder: scratch.folder, synchronous: 'off' })
  t.after(async () => {
    await store.close()
    scratch.remove()
  })
  await store.write(async (transaction) => {
    const account = { id: here.account, dialect: 'alibaba', outerPool: pool, extras: noExtras, settings: noSettings }
    await transaction.putAccount(account)
    for (const each of resources) await transaction.put(each)
  })
  const observed = createObservedWorld()
  const see = (tunnel: ObservedTunnel, at: number) =>
    observed.record('near', { id: 'near', links: [], policies: [], routes: [], tunnels: [tunnel] }, at)
  return { see, story: createExplaining({ store, observed, dialects }).story }
}

test('the other end is found among more customer gateways of its address than are read at once', async (t) => {
  const many = Array.from({ length: 60 }, (_, index) => standingFor(`more-${index}`, address(1), { scope: others }))
  const { story } = await openWith(t, [...pair(), ...many])
  assert.equal((await story('here-1'))?.other?.connection, 'there')
})

const up: ObservedTunnel = {
  ...{ id: 'here-1', alive: true, packetsOut: 0 },
  ikeSa: { state: 'established', initiator: true, proposal: '' },
  childSas: [{ selectors: { local: [], remote: [] }, spiIn: '1', spiOut: '2', bytesIn: 0, bytesOut: 0, proposal: '' }],
}

test('a peer that is suspended is told as the reason why it does not answer', async (t) => {
  const suspended = pair().map((each) =>
    each.kind === 'gateway' && each.id === 'far'
      ? { ...each, spec: { ...each.spec, suspended: 'overdue' as const } }
      : each,
  )
  const { see, story } = await openWith(t, suspended)
  const failure = { reason: 'peer-silent', refusedBy: 'remote', phase: 'ike', detail: '', at: 5 } as const
  see({ id: 'here-1', alive: true, packetsOut: 0, childSas: [], failure }, 5)
  const told = await story('here-1')
  assert.equal(told?.other?.connection, 'there')
  assert.match(told?.explanation?.sentence ?? '', /^The peer does not answer: at the peer.*It is suspended/)
})

test('a path that is cut is told since the probes past the tunnel fail, as the SAs stay', async (t) => {
  const connected = pair().map((each) =>
    each.id === 'here' ? connection('here', { gateway: 'near', peers: ['to-far', 'to-far'] }) : each,
  )
  const { see, story } = await openWith(t, connected)
  see(up, 5)
  see({ ...up, health: { digest: '', verdict: { passes: false, since: 9 }, sent: 9, answered: 5, history: [] } }, 10)
  const { explanation } = (await story('here-1')) ?? {}
  assert.deepEqual([explanation?.cause, explanation?.since], ['outer-path', 9])
})

test('what sets a tunnel right is told by the operation, parameter and word of its cloud, and of a foreign device as it is', async (t) => {
  const { see, story } = await openWith(t, [
    ...pair().slice(0, 5),
    connection('here', { gateway: 'near', peers: ['to-far'] }),
  ])
  const received = { proposals: ['aes192-sha1-modp2048'] }
  const failure = {
    reason: 'no-proposal-chosen',
    refusedBy: 'local',
    phase: 'ike',
    detail: '',
    at: 5,
    received,
  } as const
  see({ id: 'here-1', alive: true, packetsOut: 0, childSas: [], failure }, 5)
  const told = (await story('here-1'))?.explanation?.fixes.filter(({ setting }) => setting === 'ike.keyExchange')
  const action = 'ModifyVpnConnectionAttribute'
  assert.deepEqual(told, [
    { end: 'this', setting: 'ike.keyExchange', value: 'group14', action, parameter: 'IkeConfig.IkePfs' },
    { end: 'other', setting: 'ike.keyExchange', value: 'modp1024' },
  ])
})
