import { ConfigError, UsageError } from '../../runtime/config.ts'
import { dialects } from '../../server/dialects.ts'
import { readServerFile } from '../../server/server-file.ts'
import { openSqliteStoreForReading } from '../../store/sqlite/open.ts'
import type { Dialect } from '../../wire/http/dialect.ts'
import { createNativeClient } from '../../wire/native/client.ts'
import { dryRunText } from '../dry-run-text.ts'
import { credentialsOf } from './credentials.ts'

export interface CallOptions {
  readonly data: string
  readonly parameter: Readonly<Record<string, unknown>>
  readonly parameters: Readonly<Record<string, unknown>>
  readonly account?: string
  readonly region?: string
  readonly admin?: string
  readonly endpoint?: string
  readonly dryRun?: true
  readonly json?: true
}

interface Key {
  readonly account: string
  readonly id: string
  readonly secret: string
}

/** The usual region is one that each cloud has had from its beginning. */
const usualRegion: Readonly<Record<string, string>> = { alibaba: 'cn-hangzhou', tencent: 'ap-guangzhou' }

/** Of an account's own, the folder's where none is named. */
async function keyOf(dialect: string, { data, account }: CallOptions): Promise<Key> {
  if (account === undefined) {
    const { alibaba, tencent } = await credentialsOf(data)
    return dialect === 'alibaba'
      ? { account: alibaba.accountId, id: alibaba.accessKeyId, secret: alibaba.accessKeySecret }
      : { account: tencent.appId, id: tencent.secretId, secret: tencent.secretKey }
  }
  const store = await openSqliteStoreForReading(data)
  try {
    const keys = await store.read((reader) => reader.accessKeys())
    const key = keys.find((each) => each.account === account && each.active && each.user === undefined)
    if (key === undefined) throw new UsageError(`--account: ${account} is no account of ${data} that has a key`)
    return { account, id: key.id, secret: key.secret }
  } finally {
    await store.close()
  }
}

interface Asked {
  readonly action: string
  readonly version: string
  readonly product: string
  readonly region: string
  readonly parameters: Readonly<Record<string, unknown>>
}

type Send = (endpoint: URL, key: Key, asked: Asked) => Promise<unknown>

const asWord = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** How long an answer may take: that to a change comes once it is in effect, where the server has no latency. */
const patienceSeconds = 60

/** By each cloud's own client, as it comes. */
const sending: Readonly<Record<string, Send>> = {
  async alibaba(endpoint, { id, secret }, { action, version, region, parameters }) {
    const { default: RPCClient } = await import('@alicloud/pop-core')
    const to = { accessKeyId: id, accessKeySecret: secret, endpoint: endpoint.origin, apiVersion: version }
    // What its query cannot carry it carries as JSON, as the aliyun CLI does.
    const words = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, asWord(value)]))
    return new RPCClient(to).request(
      action,
      { RegionId: region, ...words },
      { method: 'POST', timeout: patienceSeconds * 1000 },
    )
  },
  async tencent(endpoint, { id, secret }, { action, version, region, parameters }) {
    const { CommonClient } = await import('tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js')
    const client = new CommonClient(endpoint.host, version, {
      credential: { secretId: id, secretKey: secret },
      region,
      profile: {
        language: 'en-US',
        httpProfile: { endpoint: endpoint.host, protocol: 'http://', reqTimeout: patienceSeconds },
      },
    })
    return client.request(action, parameters)
  },
}

/** The cloud's word for why it did not, as its client has it. */
function refusal(error: unknown, api: string): unknown {
  if (error instanceof Error && /\bE(CONNREFUSED|NOTFOUND|CONNRESET|HOSTUNREACH)\b/.test(error.message)) {
    return new ConfigError(`no answer from the API at ${api}: is the server running?`)
  }
  if (!(error instanceof Error) || !('code' in error)) return error
  return new ConfigError(`${String(error.code)}: ${error.message}`)
}

function serviceOf({ operations, name }: Dialect, action: string): { product: string; version: string } {
  const service = [...operations.services].find((each) => operations.has(`${each} ${action}`))
  if (service === undefined)
    throw new UsageError(`${name} has no ${action} here: docs/compat/${name} names what it has`)
  const [product = '', version = ''] = service.split(' ')
  return { product, version }
}

async function rehearse(action: string, service: string, key: Key, asked: Asked, options: CallOptions): Promise<void> {
  const admin = options.admin ?? readServerFile(options.data)?.admin ?? 'http://127.0.0.1:7781'
  const { region, parameters } = asked
  const told = await createNativeClient(admin).dryRun({ account: key.account, action, service, region, parameters })
  if (options.json) process.stdout.write(`${JSON.stringify(told)}\n`)
  else if (told.passes) process.stdout.write(`${dryRunText(told)}\n`)
  if (told.passes) return
  if (options.json) process.exitCode = 1
  else throw new ConfigError(`${told.refusal.code}: ${told.refusal.message}`)
}

/** Calls an operation of a cloud with the folder's own key, or says what it would change. */
export async function call(name: string, action: string, options: CallOptions): Promise<void> {
  const dialect = dialects.find((each) => each.name === name)
  const send = sending[name]
  if (dialect === undefined || send === undefined) throw new UsageError(`"${name}" is no cloud: alibaba or tencent`)
  const service = serviceOf(dialect, action)
  const key = await keyOf(name, options)
  const parameters = { ...options.parameters, ...options.parameter }
  const asked = { action, ...service, region: options.region ?? usualRegion[name] ?? '', parameters }
  if (options.dryRun) return rehearse(action, `${service.product} ${service.version}`, key, asked, options)
  const api = options.endpoint ?? readServerFile(options.data)?.api ?? 'http://127.0.0.1:7780'
  const answer = await send(new URL(api), key, asked).catch((error: unknown) => {
    throw refusal(error, api)
  })
  process.stdout.write(`${JSON.stringify(answer, undefined, options.json ? undefined : 2)}\n`)
}
