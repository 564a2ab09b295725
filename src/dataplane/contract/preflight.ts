import assert from 'node:assert/strict'
import { everything } from '../../domain/address.ts'
import type { IkeIdentity } from '../../domain/identity.ts'
import type { Preflight, PreflightStep } from '../../domain/preflight.ts'
import { explain } from '../../observed/explain.ts'
import type { PreflightOptions, TunnelSpec } from '../port.ts'
import { PreflightImpossible } from '../preflight.ts'
import {
  building,
  type Check,
  type ContractFeature,
  establish,
  key,
  type Lab,
  makeSites,
  prefix,
  type Site,
  withTunnel,
} from './lab.ts'

const beside = { standsBeside: true, rekey: false }
const alone = { standsBeside: false, rekey: false }
const rekeying = { standsBeside: false, rekey: true }

const child = (encryption: 'aes128' | 'aes256', keyExchange?: 'modp1024' | 'modp2048') => ({
  proposal: { encryption, integrity: 'sha256', ...(keyExchange === undefined ? {} : { keyExchange }) } as const,
  lifetimeSeconds: 3600,
})

const preflight = (lab: Lab, { gateway, tunnel }: Site, options: PreflightOptions = beside): Promise<Preflight> =>
  lab.wait(lab.plane.preflight(gateway, tunnel, options))

/** "ike ok aes128-sha256-modp2048", "rekeying failed: perfect-forward-secrecy", "child not tried: ikev1-running". */
function spell(step: PreflightStep, own: Site, other: Site | undefined): string {
  if (step.outcome === 'not-tried') return `${step.part} not tried: ${step.why}`
  if (step.outcome === 'ok') return [step.part, 'ok', ...(step.proposal === undefined ? [] : [step.proposal])].join(' ')
  const observed = { id: own.tunnel.id, alive: true, childSas: [], packetsOut: 0, failure: step.failure }
  const explained = explain({ settings: own.tunnel, observed }, other && { settings: other.tunnel })
  return `${step.part} failed: ${explained?.cause}`
}

/** As it is told with the other end known, and with a foreign device there. */
const told = ({ steps }: Preflight, own: Site, other?: Site): readonly string[] =>
  steps.map((step) => spell(step, own, other))

/** The SAs of both ends, by what tells them from any others. */
async function standing(lab: Lab, ...sites: readonly Site[]): Promise<readonly string[]> {
  const tunnels = await Promise.all(sites.map((site) => lab.tunnel(site)))
  return tunnels.map(({ ikeSa, childSas }) =>
    [ikeSa?.establishedAt, ...childSas.map(({ spiIn, spiOut }) => `${spiIn} ${spiOut}`)].join(', '),
  )
}

/** Requests both ways, all of which are answered while `body` runs. */
async function withoutLoss<T>(lab: Lab, [left, right]: readonly [Site, Site], body: () => Promise<T>): Promise<T> {
  const stream = { count: 100, timeoutMs: 1000, intervalMs: 5 }
  const pings = [
    lab.plane.ping(left.host.id, right.host.address, stream),
    lab.plane.ping(right.host.id, left.host.address, stream),
  ]
  const outcome = await body()
  for (const { sent, received } of await lab.wait(Promise.all(pings))) assert.equal(received, sent)
  return outcome
}

const allOk = (ike: string, first: string, again: string) => [
  `ike ok ${ike}`,
  'authentication ok',
  `child ok ${first}`,
  `rekeying ok ${again}`,
]

const proposal = 'aes128-sha256-modp2048'

