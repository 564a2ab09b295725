import type RPCClient from '@alicloud/pop-core'
import type { NativeClient } from '../wire/native/client.ts'
import {
  describeAttachment,
  makeAlibabaCustomerGateway,
  makeDualAttachment,
  type TunnelNeighbor,
} from './alibaba-connection.ts'
import { type AlibabaClient, alibaba } from './alibaba-network.ts'
import { attachToTransitRouter, type TransitRouter } from './alibaba-router.ts'
import { DemoFailed } from './failure.ts'
import { type Host, lab, makeHost, showReplies } from './lab.ts'
import type { Steps } from './steps.ts'
import { buildTencentNetwork, connectByBgp, type TencentClient, type TencentNetwork } from './tencent-side.ts'
import { done, seen } from './until.ts'

const plan = {
  prefix: '10.4.0.0/16',
  subnet: '10.4.1.0/24',
  host: '10.4.1.10',
  /** Of the clouds' own gateways: private ones (RFC 6996). */
  alibabaAsNumber: 65_010,
  tencentAsNumber: 65_020,
  neighbors: [11, 12].map((third) => ({
    tunnelPrefix: `169.254.${third}.0/30`,
    alibabaAddress: `169.254.${third}.1`,
    tencentAddress: `169.254.${third}.2`,
  })),
} as const

export const failoverRanges = ['10.4.1.', '169.254.11.', '169.254.12.'] as const

export interface Sides {
  readonly native: NativeClient
  readonly alibaba: AlibabaClient
  readonly cen: RPCClient
  readonly router: TransitRouter
  readonly tencent: TencentClient
}

/** What one crash of a peer cost. */
export interface Gap {
  /** Which of the two tunnels lost its peer. */
  readonly tunnel: 1 | 2
  readonly sent: number
  readonly received: number
  /** The longest time between two answers. */
  readonly gapMilliseconds: number
}

const pings = { count: 250, intervalMs: 10, timeoutMs: 1000 }
/** Long enough for pings to be under way. */
const beforeCrashMs = 300
/** Killed, a daemon is back in no time: it is kept from its peer for as long as it takes to see the other tunnel carry. */
const silenceMs = 1500

interface Far {
  readonly network: TencentNetwork
  /** The connections of both tunnels. */
  readonly connections: readonly string[]
}

/** Two tunnels between the transit router and a second VPC, over which both sides tell each other their routes. */
async function connectTwice({ alibaba: client, cen, router, tencent }: Sides, steps: Steps, key: string): Promise<Far> {
  const network = await buildTencentNetwork(tencent, steps, { ...plan, asNumber: plan.tencentAsNumber })
  const customerGateway = await makeAlibabaCustomerGateway(client, steps, network.address, plan.tencentAsNumber)
  const neighbors: readonly TunnelNeighbor[] = plan.neighbors.map(({ tunnelPrefix, alibabaAddress }) => ({
    ...{ preSharedKey: key, asNumber: plan.alibabaAsNumber, tunnelPrefix, ownAddress: alibabaAddress },
  }))
  const attachment = await makeDualAttachment(client, steps, customerGateway, neighbors)
  await attachToTransitRouter(cen, steps, router, attachment)
  const addresses = await addressesOf(client, steps, attachment)
  const connections: string[] = []
  for (const [i, { tunnelPrefix, alibabaAddress, tencentAddress }] of plan.neighbors.entries()) {
    const neighbor = { preSharedKey: key, asNumber: plan.alibabaAsNumber, tunnelPrefix }
    const ends = { peer: addresses[i] ?? '', ownAddress: tencentAddress, peerAddress: alibabaAddress }
    connections.push(await connectByBgp(tencent, steps, network, { ...neighbor, ...ends }))
  }
  await waitForSessions(client, steps, attachment)
  return { network, connections }
}

const tunnelsOf = async (client: AlibabaClient, attachment: string) =>
  (await describeAttachment(client, attachment))?.tunnelOptionsSpecification?.tunnelOptions ?? []

const addressesOf = (client: AlibabaClient, steps: Steps, attachment: string): Promise<readonly string[]> =>
  steps.step(
    alibaba,
    'DescribeVpnConnection',
    async () => {
      const found = (await tunnelsOf(client, attachment)).flatMap(({ internetIp }) => internetIp ?? [])
      if (found.length !== 2) throw new DemoFailed('the connection has no two addresses')
      return found
    },
    (found) => `its addresses are ${found.join(' and ')}`,
  )

function waitForSessions(client: AlibabaClient, steps: Steps, attachment: string) {
  const look = () =>
    steps.until('both BGP sessions are established', async () => {
      const states = (await tunnelsOf(client, attachment)).map(
        (tunnel) => tunnel.tunnelBgpConfig?.bgpStatus ?? 'unknown',
      )
      return states.length === 2 && states.every((state) => state === 'success')
        ? done(states)
        : seen(states.join(', '))
    })
  return steps.step(alibaba, 'BGP', look, (states) => `BgpStatus ${states.join(' and ')}`)
}

function longestGap(answeredAt: readonly number[]): number {
  return Math.max(0, ...answeredAt.slice(1).map((at, i) => at - (answeredAt[i] ?? 0)))
}

/** Kills the far end's daemon of one tunnel while pings pass, 10 ms apart. */
async function crashPeer({ native }: Sides, steps: Steps, from: Host, to: Host, far: Far, tunnel: 1 | 2): Promise<Gap> {
  const all = await native.tunnels()
  const peer = all.find(({ connection }) => connection === far.connections[tunnel - 1])
  if (peer === undefined) throw new DemoFailed(`tunnel ${tunnel} has no far end`)
  const work = async () => {
    const series = native.ping(from.id, { target: to.address, ...pings })
    await new Promise((resolve) => setTimeout(resolve, beforeCrashMs))
    await native.crash(peer.id, silenceMs)
    const { sent, received, answeredAt = [] } = await series
    if (received === 0) throw new DemoFailed('no ping was answered')
    return { tunnel, sent, received, gapMilliseconds: Math.round(longestGap(answeredAt)) }
  }
  return steps.step(lab, `kill the peer of tunnel ${tunnel}`, work, ({ gapMilliseconds, received, sent }) => {
    return `longest gap ${gapMilliseconds} ms, ${received} of ${sent} answered`
  })
}

/** The tunnels come back by themselves; the next crash is for when they have. */
const waitUntilBack = ({ native }: Sides, steps: Steps, far: Far) =>
  steps.step(
    lab,
    'the tunnel and its session',
    () =>
      steps.until('the tunnel that lost its peer comes back', async () => {
        const { observed } = await native.routing(far.network.gateway)
        const states = observed.bgp?.sessions.map(({ state }) => state) ?? []
        return states.length === 2 && states.every((state) => state === 'established')
          ? done(undefined)
          : seen(states.join(', '))
      }),
    () => 'back by themselves',
  )

/** Two tunnels with BGP; the peer of each is killed in turn, and the traffic goes over the other. */
export async function showFailover(sides: Sides, steps: Steps, from: Host, key: string): Promise<readonly Gap[]> {
  const far = await connectTwice(sides, steps, key)
  const spec = { name: 'behind both tunnels', address: plan.host, subnet: far.network.subnet }
  const to = await makeHost(sides.native, steps, spec)
  await showReplies(sides.native, steps, from, to)
  const gaps: Gap[] = []
  for (const tunnel of [1, 2] as const) {
    gaps.push(await crashPeer(sides, steps, from, to, far, tunnel))
    await waitUntilBack(sides, steps, far)
  }
  return gaps
}
