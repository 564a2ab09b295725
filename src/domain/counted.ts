import type { Kind, Resource } from './resource.ts'

/** What resources are counted by as they come and go, so that nobody has to count them. */
export type Counted = Kind | 'unbound-connection'

/** A connection that no gateway has is counted apart too: it is bound, or not, for life. */
export const countedAs = (resource: Resource): readonly Counted[] =>
  resource.kind === 'connection' && resource.spec.gateway === undefined
    ? [resource.kind, 'unbound-connection']
    : [resource.kind]
