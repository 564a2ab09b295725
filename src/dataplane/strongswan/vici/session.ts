import { connect as connectSocket, type Socket } from 'node:net'
import { PacketConnection } from './connection.ts'
import { ViciError } from './error.ts'
import type { ViciMessage } from './message.ts'
import type { ViciPacket } from './packet.ts'

/** Where time comes from. */
export interface ViciTimers {
  /** Calls `fire` once after `milliseconds`, unless the function returned is called before. */
  after(milliseconds: number, fire: () => void): () => void
}

export interface ConnectOptions {
  /** For reaching the socket, in milliseconds. */
  readonly timeoutMs: number
  readonly timers: ViciTimers
  /** Opens a stream to a path, as `node:net` `connect` does, which is the default. */
  readonly openSocket?: (path: string) => Socket
  /**
   * Takes what a listener or `onItem` threw. By default it is thrown again outside of this room, so as not to go
   * unseen.
   */
  readonly onListenerError?: (error: unknown) => void
}

export interface RequestOptions {
  /** From the call to the answer, in milliseconds, time in the queue included. */
  readonly timeoutMs: number
}

export interface StreamOptions extends RequestOptions {
  /** Sees each item as it comes, for those that cannot wait for the end, such as the `control-log` of an `initiate`. */
  readonly onItem?: (item: ViciMessage) => void
}

export interface ViciStream {
  readonly items: readonly ViciMessage[]
  readonly response: ViciMessage
}

export interface ViciSubscription extends AsyncDisposable {
  /** No call of the listener begins after this one. Settles when the daemon knows too; never rejects. */
  close(): Promise<void>
}

type Listener = (message: ViciMessage) => void

interface QueuedOperation {
  readonly start: () => void
  readonly reject: (error: ViciError) => void
}

const rethrowLater = (error: unknown): void =>
  queueMicrotask(() => {
    throw error
  })

/**
 * Connects to the VICI socket at `path` (`plugins.vici.socket` without its `unix://`).
 * Rejects with ViciError `connect-failed` or `timeout`, or RangeError for a `timeoutMs` that no timer can keep.
 */
