/** One value of a resource that a request has changed. Of a secret it is told that it changed, and nothing else. */
export interface FieldChange {
  /** The resource's id. */
  readonly resource: string
  /** The way to it in the resource, tunnels by their numbers: "tunnels.1.ike.proposal.encryption". */
  readonly path: string
  /** Absent where there was none. */
  readonly before?: string
  /** Absent where there is none any more. */
  readonly after?: string
  readonly secret?: true
}

const secrets: ReadonlySet<string> = new Set(['preSharedKey', 'authenticationKey', 'certificates'])

const isIndexed = (value: unknown): value is { readonly index: number } =>
  typeof value === 'object' && value !== null && 'index' in value && typeof value.index === 'number'

type Leaves = Map<string, string>

/** Lists are values as a whole, other than those whose elements have numbers. */
function collect(value: unknown, path: string, leaves: Leaves): Leaves {
  const under = (name: string) => (path === '' ? name : `${path}.${name}`)
  if (value === undefined || value === null) return leaves
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isIndexed)) {
      for (const each of value) collect(each, under(String(each.index)), leaves)
    } else leaves.set(path, JSON.stringify(value))
  } else if (typeof value === 'object') {
    for (const [name, each] of Object.entries(value)) collect(each, under(name), leaves)
  } else leaves.set(path, String(value))
  return leaves
}

/** What differs between two states of a resource's spec, in the order of the paths. */
export function changesBetween(resource: string, before: object, after: object): readonly FieldChange[] {
  const [was, is] = [collect(before, '', new Map()), collect(after, '', new Map())]
  const paths = [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path)).sort()
  return paths.map((path) => {
    if (secrets.has(path.split('.').at(-1) ?? '')) return { resource, path, secret: true }
    const [old, now] = [was.get(path), is.get(path)]
    return {
      resource,
      path,
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
    }
  })
}
