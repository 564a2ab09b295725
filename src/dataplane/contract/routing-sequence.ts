import assert from 'node:assert/strict'
import { containsAddress, type Ipv4Address, type Ipv4Prefix, prefixLength } from '../../domain/address.ts'
import type { IkeIdentity } from '../../domain/identity.ts'
import type { RoutingRules } from '../../domain/routing-rules.ts'
import type { Candidate } from '../../routing/candidate.ts'
import type { Decision } from '../../routing/decide.ts'
import { type Selection, selectRoutes } from '../../routing/select.ts'
import { createSeededRandom, type Random } from '../../runtime/random.ts'
import { planGateway } from '../plan/gateway.ts'
import { noMemory } from '../plan/initiation.ts'
import { nameOfPolicy, nameOfRoute } from '../plan/routes.ts'
import { runChains } from '../plan/run-chains.ts'
import type { GatewaySpec, HostSpec, TunnelSpec } from '../port.ts'
import { address, type Check, gatewayOf, type Lab, makeSites, prefix } from './lab.ts'

const tunnelIds = ['t1', 't2', 't3', 't4']
const sources = ['10.1.0.0/16', '10.1.1.0/24', '10.1.2.0/24', '0.0.0.0/0'].map(prefix)
const destinations = ['10.2.0.0/16', '10.2.1.0/24', '10.2.1.9/32', '10.3.0.0/16'].map(prefix)
const targets = ['10.2.1.9', '10.2.1.8', '10.2.7.7', '10.3.0.1', '10.4.0.1'].map(address)

/** What is in the data plane is what was decided, and packets go where the decisions say. */
export function registerRoutingSequenceContract(check: Check): void {
  for (const seed of [1, 2, 3]) {
    check(`after each of a sequence of changes packets take the tunnels that were decided on (seed ${seed})`, (lab) =>
      runSequence(lab, createSeededRandom(seed)),
    )
  }
}

async function runSequence(lab: Lab, random: Random): Promise<void> {
  const { left } = makeSites({ startAction: 'none' })
  const other: HostSpec = {
    id: 'other',
    place: { kind: 'subnet', network: left.network.id, subnet: 'left-subnet-2' },
    address: address('10.1.2.10'),
  }
  const [link] = gatewayOf(left).links
  assert.ok(link)
  const links = [{ ...link, beyond: ['10.2.0.0/15', '10.4.0.0/16'].map(prefix) }]
  const tunnels = tunnelIds.map((id, i) => tunnelOf(left.tunnel, id, `203.0.113.${i + 1}`))
  await lab.perform({ do: 'ensure-network', network: left.network })
  await lab.perform({ do: 'ensure-host', host: left.host }, { do: 'ensure-host', host: other })
  for (let change = 0; change < 8; change += 1) {
    const selection = anySelection(random)
    await bringTo(lab, { id: left.gateway, links, tunnels, ...selection })
    const observed = await lab.gateway(left)
    assert.deepEqual(observed.policies.map(nameOfPolicy).sort(), selection.policies.map(nameOfPolicy).sort())
    assert.deepEqual(observed.routes.map(nameOfRoute).sort(), selection.routes.map(nameOfRoute).sort())
    for (const host of [left.host, other]) {
      for (const target of targets) {
        const wanted = waysOf(selection.decisions, host.address, target)
        const used = await tunnelsUsed(lab, left.gateway, host, target)
        assert.equal(used.length, wanted === undefined ? 0 : 1, `${host.address} to ${target}: ${used} of ${wanted}`)
        for (const id of used) assert.ok(wanted?.includes(id), `${host.address} to ${target}: ${id}, not ${wanted}`)
      }
    }
  }
}

const tunnelOf = (like: TunnelSpec, id: string, peer: string): TunnelSpec => ({
  ...like,
  id,
  remoteAddress: address(peer),
  remoteIdentity: peer as IkeIdentity,
  selectors: [{ local: [prefix('0.0.0.0/0')], remote: [prefix('0.0.0.0/0')] }],
})

async function bringTo(lab: Lab, { id, links, tunnels, policies, routes }: GatewaySpec): Promise<void> {
  const plan = planGateway({ id, links, tunnels, policies, routes }, await lab.plane.observeGateway(id), noMemory, 0)
  const { failure } = await lab.wait(runChains(plan.chains, (step) => lab.plane.perform(step)))
  assert.equal(failure, undefined)
}

function anySelection(random: Random): Selection {
  const one = <T>(all: readonly T[]): T => {
    const chosen = all[random.integer(all.length)]
    assert.ok(chosen !== undefined)
    return chosen
  }
  const candidate = (_: unknown, i: number): Candidate => ({
    id: `candidate ${i}`,
    ...(random.integer(2) === 0 ? {} : { source: one(sources) }),
    destination: one(destinations),
    tunnels: one([['t1', 't2'], ['t3', 't4'], ['t2'], ['t4']]),
    priority: one([1, 10]),
    preference: one([0, 100]),
  })
  const rules: Omit<RoutingRules, 'learned'> = {
    policies: one(['by-priority', 'by-prefix'] as const),
    equals: one(['share', 'oldest'] as const),
    tunnels: one(['share', 'first'] as const),
  }
  const usable = tunnelIds.filter(() => random.integer(3) > 0)
  return selectRoutes(Array.from({ length: random.integer(7) }, candidate), rules, {
    isUsable: (tunnel) => usable.includes(tunnel),
    isConfigured: () => true,
    isWithdrawn: () => false,
  })
}

/** The tunnels that a packet may take: of the first policy that matches, else of the longest prefix. */
function waysOf(
  decisions: readonly Decision[],
  source: Ipv4Address,
  target: Ipv4Address,
): readonly string[] | undefined {
  const matches = ({ source: from, destination }: { source?: Ipv4Prefix; destination: Ipv4Prefix }): boolean =>
    (from === undefined || containsAddress(from, source)) && containsAddress(destination, target)
  const matching = decisions.filter(matches)
  const policy = matching.find((decision) => decision.source !== undefined)
  const own = matching.filter((decision) => decision.source === undefined)
  const longest = own.toSorted((a, b) => prefixLength(b.destination) - prefixLength(a.destination))[0]
  return (policy ?? longest)?.ways[0]
}

async function tunnelsUsed(lab: Lab, gateway: string, host: HostSpec, target: Ipv4Address): Promise<readonly string[]> {
  const counts = async () => {
    const observed = await lab.plane.observeTunnels(gateway, tunnelIds)
    return new Map(observed?.tunnels.map(({ id, packetsOut }) => [id, packetsOut] as const))
  }
  const before = await counts()
  await lab.wait(lab.plane.ping(host.id, target, { count: 1, timeoutMs: 20 }))
  return [...(await counts())].filter(([id, count]) => count > (before.get(id) ?? 0)).map(([id]) => id)
}
