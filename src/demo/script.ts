import { randomBytes } from 'node:crypto'
import type { Credentials } from '../server/installation.ts'
import { createNativeClient, type NativeClient } from '../wire/native/client.ts'
import type { Agreement } from './agreement.ts'
import {
  changeAlibabaKey,
  describeAttachment,
  makeAlibabaCustomerGateway,
  makeAttachment,
} from './alibaba-connection.ts'
import { alibaba, buildAlibabaNetwork, openAlibabaClient } from './alibaba-network.ts'
import { joinByTransitRouter, openCenClient } from './alibaba-router.ts'
import { failoverRanges, type Gap, type Sides, showFailover } from './failover.ts'
import { DemoFailed } from './failure.ts'
import { type Host, makeHost, measure, showNoReply, showReplies } from './lab.ts'
import type { Steps } from './steps.ts'
import { buildTencentNetwork, changeTencentKey, connectTencent, openTencentClient, tencent } from './tencent-side.ts'
import { type CloudStatus, type Ends, type Reason, showReasons, waitUntilDown, waitUntilUp } from './tunnel.ts'

const plan = {
  alibaba: {
    prefix: '10.1.0.0/16',
    vSwitches: ['10.1.1.0/24', '10.1.2.0/24'],
    host: '10.1.1.10',
    bareHost: '198.51.100.250',
  },
  tencent: { prefix: '10.2.0.0/16', subnet: '10.2.1.0/24', host: '10.2.1.10', bareHost: '203.0.113.250' },
} as const

/** No address of these stands on the host itself: all are in namespaces. */
export const usedRanges = ['10.1.1.', '10.1.2.', '10.2.1.', '198.51.100.', '203.0.113.', ...failoverRanges] as const

export interface Pings {
  readonly sent: number
  readonly received: number
}

/** The demo's results, for the closing table and `--json`. */
export interface Shown {
  readonly dataPlane: 'simulated' | 'linux'
  readonly pingBefore: Pings
  readonly upMilliseconds: number
  readonly up: CloudStatus
  readonly pingAfter: Pings
  readonly tunnelBitsPerSecond: number
  readonly bareBitsPerSecond: number
  readonly down: CloudStatus
  readonly reasons: readonly Reason[]
  readonly pingAgain: Pings
  /** Of the two tunnels with BGP, when the peer of one is killed. */
  readonly gaps: readonly Gap[]
}

export interface Target {
  readonly dataPlane: 'simulated' | 'linux'
  readonly api: URL
  readonly admin: URL
  readonly keys: Credentials
}

const newKey = () => randomBytes(18).toString('base64url')

interface Hosts {
  readonly inAlibaba: Host
  readonly inTencent: Host
}

/** Two networks and everything between them but the last connection; each side's customer gateway is the other's address. */
async function build(target: Target, steps: Steps, native: NativeClient, agreement: Agreement) {
  const alibabaClient = openAlibabaClient(target.keys, target.api)
  const tencentClient = openTencentClient(target.keys, target.api)
  const near = await buildAlibabaNetwork(alibabaClient, steps, plan.alibaba)
  const far = await buildTencentNetwork(tencentClient, steps, plan.tencent)
  const customerGateway = await makeAlibabaCustomerGateway(alibabaClient, steps, far.address)
  const attachment = await makeAttachment(alibabaClient, steps, customerGateway, agreement)
  const [vSwitch] = near.vSwitches
  const cen = openCenClient(target.keys, target.api)
  const router = await joinByTransitRouter(cen, steps, { vpc: near.vpc, vSwitch, connection: attachment })
  const address = await steps.step(
    alibaba,
    'DescribeVpnConnection',
    async () => {
      const internetIp = (await describeAttachment(alibabaClient, attachment))?.internetIp
      if (!internetIp) throw new DemoFailed('the connection has no InternetIp')
      return internetIp
    },
    (found) => `its address is ${found}`,
  )
  const { host } = plan.alibaba
  const inAlibaba = await makeHost(native, steps, { name: 'in Alibaba Cloud', address: host, subnet: vSwitch })
  const other = { name: 'in Tencent Cloud', address: plan.tencent.host, subnet: far.subnet }
  const inTencent = await makeHost(native, steps, other)
  const hosts: Hosts = { inAlibaba, inTencent }
  const connect = async () => {
    const { connection, answeredAt } = await connectTencent(tencentClient, steps, far, { ...agreement, peer: address })
    const ends: Ends = {
      native,
      alibaba: { client: alibabaClient, connection: attachment },
      tencent: { client: tencentClient, connection },
    }
    return { ends, answeredAt }
  }
  const sides: Sides = { native, alibaba: alibabaClient, cen, router, tencent: tencentClient }
  return { hosts, connect, sides }
}

