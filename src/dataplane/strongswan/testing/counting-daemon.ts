import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { socketIn } from '../start-daemon.ts'
import type { ViciMessage } from '../vici/message.ts'
import { decodePacket, encodePacket, type ViciPacket } from '../vici/packet.ts'
import { frameSegment, SegmentReader } from '../vici/segment.ts'
import { confirm, event, response } from '../vici/testing/scripted-daemon.ts'

/** What a daemon with one connection and these SAs answers. */
function answersTo(packet: ViciPacket, sas: readonly ViciMessage[]): readonly ViciPacket[] {
  if (packet.type === 'event-register' || packet.type === 'event-unregister') return [confirm]
  if (packet.type !== 'command-request') return []
  if (packet.name === 'get-conns') return [response({ conns: ['connection'] })]
  if (packet.name === 'list-conns') {
    return [event('list-conn', { connection: { children: { child: {} } } }), response()]
  }
  if (packet.name === 'list-sas') return [...sas.map((sa) => event('list-sa', { connection: sa })), response()]
  return [response()]
}

/** A daemon in this folder that says what each request wants to hear, and calls `count` for each. It ends with the test. */
export async function startCountingDaemon(
  t: TestContext,
  folder: string,
  count: (request: string) => void,
  sas: readonly ViciMessage[] = [],
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const reader = new SegmentReader()
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      reader.push(Buffer.from(chunk), (segment) => {
        const packet = decodePacket(segment)
        if (packet.type === 'command-request') count(packet.name)
        for (const answer of answersTo(packet, sas)) socket.write(frameSegment(encodePacket(answer)))
      })
    })
  })
  server.listen(socketIn(folder))
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
}