/** What a tunnel would come to is found out beside the SAs that carry, which stay. */
export function registerPreflightContract(check: Check): void {
  const all = [{ local: [everything], remote: [everything] }]
  for (const [what, change] of [
    ['a tunnel that is up', {}],
    ['a tunnel of all packets that is up', { selectors: all }],
  ] as const)
    check(`a preflight of ${what} tries all of it, ends what it made and loses no packet`, async (lab) => {
      const { left, right } = makeSites(change)
      await establish(lab, left, right)
      const before = await standing(lab, left, right)
      const tried = await withoutLoss(lab, [left, right], () => preflight(lab, left))
      assert.deepEqual(told(tried, left, right), allOk(proposal, 'aes128-sha256', proposal))
      assert.equal(tried.running, 'kept')
      await lab.settle(async () => (await standing(lab, left, right)).join() === before.join())
      assert.equal((await lab.tunnel(left)).failure, undefined)
    })

  check(
    'perfect forward secrecy that differs is found by a preflight while the tunnel is up, which stays',
    async (lab) => {
      const { left: same, right } = makeSites()
      const left = withTunnel(same, { child: child('aes128', 'modp1024') })
      await establish(lab, left, right)
      const before = await standing(lab, left, right)
      const parts = [`ike ok ${proposal}`, 'authentication ok', 'child ok aes128-sha256']
      const found = [...parts, 'rekeying failed: perfect-forward-secrecy']
      const tried = await withoutLoss(lab, [left, right], () => preflight(lab, left))
      assert.deepEqual(told(tried, left, right), found)
      assert.deepEqual(told(tried, left), found)
      assert.equal(tried.running, 'kept')
      await lab.settle(async () => (await standing(lab, left, right)).join() === before.join())
      // The end that has refused it has what differs from the other's message.
      assert.deepEqual((await lab.failure(right)).received?.proposals, ['aes128-sha256-modp1024'])
    },
  )

  check(
    'a peer that may keep one IKE SA alone is told no identity while the tunnel is up, and rekeying is tried where asked for',
    async (lab) => {
      const { left, right } = makeSites()
      await establish(lab, left, right)
      const before = await standing(lab, left, right)
      const careful = ['authentication', 'child', 'rekeying'].map((part) => `${part} not tried: may-end-running`)
      const tried = await preflight(lab, left, alone)
      assert.deepEqual(told(tried, left), [`ike ok ${proposal}`, ...careful])
      assert.deepEqual([tried.running, await standing(lab, left, right)], ['kept', before])
      const again = await withoutLoss(lab, [left, right], () => preflight(lab, left, rekeying))
      assert.deepEqual(told(again, left), [`ike ok ${proposal}`, ...careful.slice(0, 2), `rekeying ok ${proposal}`])
      assert.equal(again.running, 'rekeyed')
    },
  )

  registerDownContract(check)
  registerIkev1Contract(check)

  check('several selectors are tried one by one, and those that the peer refuses are told of', async (lab) => {
    const { left: same, right } = makeSites()
    const refused = { local: [prefix('10.1.0.0/16')], remote: [prefix('10.99.0.0/16')] }
    const left = withTunnel(same, { selectors: [...same.tunnel.selectors, refused] })
    await establish(lab, left, right)
    const before = await standing(lab, left, right)
    const tried = await preflight(lab, left)
    const outcomes = tried.steps.filter(({ part }) => part === 'child')
    assert.deepEqual(
      outcomes.map(({ selectors, outcome }) => [selectors?.remote, outcome]),
      [
        [['10.2.0.0/16'], 'ok'],
        [['10.99.0.0/16'], 'failed'],
      ],
    )
    await lab.settle(async () => (await standing(lab, left, right)).join() === before.join())
  })

  check(
    'a second preflight of a tunnel is refused while one is under way, and one of another configuration or without a daemon always',
    async (lab) => {
      const { left, right } = makeSites()
      await lab.perform(...building(left), ...building(right))
      const refusedAs = (code: PreflightImpossible['code']) => (error: unknown) =>
        error instanceof PreflightImpossible && error.code === code
      const first = lab.plane.preflight(left.gateway, left.tunnel, beside)
      await assert.rejects(preflight(lab, left), refusedAs('under-way'))
      assert.equal((await lab.wait(first)).running, 'none')
      const other = withTunnel(left, { preSharedKey: key('another') })
      await assert.rejects(preflight(lab, other), refusedAs('not-configured'))
      await lab.plane.crash(left.gateway, left.tunnel.id)
      await assert.rejects(preflight(lab, left), refusedAs('not-configured'))
    },
  )
}

const reached = [`ike ok ${proposal}`, 'authentication ok']
const unreached = (...parts: readonly string[]) => parts.map((part) => `${part} not tried: not-reached`)

const name = (text: string) => text as IkeIdentity

