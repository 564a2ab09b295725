import { overlaps } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { Unscoped } from '../domain/reader.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, putting } from './command.ts'
import { type LabelChange, relabelled } from './labels.ts'
import { loadNetworks, nameFor } from './router-routes.ts'

type Lookup = Pick<Unscoped, 'get' | 'referencing'>
type Network = Resource<'network'>

async function networksOfGroup(reader: Lookup, group: string): Promise<readonly Network[]> {
  const routers = await reader.referencing(group, 'router')
  return (await Promise.all(routers.map(({ id }) => loadNetworks(reader, id)))).flat()
}

/** The networks whose addresses one that is attached to the router may not have, where its group has it so. */
export async function loadApart(reader: Lookup, router: string): Promise<readonly Network[]> {
  const group = (await reader.get('router', router))?.spec.group
  if (group === undefined || !(await reader.get('router-group', group))?.spec.disjoint) return []
  return networksOfGroup(reader, group)
}

/** Why the network may not be beside the others, as the account is told. */
export function checkApart(network: Network, others: readonly Network[], account: string): DomainError | undefined {
  for (const other of others) {
    if (other.id === network.id) continue
    const range = rangesOf(network.spec).find((mine) => rangesOf(other.spec).some((its) => overlaps(mine, its)))
    if (range !== undefined) {
      const detail = `${range} of ${nameFor(account, network)} overlaps ${nameFor(account, other)}`
      return domainError('prefixes-overlap', detail, network.id)
    }
  }
  return undefined
}

/** What is left out stays as it is. */
export interface ModifyRouterGroup extends LabelChange {
  readonly id: string
  readonly disjoint?: boolean | undefined
}

interface GroupAndNetworks {
  readonly group: Resource<'router-group'> | undefined
  readonly networks: readonly Network[]
}

export const modifyRouterGroup: Command<ModifyRouterGroup, GroupAndNetworks> = {
  name: 'modify-router-group',
  load: async (reader, { id, disjoint }) => ({
    group: await reader.get('router-group', id),
    networks: disjoint ? await networksOfGroup(reader.unscoped, id) : [],
  }),
  decide({ group, networks }, { id, disjoint, name, ...change }) {
    if (group === undefined) return fail(domainError('router-group-not-found', 'no such router group', id))
    const labels = relabelled(group.labels, change)
    if (!labels.ok) return labels
    const refusal = networks
      .map((network) => checkApart(network, networks, group.account))
      .find((error) => error !== undefined)
    if (refusal !== undefined) return fail(refusal)
    const spec = disjoint === undefined ? group.spec : { disjoint }
    return ok(putting(changed(group, { spec, labels: labels.value, name: name ?? group.name })))
  },
}
