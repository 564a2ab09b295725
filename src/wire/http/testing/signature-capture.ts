/** A fixture for the signature tests: a loopback server that keeps what real clients send it. */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { HttpRequest } from '../message.ts'

export interface Capture extends AsyncDisposable {
  readonly port: number
  /** Everything that has arrived, oldest first. */
  readonly taken: readonly HttpRequest[]
}

const read = async (incoming: IncomingMessage): Promise<HttpRequest> => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const target = incoming.url ?? '/'
  const question = target.indexOf('?')
  const headers: Record<string, string> = {}
  for (const [name, values] of Object.entries(incoming.headersDistinct)) headers[name] = (values ?? []).join(', ')
  return {
    method: incoming.method ?? '',
    path: question === -1 ? target : target.slice(0, question),
    rawQuery: question === -1 ? '' : target.slice(question + 1),
    headers,
    body: Buffer.concat(chunks),
  }
}

/** Answers every request with the same JSON, on a free port of 127.0.0.1. */
export const startCapture = async (answer: object): Promise<Capture> => {
  const taken: HttpRequest[] = []
  const server = createServer(async (incoming, outgoing) => {
    taken.push(await read(incoming))
    outgoing.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the capture server has no port')
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { port: address.port, taken, [Symbol.asyncDispose]: close }
}
