/** Resource groups: each resource is in one, in its account's default group where it names none. */
import type { Condition } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { required } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { defaultGroupOf } from '../../ids.ts'

export const groupOf = ({ account, labels }: Resource): string => labels.resourceGroup ?? defaultGroupOf(account)

/** As everything shows it; undefined where a view has no resource to show it of. */
export const resourceGroupOf = <V>(get: (view: V) => Resource | undefined): r.ResponseField<V> =>
  r.string(r.given(['ResourceGroupId', 'NewResourceGroupId'], { otherwise: 'the account’s default group' }), (view) => {
    const resource = get(view)
    return resource && groupOf(resource)
  })

/** Nothing is stored of a resource that names no group. */
export function inResourceGroup({ account }: CallContext, group: string | undefined): readonly Condition[] {
  if (group === undefined) return []
  const named = { by: 'facet', facet: 'resource-group', anyOf: [group] } as const
  return [group === defaultGroupOf(account.id) ? { ...named, orNone: true } : named]
}

export const newResourceGroup = {
  NewResourceGroupId: required(t.text(), { worldless: 'resource groups are for finding things and for policies' }),
}