export function connect(path: string, options: ConnectOptions): Promise<ViciSession> {
  const openSocket = options.openSocket ?? ((at: string) => connectSocket({ path: at }))
  return new Promise((resolve, reject) => {
    requireTimeout(options.timeoutMs)
    const socket = openSocket(path)
    const settle = (): void => {
      cancel()
      // Ours alone: a socket listens to itself as well.
      socket.off('connect', onConnect)
      socket.off('error', onError)
    }
    const giveUp = (error: ViciError): void => {
      settle()
      // A destroyed socket may still report, and nobody else listens.
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    const onConnect = (): void => {
      settle()
      resolve(new ViciSession(socket, options))
    }
    const onError = (cause: Error): void =>
      giveUp(new ViciError('connect-failed', `cannot connect to ${path}: ${cause.message}`, { cause }))
    const cancel = options.timers.after(options.timeoutMs, () =>
      giveUp(new ViciError('timeout', `no connection to ${path} within ${options.timeoutMs} ms`)),
    )
    socket.on('connect', onConnect)
    socket.on('error', onError)
  })
}

/**
 * One connection to a charon. Calls may overlap: they queue and are sent one at a time. What breaks one in flight (a
 * timeout, bytes that are not VICI, the daemon's end) closes the connection and rejects all others with `closed`;
 * connect anew then.
 *
 * A slow command holds up those behind it, the end of a subscription included. Where events matter, give them a
 * session of their own.
 */
export class ViciSession implements AsyncDisposable {
  readonly #connection: PacketConnection
  readonly #timers: ViciTimers
  readonly #onListenerError: (error: unknown) => void
  readonly #queue: QueuedOperation[] = []
  readonly #listeners = new Map<string, Set<{ readonly listener: Listener }>>()
  readonly #registered = new Set<string>()
  #busy = false

  /** Takes over a connected socket; see `connect`. */
  constructor(socket: Socket, options: Pick<ConnectOptions, 'timers' | 'onListenerError'>) {
    this.#timers = options.timers
    this.#onListenerError = options.onListenerError ?? rethrowLater
    this.#connection = new PacketConnection(socket, (event, message) => {
      for (const { listener } of this.#listeners.get(event) ?? []) this.#call(listener, message)
    })
  }

  /**
   * Settles with the reason when the connection has ended, asked for or not; never rejects. How a subscriber learns
   * that no more events come.
   */
  get closed(): Promise<ViciError> {
    return this.#connection.closed
  }

  /**
   * The answer to a command. Rejects with ViciError: `unknown-command`, `command-failed` (the answer has a `success`
   * other than `yes`), `timeout`, `unencodable`, `too-large`, `closed`, `malformed`, `protocol`; or RangeError for a
   * `timeoutMs` that no timer can keep.
   *
   * charon drops an answer over 512 KiB without a word, which ends here as `timeout`. `initiate` and `terminate` wait
   * for ever unless the message has a `timeout`, in milliseconds: give one, shorter than `timeoutMs`.
   */
  request(command: string, message: ViciMessage, options: RequestOptions): Promise<ViciMessage> {
    return this.#perform(command, options.timeoutMs, () => this.#command(command, message, () => {}))
  }

  /**
   * The answer to a command and what it streamed as `event` before (`list-sas` and `list-sa`, `initiate` and
   * `control-log` …). The event is registered for the command's duration. Rejects as `request` does, and with
   * `unknown-event`. On `command-failed` the error has the items too.
   */
  stream(command: string, event: string, message: ViciMessage, options: StreamOptions): Promise<ViciStream> {
    const items: ViciMessage[] = []
    const onItem = options.onItem
    return this.#perform(command, options.timeoutMs, async () => {
      await this.#register(event)
      try {
        const response = await this.#command(
          command,
          message,
          (name, item) => {
            if (name !== event) return
            items.push(item)
            if (onItem) this.#call(onItem, item)
          },
          items,
        )
        return { items, response }
      } finally {
        // What the command came to is worth more than an event that could not be ended: the next call tells of that.
        await this.#unregisterUnlessHeard(event).catch(() => {})
      }
    })
  }

  /**
   * Calls `listener` with each `event` from now on, in order, during other calls too. `timeoutMs` is for the
   * registration, and again for its end. Rejects as `request` does, and with `unknown-event`: this daemon has no such
   * event, or not the plugin that raises it.
   */
  subscribe(
    event: string,
    listener: (message: ViciMessage) => void,
    options: RequestOptions,
  ): Promise<ViciSubscription> {
    const entry = { listener }
    return this.#perform(event, options.timeoutMs, async () => {
      // Before the daemon confirms: an event may share a chunk with the confirmation.
      const entries = this.#listeners.get(event) ?? new Set()
      this.#listeners.set(event, entries.add(entry))
      try {
        await this.#register(event)
      } catch (error) {
        this.#forget(event, entry)
        throw error
      }
      const close = async (): Promise<void> => {
        this.#forget(event, entry)
        // A failure leaves nothing to undo: either the connection is gone, or events come that nobody hears.
        await this.#perform(event, options.timeoutMs, () => this.#unregisterUnlessHeard(event)).catch(() => {})
      }
      return { close, [Symbol.asyncDispose]: close }
    })
  }

  /** Ends the connection at once; whatever is pending is rejected with `closed`. Settles when the socket is closed. */
  async close(): Promise<void> {
    this.#connection.close(new ViciError('closed', 'the session was closed'))
    await this.#connection.closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #command(
    command: string,
    message: ViciMessage,
    onEvent: (event: string, message: ViciMessage) => void,
    items: readonly ViciMessage[] = [],
  ): Promise<ViciMessage> {
    const request: ViciPacket = { type: 'command-request', name: command, message }
    const reply = await this.#connection.exchange(request, ['command-response', 'command-unknown'], onEvent)
    if (reply.type !== 'command-response') {
      throw new ViciError('unknown-command', `the daemon has no command ${command}`)
    }
    const response = reply.message
    if (typeof response.success === 'string' && response.success !== 'yes') {
      const reason = typeof response.errmsg === 'string' ? response.errmsg : 'no reason given'
      throw new ViciError('command-failed', `${command}: ${reason}`, { response, items })
    }
    return response
  }

  // Registering twice would have charon send everything twice.
  async #register(event: string): Promise<void> {
    if (this.#registered.has(event)) return
    const reply = await this.#connection.exchange({ type: 'event-register', name: event }, [
      'event-confirm',
      'event-unknown',
    ])
    if (reply.type !== 'event-confirm') throw new ViciError('unknown-event', `the daemon has no event ${event}`)
    this.#registered.add(event)
  }

  async #unregisterUnlessHeard(event: string): Promise<void> {
    if (this.#listeners.has(event) || !this.#registered.has(event) || this.#connection.closedBy) return
    await this.#connection.exchange({ type: 'event-unregister', name: event }, ['event-confirm', 'event-unknown'])
    this.#registered.delete(event)
  }

  #forget(event: string, entry: { readonly listener: Listener }): void {
    const entries = this.#listeners.get(event)
    entries?.delete(entry)
    if (entries?.size === 0) this.#listeners.delete(event)
  }

  #call(listener: Listener, message: ViciMessage): void {
    try {
      listener(message)
    } catch (error) {
      this.#onListenerError(error)
    }
  }

  /** Runs `body` when it has the connection to itself, all its exchanges under one deadline. */
  #perform<T>(what: string, timeoutMs: number, body: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      requireTimeout(timeoutMs)
      let started = false
      const cancel = this.#timers.after(timeoutMs, () => {
        const late = new ViciError('timeout', `${what}: no answer within ${timeoutMs} ms`)
        if (started) return this.#connection.close(late)
        // Never sent, so no late answer can come: the connection stays.
        this.#queue.splice(this.#queue.indexOf(operation), 1)
        reject(late)
      })
      const operation: QueuedOperation = {
        start: () => {
          started = true
          const finish = (settle: () => void): void => {
            cancel()
            this.#busy = false
            settle()
            this.#next()
          }
          body().then(
            (value) => finish(() => resolve(value)),
            (error) => finish(() => reject(error)),
          )
        },
        reject: (error) => {
          cancel()
          reject(endedBefore(what, error))
        },
      }
      this.#queue.push(operation)
      this.#next()
    })
  }

  #next(): void {
    this.#rejectQueueIfClosed()
    if (this.#busy) return
    const operation = this.#queue.shift()
    if (operation === undefined) return
    this.#busy = true
    operation.start()
  }

  #rejectQueueIfClosed(): void {
    const reason = this.#connection.closedBy
    if (reason === undefined) return
    for (const operation of this.#queue.splice(0)) operation.reject(reason)
  }
}

function endedBefore(what: string, cause: ViciError): ViciError {
  return new ViciError('closed', `${what}: the connection had ended: ${cause.message}`, { cause })
}

// A timer beyond 2^31-1 ms fires at once in Node.
function requireTimeout(timeoutMs: number): void {
  if (!(timeoutMs > 0 && timeoutMs <= 0x7fff_ffff)) throw new RangeError(`no timeout: ${timeoutMs} ms`)
}
