/** What a server without a data plane answers to questions about what `folder-of-0001.sql` holds. */
import { usualMtu } from '../../domain/tunnel-device.ts'
import { createObservedWorld } from '../../observed/world.ts'
import { createSeededRandom } from '../../runtime/random.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import { alibaba } from '../../wire/alibaba/dialect.ts'
import { encodeParameters, type Parameter, signV1 } from '../../wire/alibaba/signature.ts'
import { createCredentials } from '../../wire/http/credentials.ts'
import type { HttpRequest } from '../../wire/http/message.ts'
import { NonceWindow } from '../../wire/http/nonces.ts'
import { createPipeline } from '../../wire/http/pipeline.ts'
import { tencent } from '../../wire/tencent/dialect.ts'
import { signTc3 } from '../../wire/tencent/signature.ts'

const now = Date.UTC(2026, 10, 27)

interface Key {
  readonly id: string
  readonly secret: string
}

interface Question {
  readonly cloud: 'alibaba' | 'tencent'
  readonly action: string
  readonly parameters: Readonly<Record<string, string>>
}

const ask = (cloud: Question['cloud'], action: string, parameters: Question['parameters'] = {}): Question => ({
  cloud,
  action,
  parameters,
})

const single = { VpnConnectionId: 'vco-bp1ond99pl0yyp7zozym4' }
const dual = { VpnConnectionId: 'vco-bp1ycjfa83i4z62hqi754' }
const bound = { VpnConnectionId: 'vpnx-nx0ahsub' }
const router = { TransitRouterId: 'tr-bp1uqe73s17opzjvrfzl4' }

const describing: readonly Question[] = [
  ask('alibaba', 'DescribeVpcs'),
  ask('alibaba', 'DescribeVSwitches'),
  ask('alibaba', 'DescribeCustomerGateways'),
  ask('alibaba', 'DescribeCustomerGateways', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net' }),
  ask('alibaba', 'DescribeVpnGateways'),
  ask('alibaba', 'DescribeVpnConnection', single),
  ask('alibaba', 'DescribeVpnConnection', dual),
  ask('alibaba', 'DescribeVpnAttachments', { AttachType: 'CEN' }),
  ask('alibaba', 'DescribeCens'),
  ask('alibaba', 'ListTransitRouters'),
  ask('alibaba', 'ListTransitRouterVpcAttachments', router),
  ask('alibaba', 'ListTransitRouterVpnAttachments', router),
  ask('tencent', 'DescribeVpcs'),
  ask('tencent', 'DescribeSubnets'),
  ask('tencent', 'DescribeVpnGateways'),
  ask('tencent', 'DescribeCustomerGateways'),
  ask('tencent', 'DescribeVpnConnections'),
]

const modifying: readonly Question[] = [
  ask('alibaba', 'ModifyVpnAttachmentAttribute', { ...single, Name: 'one', RemoteSubnet: '10.2.0.0/17' }),
  ask('alibaba', 'ModifyVpnAttachmentAttribute', { ...dual, Name: 'two', EnableTunnelsBgp: 'false' }),
  ask('tencent', 'ModifyVpnConnectionAttribute', { ...bound, VpnConnectionName: 'three', DpdTimeout: '50' }),
  ...describing,
]

function alibabaRequest({ action, parameters }: Question, { id, secret }: Key, nonce: number): HttpRequest {
  const given: readonly Parameter[] = [
    ['Action', action],
    ['Version', /Cen|TransitRouter/.test(action) ? '2017-09-12' : '2016-04-28'],
    ['RegionId', 'cn-hangzhou'],
    ...Object.entries(parameters),
  ]
  const signed = signV1({
    method: 'POST',
    parameters: given,
    keyId: id,
    secret,
    timestampMs: now,
    nonce: String(nonce),
  })
  const headers = { host: 'vpc.aliyuncs.com', 'content-type': 'application/x-www-form-urlencoded' }
  return { method: 'POST', path: '/', rawQuery: '', headers, body: Buffer.from(encodeParameters(signed)) }
}

function tencentRequest({ action, parameters }: Question, { id, secret }: Key): HttpRequest {
  const body = Buffer.from(JSON.stringify(parameters))
  const headers = signTc3({
    method: 'POST',
    host: 'vpc.tencentcloudapi.com',
    body,
    service: 'vpc',
    action,
    version: '2017-03-12',
    region: 'ap-guangzhou',
    keyId: id,
    secret,
    timestampMs: now,
  })
  return { method: 'POST', path: '/', rawQuery: '', headers, body }
}

/** The answer without the request's id, which no two have in common. */
function answerIn(body: string): unknown {
  const { RequestId: _, Response, ...rest } = JSON.parse(body) as Record<string, unknown>
  if (Response === undefined) return rest
  const { RequestId: __, ...response } = Response as Record<string, unknown>
  return response
}

/** The answers by action, in the order in which they are asked: everything described, changed, and described again. */
export async function answersFrom(folder: string): Promise<readonly (readonly [string, unknown])[]> {
  const store = await openSqliteStore({ folder })
  const keys = await store.read((reader) => reader.accessKeys())
  const pipeline = createPipeline({
    dialects: [alibaba, tencent],
    store,
    observed: createObservedWorld(),
    lacks: {},
    tunnelMtu: usualMtu,
    nonces: new NonceWindow({ windowMs: 1_800_000, maxEntries: 1000 }),
    random: createSeededRandom(1),
    now: () => now,
    credentials: createCredentials(store, { dialects: [alibaba, tencent] }),
    onAnswered: () => {},
  })
  const keyOf = (prefix: string): Key => keys.find(({ id }) => id.startsWith(prefix)) ?? { id: '', secret: '' }
  const answers: [string, unknown][] = []
  for (const [place, question] of [...describing, ...modifying].entries()) {
    const request =
      question.cloud === 'alibaba'
        ? alibabaRequest(question, keyOf('LTAI'), place)
        : tencentRequest(question, keyOf('AKID'))
    const { body } = await pipeline.handle(request)
    answers.push([`${question.cloud} ${question.action}`, answerIn(body)])
  }
  await store.close()
  return answers
}
