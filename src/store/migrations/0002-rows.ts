/** Rows of before 0002 as they are from then on. Nothing here may follow later changes of the domain: it is of its time. */

export interface OldRow {
  readonly sequence: number
  readonly id: string
  readonly kind: string
  readonly account: string
  readonly region: string
  readonly deleting: number
  readonly spec: string
  readonly sidecar: string
}

type Json = Readonly<Record<string, unknown>>

interface Pair {
  readonly key: string
  readonly value: string
}

interface NewRow {
  readonly spec: string
  readonly labels: string
  readonly extras: string
  readonly tags: readonly Pair[]
  readonly facets: readonly { readonly name: string; readonly value: string }[]
  /** The connection that the resource attaches to a router. */
  readonly attached: string | undefined
  readonly claims: readonly { readonly scope: string; readonly value: string }[]
  /** Where it is reconciled, when that is under its own id. */
  readonly root: string | undefined
}

const startActions: Readonly<Record<string, string>> = { immediate: 'start', 'on-traffic': 'trap', never: 'none' }

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** A member under a new name, with its value; where it stood. */
const rename = (object: Json, from: string, to: string, change: (value: unknown) => unknown = (value) => value): Json =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => (name === from ? [to, change(value)] : [name, value])),
  )

function newSpec(kind: string, spec: Json, sidecar: Json): Json {
  if (kind === 'gateway' && typeof sidecar.zone === 'string') return { ...spec, zone: sidecar.zone }
  if (kind !== 'connection') return spec
  const renamed = rename(spec, 'initiation', 'startAction', (value) => startActions[String(value)] ?? value)
  const tunnels = Array.isArray(spec.tunnels) ? (spec.tunnels as readonly Json[]) : []
  return { ...renamed, tunnels: tunnels.map((tunnel) => rename(tunnel, 'livenessCheck', 'deadPeerDetection')) }
}

/** Both dialects kept tags in the sidecar, one with its own capitals. */
function tagsOf({ tags }: Json): readonly Pair[] {
  if (!Array.isArray(tags)) return []
  return tags.filter(isJson).map((tag) => ({
    key: String(tag.key ?? tag.Key ?? ''),
    value: String(tag.value ?? tag.Value ?? ''),
  }))
}

function facetsOf(kind: string, spec: Json, resourceGroup: unknown): NewRow['facets'] {
  const texts = (name: string, values: unknown) =>
    (Array.isArray(values) ? values : [values]).flatMap((value) => (typeof value === 'string' ? [{ name, value }] : []))
  const target = isJson(spec.target) ? spec.target.kind : undefined
  const own: Readonly<Record<string, NewRow['facets']>> = {
    network: texts('prefix', spec.prefix),
    subnet: [...texts('prefix', spec.prefix), ...texts('zone', spec.zone)],
    'customer-gateway': texts('address', spec.address),
    gateway: [...texts('address', spec.addresses), ...texts('zone', spec.zone)],
    'router-attachment': texts('target', target),
  }
  return [...(own[kind] ?? []), ...texts('resource-group', resourceGroup)]
}

function claimsOf({ kind, account, region }: OldRow, spec: Json): NewRow['claims'] {
  if (kind === 'customer-gateway') {
    return [{ scope: `customer gateway address ${account} ${region}`, value: String(spec.address) }]
  }
  return kind === 'router' ? [{ scope: `router of group ${account} ${region}`, value: String(spec.group) }] : []
}

const roots: Readonly<Record<string, string>> = {
  network: 'network',
  gateway: 'gateway',
  router: 'gateway',
  host: 'host',
}

/** What is left of a sidecar, which was written without one, has the version that the first codecs read. */
const firstExtras = (left: Json): Json => (Object.keys(left).length === 0 ? {} : { version: 1, ...left })

export const renewedAccount = (sidecar: string): string => JSON.stringify(firstExtras(JSON.parse(sidecar) as Json))

export function renewed(row: OldRow): NewRow {
  const oldSidecar = JSON.parse(row.sidecar) as Json
  const { tags: _, description, resourceGroup, ...rest } = oldSidecar
  const { zone: __, ...zoneless } = rest
  const extras = firstExtras(row.kind === 'gateway' ? zoneless : rest)
  const spec = newSpec(row.kind, JSON.parse(row.spec) as Json, oldSidecar)
  const tags = tagsOf(oldSidecar)
  const target = isJson(spec.target) ? spec.target : undefined
  return {
    spec: JSON.stringify(spec),
    labels: JSON.stringify({
      ...(typeof description === 'string' ? { description } : {}),
      tags,
      ...(typeof resourceGroup === 'string' ? { resourceGroup } : {}),
    }),
    extras: JSON.stringify(extras),
    tags,
    facets: facetsOf(row.kind, spec, resourceGroup),
    attached: target?.kind === 'connection' ? String(target.id) : undefined,
    claims: claimsOf(row, spec),
    root: roots[row.kind],
  }
}
