import type { Socket } from 'node:net'
import { ViciError } from './error.ts'
import type { ViciMessage } from './message.ts'
import { decodePacket, encodePacket, type ViciPacket, type ViciPacketType } from './packet.ts'
import { frameSegment, SegmentReader } from './segment.ts'

export type EventListener = (event: string, message: ViciMessage) => void

interface Exchange {
  readonly accepts: readonly ViciPacketType[]
  readonly onEvent: EventListener
  readonly resolve: (reply: ViciPacket) => void
  readonly reject: (error: ViciError) => void
}

/**
 * Packets over a connected socket, one exchange at a time: VICI has no sequence numbers, so an answer belongs to
 * the one question that is open, and a connection on which an answer may still come late is of no more use.
 * Whatever goes wrong therefore closes it, for good.
 */
export class PacketConnection {
  readonly #socket: Socket
  readonly #onEvent: EventListener
  readonly #reader = new SegmentReader()
  readonly #closed = Promise.withResolvers<ViciError>()
  #exchange: Exchange | undefined
  #closedBy: ViciError | undefined

  /** `onEvent` sees every event, in order and at once; it must not throw. */
  constructor(socket: Socket, onEvent: EventListener) {
    this.#socket = socket
    this.#onEvent = onEvent
    socket.on('data', (chunk) => this.#receive(typeof chunk === 'string' ? Buffer.from(chunk) : chunk))
    socket.on('error', (cause) =>
      this.close(new ViciError('closed', `the connection broke: ${cause.message}`, { cause })),
    )
    socket.on('close', () => {
      this.#ended()
      if (this.#closedBy) this.#closed.resolve(this.#closedBy)
    })
  }

  /** Why nothing can be asked any more, from the moment this is so. */
  get closedBy(): ViciError | undefined {
    return this.#closedBy
  }

  /** Settles once the socket is closed; never rejects. */
  get closed(): Promise<ViciError> {
    return this.#closed.promise
  }

  /**
   * Sends a packet and waits for its answer. `onEvent` sees the events that come before the answer and none after,
   * even when they share a chunk. Rejects with ViciError: `unencodable` or `too-large` (nothing was sent, the
   * connection is still good), `protocol` for an answer of another type than those in `accepts`, or what closed the
   * connection.
   */
  exchange(
    packet: ViciPacket,
    accepts: readonly ViciPacketType[],
    onEvent: EventListener = () => {},
  ): Promise<ViciPacket> {
    return new Promise((resolve, reject) => {
      if (this.#closedBy) throw this.#closedBy
      if (this.#exchange) throw new ViciError('protocol', 'one exchange at a time')
      const segment = frameSegment(encodePacket(packet))
      this.#exchange = { accepts, onEvent, resolve, reject }
      this.#socket.write(segment)
    })
  }

  /** Ends the connection at once. The open exchange, if any, is rejected with `reason`. Later calls change nothing. */
  close(reason: ViciError): void {
    if (this.#closedBy) return
    this.#closedBy = reason
    this.#socket.destroy()
    const exchange = this.#exchange
    this.#exchange = undefined
    exchange?.reject(reason)
  }

  #ended(): void {
    const where = this.#reader.midSegment ? ' in the middle of a segment' : ''
    this.close(new ViciError('closed', `the daemon closed the connection${where}`))
  }

  #receive(chunk: Uint8Array): void {
    try {
      this.#reader.push(chunk, (segment) => {
        if (this.#closedBy === undefined) this.#accept(decodePacket(segment))
      })
    } catch (error) {
      this.close(error instanceof ViciError ? error : new ViciError('protocol', 'reading failed', { cause: error }))
    }
  }

  #accept(packet: ViciPacket): void {
    const exchange = this.#exchange
    if (packet.type === 'event') {
      exchange?.onEvent(packet.name, packet.message)
      this.#onEvent(packet.name, packet.message)
      return
    }
    if (!exchange?.accepts.includes(packet.type)) {
      throw new ViciError(
        'protocol',
        `a packet of type ${packet.type} ${exchange ? 'is no answer to what was asked' : 'answers nothing'}`,
      )
    }
    this.#exchange = undefined
    exchange.resolve(packet)
  }
}
