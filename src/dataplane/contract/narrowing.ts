import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { TrafficSelectors } from '../../domain/ike.ts'
import {
  address,
  building,
  type Check,
  type ContractFeature,
  establish,
  type Lab,
  makeSites,
  prefix,
  type Site,
  withTunnel,
} from './lab.ts'

const selectors = (local: readonly string[], remote: readonly string[]): TrafficSelectors => ({
  local: local.map(prefix),
  remote: remote.map(prefix),
})

const wide = (local: string, remote: string) => selectors([`${local}.0.0/16`], [`${remote}.0.0/16`])

interface Case {
  readonly title: string
  /** Each as that end is configured with it; the left one initiates. */
  readonly left: TrafficSelectors
  readonly right: TrafficSelectors
  /** As the left end sees it. */
  readonly agreed: TrafficSelectors
}

const narrow = selectors(['10.1.1.0/24'], ['10.2.1.0/24'])

const cases: readonly Case[] = [
  {
    title: 'a responder with narrower selectors',
    left: wide('10.1', '10.2'),
    right: selectors(['10.2.1.0/24'], ['10.1.1.0/24']),
    agreed: narrow,
  },
  {
    title: 'an initiator with narrower selectors',
    left: narrow,
    right: wide('10.2', '10.1'),
    agreed: narrow,
  },
  {
    title: 'a responder with hosts for selectors',
    left: wide('10.1', '10.2'),
    right: selectors(['10.2.1.10/32'], ['10.1.1.10/32']),
    agreed: selectors(['10.1.1.10/32'], ['10.2.1.10/32']),
  },
  {
    title: 'an initiator with 0.0.0.0/0',
    left: selectors(['0.0.0.0/0'], ['0.0.0.0/0']),
    right: wide('10.2', '10.1'),
    agreed: wide('10.1', '10.2'),
  },
  {
    title: 'a responder with 0.0.0.0/0',
    left: narrow,
    right: selectors(['0.0.0.0/0'], ['0.0.0.0/0']),
    agreed: narrow,
  },
  {
    title: 'an end that is wider locally and narrower remotely',
    left: selectors(['10.1.0.0/16'], ['10.2.1.0/24']),
    right: selectors(['10.2.0.0/16'], ['10.1.1.0/24']),
    agreed: narrow,
  },
]

const versions: readonly { readonly version: 1 | 2; readonly needs?: ContractFeature }[] = [
  { version: 2 },
  { version: 1, needs: 'ikev1' },
]

