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
export interface CloudsSay {
  readonly alibabaStatus: string
  readonly tencentState: string
  readonly tencentNetStatus: string
}

async function ask(ends: Ends): Promise<CloudsSay> {
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

const isUp = (say: CloudsSay) => say.alibabaStatus === 'ipsec_sa_established' && say.tencentNetStatus === 'AVAILABLE'
const isDown = (say: CloudsSay) => say.alibabaStatus !== 'ipsec_sa_established' && say.tencentNetStatus !== 'AVAILABLE'
const inShort = (say: CloudsSay) => `${say.alibabaStatus} and NetStatus ${say.tencentNetStatus}`

async function showBoth(steps: Steps, say: CloudsSay): Promise<void> {
  const { alibabaStatus, tencentState, tencentNetStatus } = say
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
export async function followUp(
  ends: Ends,
  steps: Steps,
  began: number,
): Promise<CloudsSay & { readonly milliseconds: number }> {
  const follow = () =>
    steps.until('the tunnel comes up', async () => {
      const say = await ask(ends)
      return isUp(say) && say.tencentState === 'AVAILABLE' ? done(say) : seen(inShort(say))
    })
  let milliseconds = 0
  const say = await steps.step('Tunnel', 'IKE and Child SA', follow, () => {
    milliseconds = Math.round(performance.now() - began)
    return `up after ${milliseconds} ms`
  })
  await showBoth(steps, say)
  return { ...say, milliseconds }
}

export async function followDown(ends: Ends, steps: Steps): Promise<CloudsSay> {
  const follow = () =>
    steps.until('the tunnel goes down', async () => {
      const say = await ask(ends)
      return isDown(say) ? done(say) : seen(inShort(say))
    })
  const say = await steps.step('Tunnel', 'IKE and Child SA', follow, () => 'down')
  await showBoth(steps, say)
  return say
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
    const say = ({ refusedBy, detail }: { refusedBy: 'local' | 'remote'; detail: string }) =>
      `authentication failed, refused by ${refusedBy === 'local' ? 'this end' : 'the peer'}: ${detail}`
    const failure = await steps.step(end, 'why it is down', wait, say)
    reasons.push({ end, sentence: say(failure) })
  }
  return reasons
}
