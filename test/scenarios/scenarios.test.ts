import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Settings } from '../../src/domain/setting.ts'
import { alibabaGatewaySide } from './alibaba-gateway-side.ts'
import { alibabaSide } from './alibaba-side.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { ConnectionInput, DialectName, Side } from './side.ts'
import { tencentSide } from './tencent-side.ts'

/** Each scenario is written once, and run with each kind of connection as its subject; the peer is always of the second region. */
const subjects: Readonly<Record<string, (installation: Installation) => Side>> = {
  'alibaba, on a transit router': alibabaSide,
  'alibaba, on a VPN gateway': alibabaGatewaySide,
  tencent: (installation) => tencentSide(installation),
}

type Scenario = (installation: Installation, subject: Side, peer: Side) => Promise<void>

function scenario(name: string, run: Scenario, isSubject: (subject: string) => boolean = () => true): void {
  for (const [subject, make] of Object.entries(subjects)) {
    if (!isSubject(subject)) continue
    test(`${subject}: ${name}`, async () => {
      await using installation = await openInstallation()
      await run(installation, make(installation), tencentSide(installation, 'ap-shanghai'))
      const mistakes = installation.answered.filter(({ cause }) => cause !== undefined)
      assert.deepEqual(mistakes, [], 'no request failed inside')
    })
  }
}

const here = { prefix: '10.1.0.0/16', subnet: '10.1.1.0/24', host: '10.1.1.10' }
const there = { prefix: '10.2.0.0/16', subnet: '10.2.1.0/24', host: '10.2.1.10' }

const usual: Omit<ConnectionInput, 'peer' | 'local' | 'remote'> = {
  preSharedKey: 'a-shared-key',
  ikeVersion: 2,
  encryption: 'aes128',
  startAction: 'start',
}

interface ConnectionChanges {
  readonly subject?: Partial<ConnectionInput>
  readonly peer?: Partial<ConnectionInput>
}

/** Both sides with a host each, connected to each other. */
async function join(installation: Installation, subject: Side, peer: Side, changes: ConnectionChanges = {}) {
  await subject.prepare(here.prefix, here.subnet)
  await peer.prepare(there.prefix, there.subnet)
  const host = await installation.addHost(subject.subnet, here.host)
  const other = await installation.addHost(peer.subnet, there.host)
  assert.equal(await installation.ping(host, there.host), 0, 'no way before there is a tunnel')
  const peerAddress = await peer.outerAddress()
  assert.ok(peerAddress !== undefined)
  const local = { local: here.prefix, remote: there.prefix }
  await subject.connect({ ...usual, ...local, peer: peerAddress, ...changes.subject })
  const subjectAddress = await subject.outerAddress()
  assert.ok(subjectAddress !== undefined)
  const mirrored = { local: there.prefix, remote: here.prefix }
  await peer.connect({ ...usual, ...mirrored, peer: subjectAddress, ...changes.peer })
  return { host, other }
}

const bothUp = (installation: Installation, subject: Side, peer: Side) =>
  installation.until('both sides to be up', async () => (await subject.status()).up && (await peer.status()).up)

/** Why each tunnel of the data plane is down. */
async function failureReasons({ plane }: Installation): Promise<readonly (string | undefined)[]> {
  const { gateways } = await plane.inventory()
  const observed = await Promise.all(gateways.map((id) => plane.observeGateway(id)))
  return observed.flatMap((gateway) => gateway?.tunnels.map(({ failure }) => failure?.reason) ?? [])
}

const downFor = async (installation: Installation, milliseconds: number, ...sides: readonly Side[]) => {
  const step = 1000
  for (let passed = 0; passed < milliseconds; passed += step) {
    for (const side of sides) assert.equal((await side.status()).up, false, `${side.dialect} says it is up`)
    await installation.pass(step)
  }
}

for (const ikeVersion of [1, 2] as const) {
  scenario(
    `a tunnel with IKEv${ikeVersion} at both ends comes up and forwards packets both ways`,
    async (installation, subject, peer) => {
      const input = { ikeVersion }
      const { host, other } = await join(installation, subject, peer, { subject: input, peer: input })
      await bothUp(installation, subject, peer)
      assert.equal(await installation.ping(host, there.host), 3)
      assert.equal(await installation.ping(other, here.host), 3)
    },
  )
}

const upWords: Readonly<Record<DialectName, string>> = { alibaba: 'ipsec_sa_established', tencent: 'AVAILABLE' }
const downWords: Readonly<Record<DialectName, string>> = { alibaba: 'ike_sa_not_established', tencent: 'UNAVAILABLE' }

