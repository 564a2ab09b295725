import { ElementReader, encodeName, encodeValue } from './element.ts'
import { ViciError } from './error.ts'
import type { ViciMessage, ViciValue } from './tree.ts'

export type { ViciMessage, ViciValue } from './tree.ts'

/** The deepest nesting of sections that is encoded or decoded. charon's own go to five (list-sas, load-conn). */
export const maximumSectionDepth = 32

// strongSwan src/libcharon/plugins/vici/README.md, "Message format"
const sectionStart = 1
const sectionEnd = 2
const keyValue = 3
const listStart = 4
const listItem = 5
const listEnd = 6

/** The message as bytes, without a length of its own. Throws ViciError `unencodable`. */
export function encodeMessage(message: ViciMessage): Uint8Array {
  const parts: Uint8Array[] = []
  encodeSection(message, 0, parts)
  return Buffer.concat(parts)
}

function encodeSection(section: ViciMessage, depth: number, parts: Uint8Array[]): void {
  // Also what stops a section that holds itself.
  if (depth > maximumSectionDepth)
    throw new ViciError('unencodable', `sections nest deeper than ${maximumSectionDepth}`)
  for (const [key, value] of Object.entries(section)) {
    if (typeof value === 'string') {
      parts.push(Buffer.of(keyValue), encodeName(key), encodeValue(value, key))
    } else if (isList(value)) {
      parts.push(Buffer.of(listStart), encodeName(key))
      for (const item of value) parts.push(Buffer.of(listItem), encodeValue(requireText(item, key), key))
      parts.push(Buffer.of(listEnd))
    } else {
      if (typeof value !== 'object' || value === null) refuse(key, value)
      parts.push(Buffer.of(sectionStart), encodeName(key))
      encodeSection(value, depth + 1, parts)
      parts.push(Buffer.of(sectionEnd))
    }
  }
}

// Array.isArray does not narrow a readonly array.
function isList(value: ViciValue): value is readonly string[] {
  return Array.isArray(value)
}

// The types rule these out, but messages are built from parsed configuration, and charon would believe an "undefined".
function requireText(value: unknown, key: string): string {
  return typeof value === 'string' ? value : refuse(key, value)
}

function refuse(key: string, value: unknown): never {
  throw new ViciError(
    'unencodable',
    `${key} is neither text nor list nor section: ${value === null ? 'null' : typeof value}`,
  )
}

type OpenSection = Record<string, ViciValue>

/**
 * The message that `bytes` are, all of them. Throws ViciError `malformed`: an element cut off or unknown, one where
 * it may not be (a list in a list, a value outside of one), sections or lists left open, sections deeper than
 * `maximumSectionDepth`, or a name twice in one section, which the protocol forbids and of which any choice would be
 * a guess.
 */
export function decodeMessage(bytes: Uint8Array): ViciMessage {
  const reader = new ElementReader(bytes)
  const root = emptySection()
  const enclosing: OpenSection[] = []
  let current = root
  while (!reader.atEnd) {
    const start = reader.offset
    const type = reader.byte('an element')
    switch (type) {
      case sectionStart: {
        if (enclosing.length === maximumSectionDepth) {
          throw new ViciError('malformed', `sections nest deeper than ${maximumSectionDepth} at byte ${start}`)
        }
        const section = emptySection()
        put(current, reader.name(), section, start)
        enclosing.push(current)
        current = section
        break
      }
      case sectionEnd: {
        const outer = enclosing.pop()
        if (outer === undefined) throw new ViciError('malformed', `a section ends at byte ${start} that did not begin`)
        current = outer
        break
      }
      case keyValue:
        put(current, reader.name(), reader.value(), start)
        break
      case listStart:
        put(current, reader.name(), decodeListItems(reader), start)
        break
      case listItem:
      case listEnd:
        throw new ViciError('malformed', `element ${type} at byte ${start} belongs in a list`)
      default:
        throw new ViciError('malformed', `no element of type ${type}, at byte ${start}`)
    }
  }
  if (enclosing.length > 0) throw new ViciError('malformed', `${enclosing.length} sections are not ended`)
  return root
}

function decodeListItems(reader: ElementReader): readonly string[] {
  const items: string[] = []
  for (;;) {
    const start = reader.offset
    const type = reader.byte('a list')
    if (type === listEnd) return items
    if (type !== listItem) throw new ViciError('malformed', `element ${type} at byte ${start} may not be in a list`)
    items.push(reader.value())
  }
}

function emptySection(): OpenSection {
  return Object.create(null)
}

function put(section: OpenSection, name: string, value: ViciValue, start: number): void {
  if (Object.hasOwn(section, name)) {
    throw new ViciError('malformed', `the name ${JSON.stringify(name)} is used twice in a section, at byte ${start}`)
  }
  section[name] = value
}
