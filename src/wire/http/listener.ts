import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { type AddressInfo, BoundSocket, isIP, type Socket } from 'node:net'
import { hostProblem } from './host-header.ts'
import type { HttpRequest, HttpResponse } from './message.ts'
import type { Pipeline } from './pipeline.ts'

// An import of it would load Node's client for fetch and WebSocket as well, which some of its names stand for: a third of
// all that is loaded until the first answer.
const { createServer } = process.getBuiltinModule('node:http')

/** The clouds take 1 MiB of a form (Tencent Cloud: Signature v1); nothing that is served here needs more. */
export const bodyLimitBytes = 1024 * 1024

/** A query may carry what a body does: 32 KiB (Tencent Cloud: Signature v3), and headers come on top. */
const headerLimitBytes = 64 * 1024

/** Milliseconds: longer than the minute for which proxies in front keep a connection, so that they end it first. */
const keepAliveTimeout = 72_000

const nothing = new Uint8Array()

/** A client behind a forward proxy sends the whole address as its target (RFC 9112 section 3.2.2). */
function splitTarget(target: string): { path: string; rawQuery: string } {
  const slash = target.startsWith('/') ? 0 : target.indexOf('/', target.indexOf('://') + 3)
  const local = slash < 0 ? '/' : target.slice(slash)
  const mark = local.indexOf('?')
  return mark < 0 ? { path: local, rawQuery: '' } : { path: local.slice(0, mark), rawQuery: local.slice(mark + 1) }
}

function readMessage(request: IncomingMessage, body: Uint8Array): HttpRequest {
  const headers: Record<string, string> = {}
  for (const name in request.headers) {
    const value = request.headers[name]
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  const { remoteAddress: address } = request.socket
  return { method: request.method ?? '', ...splitTarget(request.url ?? '/'), headers, body, address }
}

interface Body {
  /** All of it, or of one over the limit what came up to there: a request is told apart by its body, too. */
  readonly bytes: Uint8Array
  readonly isWhole: boolean
}

const joined = (chunks: readonly Buffer[]): Uint8Array =>
  chunks.length > 1 ? Buffer.concat(chunks) : (chunks[0] ?? nothing)

/** Calls back once: with the whole body, or as soon as it is over the limit; what comes then is let go by. */
function readBody(request: IncomingMessage, done: (body: Body) => void): void {
  const chunks: Buffer[] = []
  let length = 0
  request.on('data', (chunk: Buffer) => {
    if (length > bodyLimitBytes) return
    chunks.push(chunk)
    length += chunk.byteLength
    if (length > bodyLimitBytes) done({ bytes: joined(chunks).subarray(0, bodyLimitBytes), isWhole: false })
  })
  request.on('end', () => {
    if (length <= bodyLimitBytes) done({ bytes: joined(chunks), isWhole: true })
  })
}

/** Head and body in one string are one write to the socket, where bytes are two. */
function send(response: ServerResponse, { status, headers, body }: HttpResponse): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

/** A message that is no HTTP is answered as such, before any cloud's form of it is looked at. */
function refuseMessage(request: IncomingMessage, response: ServerResponse, problem: string): void {
  request.resume()
  const body = `${problem}\n`
  send(response, { status: 400, headers: { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }, body })
}

function answer(
  pipeline: Pipeline,
  request: IncomingMessage,
  response: ServerResponse,
  answering: Set<ServerResponse>,
): void {
  const problem = hostProblem(request)
  if (problem !== undefined) {
    refuseMessage(request, response, problem)
    return
  }
  readBody(request, ({ bytes, isWhole }) => {
    answering.add(response)
    response.once('close', () => answering.delete(response))
    const message = readMessage(request, bytes)
    if (isWhole) void handle(pipeline, message).then((answered) => send(response, answered))
    else send(response, pipeline.refuse(message, 'body-too-large'))
  })
}

/** The pipeline answers whatever happens; if it fails all the same, this request fails and not the server. */
const handle = (pipeline: Pipeline, message: HttpRequest): Promise<HttpResponse> =>
  pipeline.handle(message).catch(() => pipeline.refuse(message, 'internal'))

export interface Listener {
  /** Answers where it listens: "http://127.0.0.1:7780". Rejects with the system's error. */
  listen(place: { readonly host: string; readonly port: number }): Promise<string>
  /** Lets what is being answered be answered, and ends every connection. */
  close(): Promise<void>
}

/** Both of a machine's own addresses are called localhost, and clients try either. */
async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host]
  const found = (await lookup(host, { all: true, order: 'ipv4first' })).map(({ address }) => address)
  return host === 'localhost' ? found : found.slice(0, 1)
}

async function listenOn(server: Server, host: string, port: number): Promise<AddressInfo> {
  // Given a host, Node first asks whether it is a link-local IPv6 address, by an expression that takes 8 ms to compile.
  server.listen(new BoundSocket({ host, port }))
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP port has an address')
  return address
}

const urlOf = ({ address, family, port }: AddressInfo): string => {
  const near = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address
  return `http://${family === 'IPv6' ? `[${near}]` : near}:${port}`
}

/**
 * The one port of both clouds' APIs: takes any request in whole and hands it to the pipeline. There is nothing to route,
 * because what is asked for stands in headers and parameters and never in the path.
 */
export function createApiListener(pipeline: Pipeline): Listener {
  const servers: Server[] = []
  const sockets = new Set<Socket>()
  const answering = new Set<ServerResponse>()
  const open = (): Server => {
    const limits = { maxHeaderSize: headerLimitBytes, keepAliveTimeout }
    const server = createServer(limits, (request, response) => answer(pipeline, request, response, answering))
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    servers.push(server)
    return server
  }
  return {
    async listen({ host, port }) {
      const [first = host, ...others] = await addressesOf(host)
      const address = await listenOn(open(), first, port)
      for (const other of others) await listenOn(open(), other, address.port)
      return urlOf(address)
    },
    async close() {
      const listening = servers.filter((server) => server.listening)
      const closed = Promise.all(listening.map((server) => new Promise((done) => server.close(done))))
      // A request that has not come in whole may never do so.
      const busy = new Set([...answering].map(({ socket }) => socket))
      for (const socket of sockets) if (!busy.has(socket)) socket.destroy()
      await closed
    },
  }
}
