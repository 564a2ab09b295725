import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { building, makeSites, type Site } from '../../src/dataplane/contract/lab.ts'
import { makeTestPlane, type TestPlane, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import type { TunnelSpec } from '../../src/dataplane/port.ts'
import { spellChildProposal, spellIkeProposal } from '../../src/dataplane/proposal.ts'
import {
  type ChildProposal,
  encryptionAlgorithms,
  type IkeProposal,
  integrityAlgorithms,
  isAead,
  keyExchangeGroups,
} from '../../src/domain/ike.ts'

/**
 * Every algorithm that a connection can ask for, between two daemons and with a packet. `./culvert test --all-algorithms` runs
 * all of them and writes the table; each other run takes a sample.
 */
const reason = await whyNoPlane()
const all = process.env.CULVERT_ALL_ALGORITHMS === '1'
const page = join(import.meta.dirname, '../../docs/algorithms.md')
/** One in so many is the sample. */
const sampled = 24

interface Suite {
  readonly version: 1 | 2
  readonly ike: IkeProposal
  readonly child: ChildProposal
}

const nth = <T>(list: readonly T[], index: number): T => {
  const item = list[index % list.length]
  if (item === undefined) throw new RangeError('an empty list')
  return item
}

/** Every cipher with every hash; with a cipher that authenticates by itself, the hash is the pseudo-random function alone. */
const protections = encryptionAlgorithms.flatMap((encryption) =>
  integrityAlgorithms.map((integrity) => ({ encryption, integrity })),
)
const ofIke = (version: 1 | 2) =>
  // A cipher without encryption is ESP's alone (RFC 2410), and IKEv1 has no name for AEAD (RFC 5282 section 1).
  protections.filter(({ encryption }) => encryption !== 'null' && (version === 2 || !isAead(encryption)))
const ofChildren = protections.filter(
  ({ encryption, integrity }) => !isAead(encryption) || integrity === integrityAlgorithms[0],
)

/** Each pair at least once a version, with the groups in turn: all of them for both kinds of SA, and none for Child SAs. */
const suites: readonly Suite[] = ([1, 2] as const).flatMap((version) => {
  const count = Math.max(ofIke(version).length, ofChildren.length)
  return Array.from({ length: count }, (_, index): Suite => {
    const group = keyExchangeGroups[index % (keyExchangeGroups.length + 1)]
    return {
      version,
      ike: { ...nth(ofIke(version), index), keyExchange: nth(keyExchangeGroups, index) },
      child: { ...nth(ofChildren, index), ...(group === undefined ? {} : { keyExchange: group }) },
    }
  })
})

const row = ({ version, ike, child }: Suite): string =>
  `| IKEv${version} | \`${spellIkeProposal(ike)}\` | \`${spellChildProposal(child)}\` |`

const table = [
  '# Algorithms',
  '',
  'Each pair of proposals came up between two strongSwan daemons in namespaces of their own and carried a packet. Written by',
  '`./culvert test --all-algorithms`, in the words of swanctl.conf(5).',
  '',
  '| | IKE SA | Child SA |',
  '| --- | --- | --- |',
  ...suites.map(row),
  '',
].join('\n')

const changed = ({ version, ike, child }: Suite): Partial<TunnelSpec> => ({
  version,
  proposal: ike,
  child: { proposal: child, lifetimeSeconds: 3600 },
})

async function isUp({ plane }: TestPlane, { gateway, tunnel }: Site): Promise<boolean> {
  const seen = (await plane.observeGateway(gateway))?.tunnels.find(({ id }) => id === tunnel.id)
  return seen?.ikeSa?.state === 'established' && seen.childSas.length === 1
}

async function tryOut(subject: TestPlane, suite: Suite): Promise<void> {
  const { plane, settle } = subject
  const { left, right } = makeSites(changed(suite))
  for (const { gateway, tunnel } of [right, left]) await plane.perform({ do: 'configure-tunnel', gateway, tunnel })
  const target = { host: left.host.id, address: right.host.address }
  const reaches = async () =>
    (await plane.ping(target.host, target.address, { count: 1, timeoutMs: 300 })).received === 1
  assert.equal(await reaches(), false, 'a packet passes without SAs')
  await plane.perform({ do: 'initiate', gateway: left.gateway, tunnel: left.tunnel.id })
  await settle(async () => (await isUp(subject, left)) && (await isUp(subject, right)))
  assert.equal(await reaches(), true, 'no packet passes')
}

test('all ciphers, hashes and groups of the domain are in the table', () => {
  const words = suites.flatMap(({ ike, child }) => [ike, child].flatMap((each) => Object.values(each)))
  for (const word of [...encryptionAlgorithms, ...integrityAlgorithms, ...keyExchangeGroups])
    assert.ok(words.includes(word))
})

test('the table of algorithms is the page of the documentation', async () => {
  if (!all) assert.equal(await readFile(page, 'utf8'), table, 'run ./culvert test --all-algorithms')
})

test(`tunnels of ${all ? 'all' : 'a sample of all'} algorithms come up and carry packets`, async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await makeTestPlane({ probes: false })
  t.after(subject.dispose)
  const { left, right } = makeSites()
  for (const site of [left, right]) for (const step of building(site)) await subject.plane.perform(step)
  const tried = all ? suites : suites.filter((_, index) => index % sampled === 0)
  for (const suite of tried) {
    await tryOut(subject, suite).catch((cause: unknown) => assert.fail(`${row(suite)}: ${String(cause)}`))
  }
  if (all) await writeFile(page, table)
})