async function compareThroughput(target: Target, steps: Steps, native: NativeClient, { inAlibaba, inTencent }: Hosts) {
  const simulated = target.dataPlane === 'simulated'
  const terms = { seconds: simulated ? 1 : 3, note: simulated ? ' (modelled, not measured)' : '' }
  const inside = { what: 'TCP through the tunnel', from: inAlibaba, to: inTencent, ...terms }
  const tunnelled = await measure(native, steps, inside)
  const from = await makeHost(native, steps, { name: 'on the underlay', address: plan.alibaba.bareHost })
  const to = await makeHost(native, steps, { name: 'on the underlay', address: plan.tencent.bareHost })
  const bare = await measure(native, steps, { what: 'TCP on the bare link', from, to, ...terms })
  return { tunnelBitsPerSecond: tunnelled, bareBitsPerSecond: bare }
}

/** One side changes its key, so the tunnel goes down and both ends have a reason; then the other side does, and it comes up. */
async function rotateKey(ends: Ends, steps: Steps, { inAlibaba, inTencent }: Hosts) {
  const key = newKey()
  await steps.step(
    alibaba,
    'ModifyVpnAttachmentAttribute',
    () => changeAlibabaKey(ends.alibaba.client, ends.alibaba.connection, key),
    () => 'another pre-shared key, on this side alone',
  )
  const down = await waitUntilDown(ends, steps)
  const reasons = await showReasons(ends, steps)
  await steps.step(
    tencent,
    'ModifyVpnConnectionAttribute',
    () => changeTencentKey(ends.tencent.client, ends.tencent.connection, key),
    () => 'the same key on this side',
  )
  await waitUntilUp(ends, steps, performance.now())
  const pingAgain = await showReplies(ends.native, steps, inAlibaba, inTencent)
  return { down, reasons, pingAgain }
}

/** All steps of the demo, in order; each resource that they create is noted for its removal. */
export async function runSteps(target: Target, steps: Steps): Promise<Shown> {
  const native = createNativeClient(target.admin.origin)
  const agreement = { preSharedKey: newKey(), alibabaPrefix: plan.alibaba.prefix, tencentPrefix: plan.tencent.prefix }
  const { hosts, connect, sides } = await build(target, steps, native, agreement)
  const { inAlibaba, inTencent } = hosts
  const pingBefore = await showNoReply(native, steps, inAlibaba, inTencent, 'there is no tunnel yet')
  const { ends, answeredAt } = await connect()
  const { milliseconds: upMilliseconds, ...up } = await waitUntilUp(ends, steps, answeredAt)
  const pingAfter = await showReplies(native, steps, inAlibaba, inTencent)
  const throughput = await compareThroughput(target, steps, native, hosts)
  const rotated = await rotateKey(ends, steps, hosts)
  const gaps = await showFailover(sides, steps, inAlibaba, newKey())
  return { dataPlane: target.dataPlane, pingBefore, upMilliseconds, up, pingAfter, ...throughput, ...rotated, gaps }
}
