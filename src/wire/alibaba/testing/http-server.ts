/** A caller's installation behind a plain HTTP server, for clients that cannot be given anything else. */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { HttpRequest } from '../../http/message.ts'
import type { Caller } from './caller.ts'

async function readMessage(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const [path = '/', rawQuery = ''] = (incoming.url ?? '/').split('?', 2)
  const headers: Record<string, string> = {}
  for (const [name, values] of Object.entries(incoming.headersDistinct)) headers[name] = (values ?? []).join(', ')
  return { method: incoming.method ?? '', path, rawQuery, headers, body: Buffer.concat(chunks) }
}

export async function serve(caller: Caller): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer(async (incoming, outgoing) => {
    const { status, headers, body } = await caller.send(await readMessage(incoming))
    outgoing.writeHead(status, { ...headers, connection: 'close' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
