import { connect, type Socket } from 'node:net'

/** A request as it goes over the wire, so that the client costs next to nothing while it measures. */
export function wireRequest(
  address: string,
  request: { method: string; target: string; headers: Readonly<Record<string, string>>; body: string },
): Buffer {
  const { host } = new URL(address)
  const length = Buffer.byteLength(request.body)
  const { host: _, ...headers } = request.headers
  const lines = [
    `${request.method} ${request.target} HTTP/1.1`,
    `host: ${request.headers.host ?? host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${length}`,
    '',
    request.body,
  ]
  return Buffer.from(lines.join('\r\n'))
}

const headEnd = Buffer.from('\r\n\r\n')

/** Takes answers with a content length off a stream of bytes. */
class AnswerReader {
  #rest: Buffer = Buffer.alloc(0)

  /** The bodies that `chunk` completes; an answer that is not a success ends the measurement. */
  read(chunk: Buffer): Buffer[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const bodies: Buffer[] = []
    for (;;) {
      const end = this.#rest.indexOf(headEnd)
      if (end < 0) return bodies
      const head = this.#rest.toString('latin1', 0, end)
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
      if (Number.isNaN(length)) throw new Error(`an answer without a length:\n${head}`)
      const start = end + headEnd.length
      if (this.#rest.length < start + length) return bodies
      const body = this.#rest.subarray(start, start + length)
      if (!head.startsWith('HTTP/1.1 200')) throw new Error(`an answer that is not 200:\n${head}\n${body.toString()}`)
      bodies.push(body)
      this.#rest = this.#rest.subarray(start + length)
    }
  }
}

export interface LoadResult {
  readonly requests: number
  readonly seconds: number
}

/**
 * Sends `requests` over `clients` connections, each connection's next one once its last is answered. `check` sees every
 * body and throws when it is not what it should be.
 */
export async function load(
  address: string,
  clients: number,
  requests: readonly Buffer[],
  check: (body: Buffer) => void,
): Promise<LoadResult> {
  const { hostname, port } = new URL(address)
  const sockets = await Promise.all(Array.from({ length: clients }, () => open(hostname, Number(port))))
  let next = 0
  const run = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      const reader = new AnswerReader()
      const send = () => {
        const request = requests[next]
        next += 1
        if (request === undefined) resolve()
        else socket.write(request)
      }
      socket.on('data', (chunk: Buffer) => {
        try {
          for (const body of reader.read(chunk)) {
            check(body)
            send()
          }
        } catch (error) {
          reject(error)
        }
      })
      socket.on('error', reject)
      socket.on('close', () => reject(new Error('the server closed the connection')))
      send()
    })
  const start = performance.now()
  try {
    await Promise.all(sockets.map(run))
    return { requests: requests.length, seconds: (performance.now() - start) / 1000 }
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}
