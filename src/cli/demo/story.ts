import { randomBytes } from 'node:crypto'
import { createNativeClient, type NativeClient } from '../../wire/native/client.ts'
import {
  changeAlibabaKey,
  describeAttachment,
  makeAlibabaCustomerGateway,
  makeAttachment,
} from './alibaba-connection.ts'
import { alibaba, buildAlibabaNetwork, openAlibabaClient } from './alibaba-network.ts'
import { joinByTransitRouter, openCenClient } from './alibaba-router.ts'
import { DemoFailed } from './failure.ts'
import type { Agreement, DemoKeys } from './keys.ts'
import { type Host, makeHost, measure, showAnswers, showSilence } from './lab.ts'
import type { Stage } from './stage.ts'
import { buildTencentNetwork, changeTencentKey, connectTencent, openTencentClient, tencent } from './tencent-side.ts'
import { type CloudsSay, type Ends, followDown, followUp, type Reason, showReasons } from './tunnel.ts'

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
export const usedRanges = ['10.1.1.', '10.1.2.', '10.2.1.', '198.51.100.', '203.0.113.'] as const

export interface Pings {
  readonly sent: number
  readonly received: number
}

/** What the demo showed, for the closing table and `--json`. */
export interface Shown {
  readonly dataPlane: 'simulated' | 'linux'
  readonly pingBefore: Pings
  readonly upMilliseconds: number
  readonly up: CloudsSay
  readonly pingAfter: Pings
  readonly tunnelBitsPerSecond: number
  readonly bareBitsPerSecond: number
  readonly down: CloudsSay
  readonly reasons: readonly Reason[]
  readonly pingAgain: Pings
}

export interface Place {
  readonly dataPlane: 'simulated' | 'linux'
  readonly api: URL
  readonly admin: URL
  readonly keys: DemoKeys
}

const newKey = () => randomBytes(18).toString('base64url')

interface Hosts {
  readonly inAlibaba: Host
  readonly inTencent: Host
}

/** Two networks and all that joins them but the last connection; each side's customer gateway is the other's address. */
async function build(place: Place, stage: Stage, native: NativeClient, agreement: Agreement) {
  const alibabaClient = openAlibabaClient(place.keys, place.api)
  const tencentClient = openTencentClient(place.keys, place.api)
  const near = await buildAlibabaNetwork(alibabaClient, stage, plan.alibaba)
  const far = await buildTencentNetwork(tencentClient, stage, plan.tencent)
  const customerGateway = await makeAlibabaCustomerGateway(alibabaClient, stage, far.address)
  const attachment = await makeAttachment(alibabaClient, stage, customerGateway, agreement)
  const [vSwitch] = near.vSwitches
  const cen = openCenClient(place.keys, place.api)
  await joinByTransitRouter(cen, stage, { vpc: near.vpc, vSwitch, connection: attachment })
  const address = await stage.step(
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
  const inAlibaba = await makeHost(native, stage, { name: 'in Alibaba Cloud', address: host, subnet: vSwitch })
  const other = { name: 'in Tencent Cloud', address: plan.tencent.host, subnet: far.subnet }
  const inTencent = await makeHost(native, stage, other)
  const hosts: Hosts = { inAlibaba, inTencent }
  const connect = async () => {
    const { connection, answeredAt } = await connectTencent(tencentClient, stage, far, { ...agreement, peer: address })
    const ends: Ends = {
      native,
      alibaba: { client: alibabaClient, connection: attachment },
      tencent: { client: tencentClient, connection },
    }
    return { ends, answeredAt }
  }
  return { hosts, connect }
}

async function compareThroughput(place: Place, stage: Stage, native: NativeClient, { inAlibaba, inTencent }: Hosts) {
  const simulated = place.dataPlane === 'simulated'
  const terms = { seconds: simulated ? 1 : 3, note: simulated ? ' (modelled, not measured)' : '' }
  const inside = { what: 'TCP through the tunnel', from: inAlibaba, to: inTencent, ...terms }
  const tunnelled = await measure(native, stage, inside)
  const from = await makeHost(native, stage, { name: 'on the underlay', address: plan.alibaba.bareHost })
  const to = await makeHost(native, stage, { name: 'on the underlay', address: plan.tencent.bareHost })
  const bare = await measure(native, stage, { what: 'TCP on the bare link', from, to, ...terms })
  return { tunnelBitsPerSecond: tunnelled, bareBitsPerSecond: bare }
}

/** One side changes its key, the tunnel ends and says why; the other side follows, and it comes back. */
async function rotateKey(ends: Ends, stage: Stage, { inAlibaba, inTencent }: Hosts) {
  const key = newKey()
  await stage.step(
    alibaba,
    'ModifyVpnAttachmentAttribute',
    () => changeAlibabaKey(ends.alibaba.client, ends.alibaba.connection, key),
    () => 'another pre-shared key, on this side alone',
  )
  const down = await followDown(ends, stage)
  const reasons = await showReasons(ends, stage)
  await stage.step(
    tencent,
    'ModifyVpnConnectionAttribute',
    () => changeTencentKey(ends.tencent.client, ends.tencent.connection, key),
    () => 'the same key on this side',
  )
  await followUp(ends, stage, performance.now())
  const pingAgain = await showAnswers(ends.native, stage, inAlibaba, inTencent)
  return { down, reasons, pingAgain }
}

/** Everything that the demo shows, in the order that it shows it; what it makes is on the stage's list to be removed. */
export async function tell(place: Place, stage: Stage): Promise<Shown> {
  const native = createNativeClient(place.admin.origin)
  const agreement = { preSharedKey: newKey(), alibabaPrefix: plan.alibaba.prefix, tencentPrefix: plan.tencent.prefix }
  const { hosts, connect } = await build(place, stage, native, agreement)
  const { inAlibaba, inTencent } = hosts
  const pingBefore = await showSilence(native, stage, inAlibaba, inTencent, 'there is no tunnel yet')
  const { ends, answeredAt } = await connect()
  const { milliseconds: upMilliseconds, ...up } = await followUp(ends, stage, answeredAt)
  const pingAfter = await showAnswers(native, stage, inAlibaba, inTencent)
  const throughput = await compareThroughput(place, stage, native, hosts)
  const rotated = await rotateKey(ends, stage, hosts)
  return { dataPlane: place.dataPlane, pingBefore, upMilliseconds, up, pingAfter, ...throughput, ...rotated }
}
