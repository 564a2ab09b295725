import type { Root, RootKind } from '../domain/roots.ts'

export type { RootKind } from '../domain/roots.ts'

export type Key = Root

export const formatKey = ({ kind, id }: Key): string => `${kind} ${id}`

const kinds: readonly string[] = ['network', 'gateway', 'host', 'workload'] satisfies readonly RootKind[]

const isRootKind = (text: string): text is RootKind => kinds.includes(text)

export function parseKey(text: string): Key {
  const [kind = '', id = ''] = text.split(' ')
  if (!isRootKind(kind)) throw new TypeError(`not a key: ${text}`)
  return { kind, id }
}
