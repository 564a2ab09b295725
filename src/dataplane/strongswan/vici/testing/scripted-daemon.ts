import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { ViciMessage } from '../message.ts'
import { decodePacket, encodePacket, type ViciPacket } from '../packet.ts'
import { frameSegment, SegmentReader } from '../segment.ts'
import { type ConnectOptions, connect, type ViciSession, type ViciTimers } from '../session.ts'

/** Timers that stand still until told. */
export class ManualTimers implements ViciTimers {
  readonly #pending = new Map<symbol, { readonly milliseconds: number; readonly fire: () => void }>()

  after(milliseconds: number, fire: () => void): () => void {
    const key = Symbol()
    this.#pending.set(key, { milliseconds, fire })
    return () => this.#pending.delete(key)
  }

  /** The milliseconds of the timers that run, oldest first. */
  get running(): readonly number[] {
    return [...this.#pending.values()].map(({ milliseconds }) => milliseconds)
  }

  /** Fires the one timer that was set for so many milliseconds. */
  fire(milliseconds: number): void {
    const due = [...this.#pending].filter(([, timer]) => timer.milliseconds === milliseconds)
    const [first, ...others] = due
    if (first === undefined || others.length > 0) throw new Error(`${due.length} timers of ${milliseconds} ms`)
    this.#pending.delete(first[0])
    first[1].fire()
  }
}

/** The daemon's end of one connection: says what the test tells it to, and shows what the client said. */
export class ScriptedDaemon {
  readonly #socket: Socket
  readonly #received: ViciPacket[] = []
  #waiting: (() => void) | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    const reader = new SegmentReader()
    socket.on('data', (chunk) => {
      reader.push(Buffer.from(chunk), (segment) => this.#received.push(decodePacket(segment)))
      this.#waiting?.()
    })
    socket.on('error', () => {})
  }

  /** The client's next packet, in the form `type name`; waits until there is one. */
  async next(): Promise<string> {
    for (;;) {
      const packet = this.#received.shift()
      if (packet !== undefined) return 'name' in packet ? `${packet.type} ${packet.name}` : packet.type
      await new Promise<void>((resolve) => {
        this.#waiting = resolve
      })
    }
  }

  /** How many packets have come that `next` has not shown. */
  get unread(): number {
    return this.#received.length
  }

  /** Sends the packets in one chunk. */
  say(...packets: readonly ViciPacket[]): void {
    this.sayBytes(Buffer.concat(packets.map((packet) => frameSegment(encodePacket(packet)))))
  }

  sayBytes(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }

  hangUp(): void {
    this.#socket.end()
  }

  /** Settles when the client has ended the connection. */
  async clientGone(): Promise<void> {
    if (!this.#socket.closed) await once(this.#socket, 'close')
  }
}

export interface Conversation {
  readonly path: string
  readonly session: ViciSession
  readonly daemon: ScriptedDaemon
  readonly timers: ManualTimers
}

/** A path in a folder of its own, removed with the test. */
export async function temporaryPath(t: TestContext, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vici-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return join(folder, name)
}

/** A session over a real unix socket with a daemon that does what the test says. Both end with the test. */
export async function converse(t: TestContext, options: Partial<ConnectOptions> = {}): Promise<Conversation> {
  const path = await temporaryPath(t, 'vici')
  const accepted = Promise.withResolvers<Socket>()
  const server = createServer((socket) => accepted.resolve(socket))
  server.listen(path)
  await once(server, 'listening')
  t.after(() => server.close())
  const timers = new ManualTimers()
  const session = await connect(path, { timeoutMs: 100, timers, ...options })
  t.after(() => session.close())
  const daemon = new ScriptedDaemon(await accepted.promise)
  t.after(() => daemon.hangUp())
  return { path, session, daemon, timers }
}

/** For tests that would wait for ever if they failed. */
export const limit = { timeout: 10_000 }

export const confirm: ViciPacket = { type: 'event-confirm' }
export const response = (message: ViciMessage = {}): ViciPacket => ({ type: 'command-response', message })
export const event = (name: string, message: ViciMessage): ViciPacket => ({ type: 'event', name, message })

/** What `assert.rejects` expects of a ViciError. */
export const vici = (kind: string, text = /./) => ({ name: 'ViciError', kind, message: text })

/** Shows that the two still understand each other. */
export async function stillTalking({ session, daemon }: Conversation): Promise<void> {
  const answer = session.request('version', {}, { timeoutMs: 77 })
  assert.equal(await daemon.next(), 'command-request version')
  daemon.say(response({ version: '5.9.8' }))
  assert.equal((await answer).version, '5.9.8')
}
