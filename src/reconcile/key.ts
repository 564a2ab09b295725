import type { Resource, ResourceRef } from '../domain/resource.ts'
import type { StoreReader } from '../store/port.ts'

/** The nouns that are brought into the world as a whole; all others are part of one of them. */
export type RootKind = 'network' | 'gateway' | 'host'

export interface Key {
  readonly kind: RootKind
  readonly id: string
}

export const formatKey = ({ kind, id }: Key): string => `${kind} ${id}`

const isRootKind = (text: string): text is RootKind => text === 'network' || text === 'gateway' || text === 'host'

export function parseKey(text: string): Key {
  const [kind = '', id = ''] = text.split(' ')
  if (!isRootKind(kind)) throw new TypeError(`not a key: ${text}`)
  return { kind, id }
}

/** What has to be looked at when the resource has changed. A gateway's key stands for a router's too: both carry tunnels. */
export async function keysOf(ref: ResourceRef, reader: StoreReader): Promise<readonly Key[]> {
  const resource = await reader.get(ref.kind, ref.id)
  return resource === undefined ? [] : keysOfResource(resource, reader)
}

async function keysOfResource(resource: Resource, reader: StoreReader): Promise<readonly Key[]> {
  switch (resource.kind) {
    case 'network':
      return [{ kind: 'network', id: resource.id }]
    case 'subnet':
      return [{ kind: 'network', id: resource.spec.network }]
    case 'gateway':
    case 'router':
      return [{ kind: 'gateway', id: resource.id }]
    case 'router-attachment':
      return [{ kind: 'gateway', id: resource.spec.router }]
    case 'connection': {
      if (resource.spec.gateway !== undefined) return [{ kind: 'gateway', id: resource.spec.gateway }]
      // One that nothing carries asks nothing of the data plane: it has no key, and no generation is noted for it.
      const attachments = await reader.referencing(resource.id, 'router-attachment')
      return attachments.map(({ spec }) => ({ kind: 'gateway', id: spec.router }))
    }
    case 'host':
      return [{ kind: 'host', id: resource.id }]
    case 'customer-gateway':
    case 'router-group':
      return []
  }
}
