import type { NativeClient } from '../wire/native/client.ts'
import { describeAttachment } from './alibaba-connection.ts'
import { type AlibabaClient, alibaba } from './alibaba-network.ts'
import type { Steps } from './steps.ts'
import { describeConnection, type TencentClient, tencent } from './tencent-side.ts'
import { done, seen } from './until.ts'

/** Both ends of the tunnel, and who to ask about each. */
export interface Ends {
  readonly alibaba: { readonly client: AlibabaClient; readonly connection: string }
  readonly tencent: { readonly client: TencentClient; readonly connection: string }
  readonly native: NativeClient
}

/** What the two clouds' APIs say of one tunnel, in their own words. */
export interface CloudStatus {
  readonly alibabaStatus: string
  readonly tencentState: string
  readonly tencentNetStatus: string
}

async function ask(ends: Ends): Promise<CloudStatus> {
  const [attachment, connection] = await Promise.all([
    describeAttachment(ends.alibaba.client, ends.alibaba.connection),
    describeConnection(ends.tencent.client, ends.tencent.connection),
  ])
  return {
    alibabaStatus: attachment?.status ?? 'nothing',
    tencentState: connection?.State ?? 'nothing',
    tencentNetStatus: connection?.NetStatus ?? 'nothing',
  }
}

const isUp = (status: CloudStatus) =>
  status.alibabaStatus === 'ipsec_sa_established' && status.tencentNetStatus === 'AVAILABLE'
const isDown = (status: CloudStatus) =>
  status.alibabaStatus !== 'ipsec_sa_established' && status.tencentNetStatus !== 'AVAILABLE'
const summary = (status: CloudStatus) => `${status.alibabaStatus} and NetStatus ${status.tencentNetStatus}`

async function showBoth(steps: Steps, status: CloudStatus): Promise<void> {
  const { alibabaStatus, tencentState, tencentNetStatus } = status
  await steps.step(
    alibaba,
    'DescribeVpnConnection',
    async () => alibabaStatus,
    (status) => `Status ${status}`,
  )
  await steps.step(
    tencent,
    'DescribeVpnConnections',
    async () => tencentState,
    () => `State ${tencentState}, NetStatus ${tencentNetStatus}`,
  )
}

/** Follows the tunnel until both clouds say that it is up. Answers with the milliseconds since `began`. */
export async function waitUntilUp(
  ends: Ends,
  steps: Steps,
  began: number,
): Promise<CloudStatus & { readonly milliseconds: number }> {
  const follow = () =>
    steps.until('the tunnel comes up', async () => {
      const status = await ask(ends)
      return isUp(status) && status.tencentState === 'AVAILABLE' ? done(status) : seen(summary(status))
    })
  let milliseconds = 0
  const status = await steps.step('Tunnel', 'IKE and Child SA', follow, () => {
    milliseconds = Math.round(performance.now() - began)
    return `up after ${milliseconds} ms`
  })
  await showBoth(steps, status)
  return { ...status, milliseconds }
}

export async function waitUntilDown(ends: Ends, steps: Steps): Promise<CloudStatus> {
  const follow = () =>
    steps.until('the tunnel goes down', async () => {
      const status = await ask(ends)
      return isDown(status) ? done(status) : seen(summary(status))
    })
  const status = await steps.step('Tunnel', 'IKE and Child SA', follow, () => 'down')
  await showBoth(steps, status)
  return status
}

/** "authentication failed, refused by the peer (…)", of one end. */
export interface Reason {
  readonly end: string
  readonly sentence: string
}

/** Waits until each end knows that, and where, authentication failed. */
export async function showReasons(ends: Ends, steps: Steps): Promise<readonly Reason[]> {
  const reasons: Reason[] = []
  for (const [end, connection] of [
    [alibaba, ends.alibaba.connection],
    [tencent, ends.tencent.connection],
  ] as const) {
    const look = async () => {
      const failures = (await ends.native.tunnels())
        .filter((tunnel) => tunnel.connection === connection)
        .flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
      const failure = failures.find(({ reason }) => reason === 'authentication-failed')
      return failure === undefined ? seen(failures[0]?.reason ?? 'no reason yet') : done(failure)
    }
    const wait = () => steps.until(`the reason is known at ${end}'s end`, look)
    const sentence = ({ refusedBy, detail }: { refusedBy: 'local' | 'remote'; detail: string }) =>
      `authentication failed, refused by ${refusedBy === 'local' ? 'this end' : 'the peer'}: ${detail}`
    const failure = await steps.step(end, 'why it is down', wait, sentence)
    reasons.push({ end, sentence: sentence(failure) })
  }
  return reasons
}
