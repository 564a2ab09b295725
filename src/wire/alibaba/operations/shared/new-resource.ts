import type { NewResource } from '../../../../commands/command.ts'
import type { LabelChange } from '../../../../commands/labels.ts'
import { type Extras, type Labels, noExtras } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'
import { type IdPrefix, newId } from '../../ids.ts'
import { readTags } from './tags.ts'

/** What a new resource gets from the call that makes it, in the call's region. */
export function newResource(
  context: CallContext,
  prefix: IdPrefix,
  name: string | undefined,
  labels: Labels,
  extras: Extras = noExtras,
): NewResource {
  const { account, region, now, random } = context
  return {
    id: newId(prefix, region, random),
    account: account.id,
    region,
    name: name ?? '',
    createdAt: now,
    labels,
    extras,
  }
}

type Labelled = Parameters<typeof readTags>[0] & {
  readonly ResourceGroupId?: string | undefined
  readonly Description?: string | undefined
}

export const readLabels = (request: Labelled): Labels => ({
  tags: readTags(request),
  ...(request.ResourceGroupId === undefined ? {} : { resourceGroup: request.ResourceGroupId }),
  ...(request.Description === undefined ? {} : { description: request.Description }),
})

/** What a Modify changes of how a resource is named and described. */
export const readLabelChange = (
  name: string | undefined,
  { Description }: { readonly Description: string | undefined },
): LabelChange => ({
  ...(name === undefined ? {} : { name }),
  ...(Description === undefined ? {} : { description: Description }),
})
