/** The official Node SDK, unmodified, and a server for it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js'
import type { HttpRequest } from '../../http/message.ts'
import { openTestInstallation, type TestInstallation } from '../../http/testing/installation.ts'
import { tencent } from '../dialect.ts'
import { region } from './client.ts'

async function readMessage(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const [path = '/', rawQuery = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  const headers = Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')])
  return {
    method: incoming.method ?? '',
    path,
    rawQuery,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  }
}

export interface SdkServer extends AsyncDisposable {
  readonly installation: TestInstallation
  readonly port: number
}

/** The pipeline behind a listener. */
export async function serveSdk(): Promise<SdkServer> {
  const installation = await openTestInstallation(tencent)
  const server = createServer(async (incoming, outgoing) => {
    // The SDK signs with the machine's time.
    installation.now = Date.now()
    const { status, headers, body } = await installation.handle(await readMessage(incoming))
    outgoing.writeHead(status, { ...headers, connection: 'close' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address !== 'string')
  return {
    installation,
    port: address.port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await installation[Symbol.asyncDispose]()
    },
  }
}

export const methods = ['TC3-HMAC-SHA256', 'HmacSHA1', 'HmacSHA256'] as const

export type SignMethod = (typeof methods)[number]

export const clientOf = ({ installation, port }: SdkServer, signMethod: SignMethod, reqMethod: 'GET' | 'POST') =>
  new vpc.v20170312.Client({
    credential: { secretId: installation.key.id, secretKey: installation.key.secret },
    region,
    profile: { signMethod, httpProfile: { endpoint: `127.0.0.1:${port}`, reqMethod, protocol: 'http://' } },
  })

export type SdkClient = ReturnType<typeof clientOf>
