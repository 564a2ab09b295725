import { ElementReader, encodeName } from './element.ts'
import { ViciError } from './error.ts'
import { decodeMessage, encodeMessage, type ViciMessage } from './message.ts'

/** What one segment holds (strongSwan src/libcharon/plugins/vici/README.md, "Packet layer"). */
export type ViciPacket =
  | { readonly type: 'command-request'; readonly name: string; readonly message: ViciMessage }
  | { readonly type: 'command-response'; readonly message: ViciMessage }
  | { readonly type: 'command-unknown' }
  | { readonly type: 'event-register'; readonly name: string }
  | { readonly type: 'event-unregister'; readonly name: string }
  | { readonly type: 'event-confirm' }
  | { readonly type: 'event-unknown' }
  | { readonly type: 'event'; readonly name: string; readonly message: ViciMessage }

export type ViciPacketType = ViciPacket['type']

// In the order of their numbers on the wire, from 0.
const types = [
  'command-request',
  'command-response',
  'command-unknown',
  'event-register',
  'event-unregister',
  'event-confirm',
  'event-unknown',
  'event',
] as const satisfies readonly ViciPacketType[]

/** The packet as a segment's bytes, not yet framed. Throws ViciError `unencodable`. */
export function encodePacket(packet: ViciPacket): Uint8Array {
  const parts: Uint8Array[] = [Buffer.of(types.indexOf(packet.type))]
  if ('name' in packet) parts.push(encodeName(packet.name))
  if ('message' in packet) parts.push(encodeMessage(packet.message))
  return Buffer.concat(parts)
}

/**
 * The packet that a segment holds. Throws ViciError `malformed`, also for bytes after a packet that ends without a
 * message.
 */
export function decodePacket(segment: Uint8Array): ViciPacket {
  const reader = new ElementReader(segment)
  const number = reader.byte('the type of a packet')
  const type = types[number]
  if (type === undefined) throw new ViciError('malformed', `no packet of type ${number}`)
  switch (type) {
    case 'command-request':
    case 'event':
      return { type, name: reader.name(), message: decodeMessage(reader.rest()) }
    case 'command-response':
      return { type, message: decodeMessage(reader.rest()) }
    case 'event-register':
    case 'event-unregister':
      return ended(reader, { type, name: reader.name() })
    case 'command-unknown':
    case 'event-confirm':
    case 'event-unknown':
      return ended(reader, { type })
  }
}

function ended(reader: ElementReader, packet: ViciPacket): ViciPacket {
  if (!reader.atEnd) throw new ViciError('malformed', `bytes follow the end of a packet of type ${packet.type}`)
  return packet
}
