import { connect as connectSocket, type Socket } from 'node:net'
import type { Clock } from '../../runtime/clock.ts'
import { BirdError } from './error.ts'
import { firstErrorCode, type Reply, ReplyReader } from './reply-reader.ts'

export interface ControlOptions {
  readonly timers: Pick<Clock, 'after'>
  /** For reaching the socket, and for each answer, in milliseconds; time in the queue counts. */
  readonly timeoutMs: number
  /** Sees each message of the log that was asked for; it must not throw. */
  readonly onMessage?: (text: string) => void
}

interface Question {
  readonly command: string
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: BirdError) => void
}

/**
 * Connects to a daemon's control socket and waits for its greeting. Rejects with BirdError `connect-failed`, `timeout`,
 * `closed` or `protocol`.
 */
export async function connectControl(path: string, options: ControlOptions): Promise<ControlSession> {
  const session = new ControlSession(connectSocket({ path }), path, options)
  await session.greeted
  return session
}

/**
 * One connection to a BIRD. Commands may overlap: they are sent one at a time, since answers have no numbers. What breaks
 * one (no answer in time, bytes that are no reply, the daemon's end) closes the connection for good.
 */
export class ControlSession implements AsyncDisposable {
  /** Settles when the daemon has said its name. */
  readonly greeted: Promise<unknown>
  readonly #socket: Socket
  readonly #options: ControlOptions
  readonly #reader: ReplyReader
  readonly #closed = Promise.withResolvers<BirdError>()
  readonly #waiting: Question[] = []
  #open: Question | undefined
  #closedBy: BirdError | undefined

  constructor(socket: Socket, path: string, options: ControlOptions) {
    this.#socket = socket
    this.#options = options
    this.#reader = new ReplyReader({
      reply: (reply) => this.#answer(reply),
      message: (text) => options.onMessage?.(text),
    })
    let isConnected = false
    socket.on('connect', () => {
      isConnected = true
    })
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (cause) =>
      this.#end(
        isConnected
          ? new BirdError('closed', `the connection broke: ${cause.message}`, { cause })
          : new BirdError('connect-failed', `cannot connect to ${path}: ${cause.message}`, { cause }),
      ),
    )
    socket.on('close', () => {
      this.#end(new BirdError('closed', 'the daemon closed the connection'))
      if (this.#closedBy !== undefined) this.#closed.resolve(this.#closedBy)
    })
    // The daemon speaks first, as if a question had been put.
    this.greeted = this.#put('greeting', () => undefined)
  }

  /** Settles with the reason once the connection has ended; never rejects. */
  get closed(): Promise<BirdError> {
    return this.#closed.promise
  }

  /** The reply to a command. Rejects with BirdError; after `refused` the connection is still good. */
  ask(command: string): Promise<Reply> {
    if (/[\r\n\0]/.test(command)) return Promise.reject(new BirdError('protocol', 'a command is one line'))
    return this.#put(command, () => this.#socket.write(`${command}\n`))
  }

  async close(): Promise<void> {
    this.#end(new BirdError('closed', 'the session was closed'))
    await this.#closed.promise
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #put(command: string, send: () => void): Promise<Reply> {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    if (this.#closedBy !== undefined) {
      reject(this.#closedBy)
      return promise
    }
    const { timers, timeoutMs } = this.#options
    const cancel = timers.after(timeoutMs, () =>
      this.#end(new BirdError('timeout', `${command}: no answer within ${timeoutMs} ms`)),
    )
    const question: Question = {
      command,
      resolve: (reply) => {
        cancel()
        resolve(reply)
      },
      reject: (error) => {
        cancel()
        reject(error)
      },
    }
    if (this.#open === undefined) {
      this.#open = question
      send()
    } else {
      this.#waiting.push(question)
    }
    return promise
  }

  #receive(chunk: Uint8Array): void {
    if (this.#closedBy !== undefined) return
    try {
      this.#reader.push(chunk)
    } catch (error) {
      this.#end(error instanceof BirdError ? error : new BirdError('protocol', 'reading failed', { cause: error }))
    }
  }

  #answer(reply: Reply): void {
    if (this.#closedBy !== undefined) return
    const question = this.#open
    if (question === undefined) throw new BirdError('protocol', `an answer to nothing: ${reply.code}`)
    this.#open = this.#waiting.shift()
    if (this.#open !== undefined) this.#socket.write(`${this.#open.command}\n`)
    if (reply.code < firstErrorCode) {
      question.resolve(reply)
      return
    }
    const said = reply.lines.filter(({ code }) => code >= firstErrorCode).map(({ text }) => text)
    question.reject(new BirdError('refused', `${question.command}: ${said.join(' ')}`))
  }

  #end(reason: BirdError): void {
    if (this.#closedBy !== undefined) return
    this.#closedBy = reason
    this.#socket.destroy()
    const questions = [this.#open, ...this.#waiting.splice(0)]
    this.#open = undefined
    for (const question of questions) question?.reject(reason)
  }
}
