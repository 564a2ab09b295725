import type { CallContext } from '../../../http/context.ts'
import { defaultGroupOf } from '../../ids.ts'
import { cenTypes, vpcTypes } from '../shared/resource-type.ts'

export interface ResourceGroup {
  readonly id: string
  readonly account: string
  readonly name: string
  readonly displayName: string
}

const kinds = [...new Set(Object.values({ ...vpcTypes, ...cenTypes }).map(({ kind }) => kind))]

/** The default group, and then those that the account's resources say they are in: nothing else is known of them. */
export async function resourceGroups(context: CallContext): Promise<readonly ResourceGroup[]> {
  const account = context.account.id
  const standard = defaultGroupOf(account)
  const { reader } = context.acrossRegions()
  const found = await reader.distinct({
    of: { facet: 'resource-group' },
    kinds,
    limit: Number.MAX_SAFE_INTEGER,
  })
  const ids = found.flat().filter((id) => id !== standard)
  return [
    { id: standard, account, name: 'default', displayName: 'default resource group' },
    ...ids.map((id) => ({ id, account, name: id, displayName: id })),
  ]
}
