import type { Root, RootKind } from '../domain/roots.ts'

export type { RootKind } from '../domain/roots.ts'

export type Key = Root

export const formatKey = ({ kind, id }: Key): string => `${kind} ${id}`

const isRootKind = (text: string): text is RootKind => text === 'network' || text === 'gateway' || text === 'host'

export function parseKey(text: string): Key {
  const [kind = '', id = ''] = text.split(' ')
  if (!isRootKind(kind)) throw new TypeError(`not a key: ${text}`)
  return { kind, id }
}