/** Of the left end, what differs, and what is told of it with the other end known; where a foreign device is there, its last. */
const cases: readonly {
  readonly what: string
  readonly change: Partial<TunnelSpec>
  readonly told: readonly string[]
  readonly foreign?: string
}[] = [
  { what: 'nothing', change: {}, told: allOk(proposal, 'aes128-sha256', proposal) },
  {
    what: 'the pre-shared key',
    change: { preSharedKey: key('another') },
    told: [`ike ok ${proposal}`, 'authentication failed: pre-shared-key', ...unreached('child', 'rekeying')],
    foreign: 'authentication failed: authentication',
  },
  {
    what: 'an identity',
    change: { localIdentity: name('moon.example') },
    told: [`ike ok ${proposal}`, 'authentication failed: identity', ...unreached('child', 'rekeying')],
    foreign: 'authentication failed: authentication',
  },
  {
    what: 'the IKE proposal',
    change: { proposal: { encryption: 'aes256', integrity: 'sha256', keyExchange: 'modp1024' } },
    told: ['ike failed: ike-proposal', ...unreached('authentication', 'child', 'rekeying')],
    foreign: 'ike failed: ike-proposal',
  },
  {
    what: 'the ESP proposal',
    change: { child: child('aes256', 'modp2048') },
    told: [...reached, 'child failed: child-proposal', ...unreached('rekeying')],
    foreign: 'child failed: child-proposal',
  },
  {
    what: 'perfect forward secrecy',
    change: { child: child('aes128') },
    told: [...reached, 'child ok aes128-sha256', 'rekeying failed: perfect-forward-secrecy'],
    foreign: 'rekeying failed: perfect-forward-secrecy',
  },
  {
    what: 'the selectors',
    change: { selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.99.0.0/16')] }] },
    told: [...reached, 'child failed: traffic-selectors', ...unreached('rekeying')],
    foreign: 'child failed: traffic-selectors',
  },
]

function registerDownContract(check: Check): void {
  check(
    'of a tunnel that is down a preflight tells the first part that fails, by its cause, and leaves no SA',
    async (lab) => {
      const { left, right } = makeSites()
      await lab.perform(...building(left), ...building(right))
      for (const { what, change, told: expected, foreign } of cases) {
        const own = withTunnel(left, change)
        await lab.perform({ do: 'configure-tunnel', gateway: own.gateway, tunnel: own.tunnel })
        const tried = await preflight(lab, own, alone)
        assert.deepEqual(told(tried, own, right), expected, what)
        if (foreign !== undefined) assert.ok(told(tried, own).includes(foreign), what)
        assert.equal(tried.running, 'none')
        await lab.down(left)
        await lab.down(right)
      }
    },
  )

  check(
    'a preflight towards an address that nobody has, and towards one whose owner does not answer, tells them apart',
    async (lab) => {
      const { left, right } = makeSites({ deadPeerDetection: { timeoutSeconds: 1, action: 'restart' } })
      await lab.perform(...building(left))
      const rest = unreached('authentication', 'child', 'rekeying')
      assert.deepEqual(told(await preflight(lab, left), left), ['ike failed: peer-unreachable', ...rest])
      await lab.perform(...building(right))
      await lab.plane.crash(right.gateway, right.tunnel.id)
      assert.deepEqual(told(await preflight(lab, left), left), ['ike failed: peer-silent', ...rest])
      await lab.down(left)
    },
  )
}

function registerIkev1Contract(check: Check): void {
  const modes: readonly (readonly [TunnelSpec['mode'], ContractFeature])[] = [
    ['main', 'ikev1'],
    ['aggressive', 'ikev1-aggressive'],
  ]
  for (const [mode, needs] of modes) {
    check(
      `IKEv1 ${mode} mode: a preflight tries all of a tunnel that is down, and of one that is up a rekeying alone, where asked for`,
      async (lab) => {
        const { left, right } = makeSites({ version: 1, mode })
        await lab.perform(...building(left), ...building(right))
        const tried = await preflight(lab, left)
        assert.deepEqual(told(tried, left, right), allOk(proposal, proposal, proposal))
        await lab.down(right)
        await lab.initiate(left)
        await lab.up(left, right)
        const before = await standing(lab, left, right)
        const untouched = await preflight(lab, left)
        const parts = ['ike', 'authentication', 'child', 'rekeying'].map((part) => `${part} not tried: ikev1-running`)
        assert.deepEqual(told(untouched, left, right), parts)
        assert.deepEqual([untouched.running, await standing(lab, left, right)], ['kept', before])
        // Its initiator sends by the new SA before the responder has it (RFC 2409 section 5.5): what is under way then is lost.
        const again = await preflight(lab, left, rekeying)
        assert.deepEqual(told(again, left, right), [...parts.slice(0, 3), `rekeying ok ${proposal}`])
        assert.equal(again.running, 'rekeyed')
        assert.equal(await lab.reaches(left.host.id, right.host.address), true)
        const other = withTunnel(left, { preSharedKey: key('another') })
        await lab.perform({ do: 'configure-tunnel', gateway: other.gateway, tunnel: other.tunnel })
        await lab.down(right)
        const refused = [
          `ike ok ${proposal}`,
          'authentication failed: pre-shared-key',
          ...unreached('child', 'rekeying'),
        ]
        assert.deepEqual(told(await preflight(lab, other), other, right), refused)
      },
      needs,
    )
  }
}
