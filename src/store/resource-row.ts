import { type Extras, type Kind, type Labels, noExtras, noLabels, type Resource } from '../domain/resource.ts'
import type { ResourceTable } from './schema.ts'

export type ResourceRow = Omit<ResourceTable, 'sequence'>

export const resourceColumns = [
  'id',
  'kind',
  'account',
  'region',
  'name',
  'created_at',
  'generation',
  'deleting',
  'spec',
  'labels',
  'extras',
] as const

export interface ResourceValues {
  readonly id: string
  readonly kind: string
  readonly account: string
  readonly region: string
  readonly name: string
  readonly createdAt: number
  readonly generation: number
  readonly previous: number
  readonly deleting: number
  readonly spec: string
  readonly labels: string
  readonly extras: string
}

export const toValues = (resource: Resource): ResourceValues => ({
  id: resource.id,
  kind: resource.kind,
  account: resource.account,
  region: resource.region,
  name: resource.name,
  createdAt: resource.createdAt,
  generation: resource.generation,
  previous: resource.generation - 1,
  deleting: resource.deleting ? 1 : 0,
  spec: JSON.stringify(resource.spec),
  labels: JSON.stringify(resource.labels),
  extras: JSON.stringify(resource.extras),
})

interface Parsed {
  readonly specText: string
  readonly spec: unknown
  readonly labelsText: string
  readonly labels: Labels
  readonly extrasText: string
  readonly extras: Extras
}

/** Characters of JSON text that are kept parsed; about 16 000 connections. */
const budget = 16_000_000

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) freeze(part)
  }
  return value
}

const noLabelsText = JSON.stringify(noLabels)
const noExtrasText = JSON.stringify(noExtras)

const isSame = (parsed: Parsed, row: ResourceRow): boolean =>
  parsed.specText === row.spec && parsed.labelsText === row.labels && parsed.extrasText === row.extras

const sizeOf = ({ specText, labelsText, extrasText }: Parsed): number =>
  specText.length + labelsText.length + extrasText.length

/**
 * Rows to resources. Parsing is most of what a read costs, so the newest parse of each resource is kept, and used while
 * its text is the very same: a generation would not do, because one that was rolled back comes again with another content.
 */
export class ResourceDecoder {
  readonly #parsed = new Map<string, Parsed>()
  #size = 0

  decode<K extends Kind>(row: ResourceRow): Resource<K> {
    const { spec, labels, extras } = this.#parse(row)
    const resource = {
      kind: row.kind,
      id: row.id,
      account: row.account,
      region: row.region,
      name: row.name,
      createdAt: row.created_at,
      generation: row.generation,
      deleting: row.deleting === 1,
      spec,
      labels,
      extras,
    }
    // Only `toValues` writes these columns, and the statement asked for the kind.
    return resource as unknown as Resource<K>
  }

  #parse(row: ResourceRow): Parsed {
    const known = this.#parsed.get(row.id)
    if (known !== undefined && isSame(known, row)) return known
    const parsed: Parsed = {
      specText: row.spec,
      spec: freeze(JSON.parse(row.spec) as unknown),
      labelsText: row.labels,
      labels: row.labels === noLabelsText ? noLabels : freeze(JSON.parse(row.labels) as Labels),
      extrasText: row.extras,
      extras: row.extras === noExtrasText ? noExtras : freeze(JSON.parse(row.extras) as Extras),
    }
    if (known !== undefined) this.#forget(row.id, known)
    this.#parsed.set(row.id, parsed)
    this.#size += sizeOf(parsed)
    this.#shrink()
    return parsed
  }

  #shrink(): void {
    for (const [id, parsed] of this.#parsed) {
      if (this.#size <= budget) return
      this.#forget(id, parsed)
    }
  }

  #forget(id: string, parsed: Parsed): void {
    this.#parsed.delete(id)
    this.#size -= sizeOf(parsed)
  }
}
