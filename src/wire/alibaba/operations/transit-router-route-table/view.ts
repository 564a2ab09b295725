import type { Condition } from '../../../../domain/page.ts'
import type { Reader } from '../../../../domain/reader.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { idsOf } from '../../../http/conditions.ts'

/** The system's route table of a transit router bears the router's name, and is nothing of its own. */
export const systemTableId = (router: string): string => router.replace(/^tr-/, 'vtb-')

const routerOfSystemTable = (table: string): string => table.replace(/^vtb-/, 'tr-')

/** How the domain names a router's table, and how the cloud does. */
export const tableIn = (router: string, id: string): string => (id === systemTableId(router) ? router : id)
export const tableIdIn = (router: string, table: string): string => (table === router ? systemTableId(router) : table)

/** The router whose system route table has the id. */
export const findSystemTable = (reader: Reader, id: string): Promise<Resource<'router'> | undefined> =>
  reader.get('router', routerOfSystemTable(id))

export interface TableView {
  readonly id: string
  readonly router: string
  readonly region: string
  readonly createdAt: number
  /** Absent for the system's. */
  readonly table?: Resource<'router-table'>
}

export const viewTable = (table: Resource<'router-table'>): TableView => ({
  id: table.id,
  router: table.spec.router,
  region: table.region,
  createdAt: table.createdAt,
  table,
})

export const viewSystemTable = ({ id, region, createdAt }: Resource<'router'>): TableView => ({
  id: systemTableId(id),
  router: id,
  region,
  createdAt,
})

/** All of a kind that meet the conditions, newest first; for kinds of which there are few. */
export async function everyOne<K extends 'router' | 'router-table' | 'router-attachment'>(
  reader: Reader,
  kind: K,
  where: readonly Condition[],
): Promise<readonly Resource<K>[]> {
  const ids = await idsOf(reader, kind, where)
  const found = await Promise.all(ids.map((id) => reader.get(kind, id)))
  return found.filter((one) => one !== undefined)
}