/** Selectors that differ at the ends (RFC 7296 section 2.9): what both have is negotiated, installed and carried. */
export function registerNarrowingContract(check: Check): void {
  for (const { version, needs } of versions) {
    for (const { title, left, right, agreed } of cases) {
      check(
        `IKEv${version}: ${title}: the Child SA is narrowed to what both ends have, and carries`,
        async (lab) => {
          const sites = makeSites({ version })
          const one = withTunnel(sites.left, { selectors: [left] })
          const other = withTunnel(sites.right, { selectors: [right] })
          await establish(lab, one, other)
          await assertCarries(lab, one, other, agreed)
        },
        needs,
      )
    }

    check(
      `IKEv${version}: a narrowed Child SA is rekeyed with the same selectors, and carries`,
      async (lab) => {
        const { left, right } = makeSites({ version })
        const { child } = left.tunnel
        const one = withTunnel(left, { child: { ...child, lifetimeSeconds: 5 } })
        const other = withTunnel(right, { selectors: [selectors(['10.2.1.0/24'], ['10.1.1.0/24'])] })
        await establish(lab, one, other)
        const spi = async () => (await lab.tunnel(one)).childSas.map(({ spiOut }) => spiOut).join()
        const before = await spi()
        await lab.settle(async () => (await spi()) !== before)
        await lab.up(one, other)
        await assertCarries(lab, one, other, narrow)
      },
      needs,
    )
  }

  check('IKEv2: several prefixes of which some overlap make one Child SA of what both ends have', async (lab) => {
    const { left, right } = makeSites()
    const one = withTunnel(left, {
      selectors: [selectors(['192.168.7.0/24', '10.1.0.0/16', '172.16.0.0/16'], ['10.2.0.0/16', '10.3.0.0/16'])],
    })
    const other = withTunnel(right, {
      selectors: [selectors(['10.2.2.0/24', '10.2.1.0/24', '10.9.0.0/16'], ['10.1.1.0/24', '192.168.0.0/16'])],
    })
    await establish(lab, one, other)
    await assertCarries(lab, one, other, selectors(['10.1.1.0/24', '192.168.7.0/24'], ['10.2.1.0/24', '10.2.2.0/24']))
  })

  check('IKEv2: of several selectors of the responder, the Child SA is of those that fit best', async (lab) => {
    const { left, right } = makeSites()
    const one = withTunnel(left, { selectors: [wide('10.1', '10.2')] })
    const other = withTunnel(right, {
      selectors: [selectors(['10.2.2.0/24'], ['10.1.1.0/24']), selectors(['10.2.1.0/24'], ['10.1.0.0/16'])],
    })
    await establish(lab, one, other)
    await assertCarries(lab, one, other, selectors(['10.1.0.0/16'], ['10.2.1.0/24']))
  })

  for (const { version, needs } of versions) {
    check(
      `IKEv${version}: several selectors of the initiator inside those of the responder make one Child SA each`,
      async (lab) => {
        const { left, right } = makeSites({ version })
        const parts = [selectors(['10.1.1.0/24'], ['10.2.1.0/24']), selectors(['10.1.2.0/24'], ['10.2.2.0/24'])]
        const one = withTunnel(left, { selectors: parts })
        await lab.perform(...building(one), ...building(right))
        // The responder has one Child SA to begin, and has it: for the other it is for the initiator to come again.
        await lab.settle(async () => {
          await lab.plane.perform({ do: 'initiate', gateway: one.gateway, tunnel: one.tunnel.id })
          const ends = await Promise.all([lab.tunnel(one), lab.tunnel(right)])
          return ends.every(({ childSas }) => childSas.length === 2)
        })
        const { childSas, failure } = await lab.tunnel(one)
        const byPrefix = [...childSas].sort((a, b) =>
          String(a.selectors.local).localeCompare(String(b.selectors.local)),
        )
        assert.deepEqual(
          byPrefix.map((child) => child.selectors),
          parts,
        )
        assert.equal(failure, undefined)
        assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      },
      needs,
    )
  }

  for (const { version, needs } of versions) {
    check(
      `IKEv${version}: a tunnel that is initiated many times at once has one Child SA of each of its selectors`,
      async (lab) => {
        const { left, right } = makeSites({ version })
        const parts = [selectors(['10.1.1.0/24'], ['10.2.1.0/24']), selectors(['10.1.2.0/24'], ['10.2.2.0/24'])]
        const one = withTunnel(left, { selectors: parts })
        await lab.perform(...building(one), ...building(right))
        const initiate = () => lab.plane.perform({ do: 'initiate', gateway: one.gateway, tunnel: one.tunnel.id })
        await lab.settle(async () => {
          await Promise.all(Array.from({ length: 8 }, initiate))
          const [here, there] = await Promise.all([lab.tunnel(one), lab.tunnel(right)])
          const spis = here.childSas.map(({ spiIn }) => spiIn).sort()
          return spis.length === 2 && isDeepStrictEqual(there.childSas.map(({ spiOut }) => spiOut).sort(), spis)
        })
        const agreed = (await lab.tunnel(one)).childSas.map((child) => child.selectors)
        assert.deepEqual(
          agreed.sort((a, b) => String(a.local).localeCompare(String(b.local))),
          parts,
        )
      },
      needs,
    )
  }

  check('a configuration that is narrower than before is negotiated afresh, and the wider one again', async (lab) => {
    const { left, right } = makeSites()
    const narrower = withTunnel(right, { selectors: [selectors(['10.2.1.0/24'], ['10.1.1.0/24'])] })
    await establish(lab, left, narrower)
    await assertCarries(lab, left, narrower, narrow)
    await lab.perform({ do: 'configure-tunnel', gateway: right.gateway, tunnel: right.tunnel })
    await lab.down(left)
    await lab.initiate(left)
    await lab.up(left, right)
    await assertCarries(lab, left, right, wide('10.1', '10.2'))
    await lab.perform({ do: 'configure-tunnel', gateway: right.gateway, tunnel: narrower.tunnel })
    await lab.down(left)
    await lab.initiate(right)
    await lab.up(left, narrower)
    await assertCarries(lab, left, narrower, narrow)
  })

  for (const { version, needs } of versions) {
    check(
      `IKEv${version}: a packet outside the narrowed selectors is not carried, though the wider ones hold it`,
      async (lab) => {
        const { left, right } = makeSites({ version })
        const other = withTunnel(right, { selectors: [selectors(['10.2.1.0/24'], ['10.1.1.0/24'])] })
        const place = { kind: 'subnet', network: left.network.id, subnet: 'left-subnet-2' } as const
        await lab.perform(...building(left), ...building(other))
        await lab.perform({ do: 'ensure-host', host: { id: 'outside', place, address: address('10.1.2.10') } })
        await lab.initiate(left)
        await lab.up(left, other)
        assert.equal(await lab.reaches('outside', right.host.address), false)
        assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      },
      needs,
    )
  }
}

async function assertCarries(lab: Lab, left: Site, right: Site, agreed: TrafficSelectors): Promise<void> {
  const [one, other] = await Promise.all([lab.tunnel(left), lab.tunnel(right)])
  assert.deepEqual(
    [one.childSas.map((child) => child.selectors), other.childSas.map((child) => child.selectors)],
    [[agreed], [{ local: agreed.remote, remote: agreed.local }]],
  )
  // What a daemon logs of a first try, which it was refused, may come after it lists what came of the second.
  await lab.settle(async () => {
    const ends = await Promise.all([lab.tunnel(left), lab.tunnel(right)])
    return ends.every(({ failure }) => failure === undefined)
  })
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  assert.equal(await lab.reaches(right.host.id, left.host.address), true)
}