scenario(
  'a pre-shared key that is changed at one end takes the tunnel down, and at the other end up again',
  async (installation, subject, peer) => {
    const { host } = await join(installation, subject, peer)
    await bothUp(installation, subject, peer)
    assert.equal((await subject.status()).words, upWords[subject.dialect])
    await subject.changePreSharedKey('another-key')
    await installation.until('the tunnel to go down', async () => !(await subject.status()).up)
    assert.equal((await subject.status()).words, downWords[subject.dialect])
    await installation.until('the peer to see it', async () => !(await peer.status()).up)
    assert.equal(await installation.ping(host, there.host), 0)
    await peer.changePreSharedKey('another-key')
    await bothUp(installation, subject, peer)
    assert.equal(await installation.ping(host, there.host), 3)
  },
)

scenario(
  'a tunnel whose ends have different IKE proposals stays down with NO_PROPOSAL_CHOSEN',
  async (installation, subject, peer) => {
    const { host } = await join(installation, subject, peer, { subject: { encryption: 'aes256' } })
    await downFor(installation, 30_000, subject, peer)
    assert.deepEqual(new Set(await failureReasons(installation)), new Set(['no-proposal-chosen']))
    assert.equal(await installation.ping(host, there.host), 0)
  },
)

scenario('a connection with start action trap comes up on the first packet', async (installation, subject, peer) => {
  const waiting = { startAction: 'trap' } as const
  const { host } = await join(installation, subject, peer, { subject: waiting, peer: waiting })
  await downFor(installation, 10_000, subject, peer)
  await installation.ping(host, there.host)
  await bothUp(installation, subject, peer)
  assert.equal(await installation.ping(host, there.host), 3)
})

const inUse: Readonly<Record<DialectName, string>> = {
  alibaba: 'DependencyViolation.VpnConnection',
  tencent: 'ResourceInUse',
}

scenario('a customer gateway that a connection uses cannot be deleted', async (installation, subject, peer) => {
  await join(installation, subject, peer)
  assert.equal(await subject.refusalOfDeletingPeer(), inUse[subject.dialect])
})

scenario(
  'a connection that is deleted takes the peer’s tunnel down, and of what is deleted orders alone are left',
  async (installation, subject, peer) => {
    const { host, other } = await join(installation, subject, peer)
    await bothUp(installation, subject, peer)
    await subject.disconnect()
    await installation.until('the peer to see it', async () => !(await peer.status()).up)
    assert.equal(await installation.ping(host, there.host), 0)
    await peer.disconnect()
    for (const id of [host, other]) await installation.removeHost(id)
    await installation.until('the hosts to go', async () => (await installation.plane.inventory()).hosts.length === 0)
    await subject.tearDown()
    await peer.tearDown()
    await installation.until('everything to go', async () => {
      const stored = await installation.store.read((reader) => reader.everything())
      const left = stored.filter(({ kind }) => kind !== 'order')
      const { networks, gateways } = await installation.plane.inventory()
      return left.length === 0 && networks.length === 0 && gateways.length === 0
    })
  },
)

const fromOneToken: Readonly<Record<DialectName, number | 'NOT_SUPPORTED'>> = { alibaba: 1, tencent: 'NOT_SUPPORTED' }

scenario('a client token sent twice has one effect', async (_installation, subject) => {
  assert.equal(await subject.customerGatewaysFromOneToken(), fromOneToken[subject.dialect])
})

/** What an operator sets of the account whose connections are the subject. */
const set = ({ store, credentials }: Installation, settings: Settings): Promise<void> =>
  store.write(async (transaction) => {
    const account = await transaction.account(credentials.alibaba.accountId)
    assert.ok(account)
    await transaction.putAccount({ ...account, settings })
  })

scenario(
  'a debt of 15 days takes the tunnel down and keeps its outer address, and a top-up brings it up again',
  async (installation, subject, peer) => {
    const { host } = await join(installation, subject, peer)
    await bothUp(installation, subject, peer)
    const address = await subject.outerAddress()
    await set(installation, { 'billing.funds': -1 })
    await installation.pass(10_000)
    assert.equal((await subject.status()).up, true)
    await set(installation, { 'billing.funds': -1, 'billing.days-ahead': 15 })
    await installation.until('the tunnel to go down', async () => !(await subject.status()).up)
    assert.equal((await subject.status()).words, downWords[subject.dialect])
    await installation.until('the peer to see it', async () => !(await peer.status()).up)
    assert.equal(await installation.ping(host, there.host), 0)
    assert.equal(await subject.outerAddress(), address)
    await set(installation, {})
    await bothUp(installation, subject, peer)
    assert.equal(await installation.ping(host, there.host), 3)
  },
  (subject) => subject.startsWith('alibaba'),
)
