import { createRouterGroup, deleteRouterGroup } from '../../../../commands/router.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Page, pageFields, pageOf } from '../../paging.ts'
import { globalRegion } from '../../regions.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { pageResponse } from '../shared/page-response.ts'
import { anyRegion, clientToken, freeText, id, resourceGroup } from '../shared/request-fields.ts'
import { labelsOf, type RouterGroupSidecar, routerGroupSidecar } from '../shared/sidecars.ts'
import { matchesTags, tagFields, tagFilter, tagRules, wrappedTags } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'

const service = 'Cbn 2017-09-12'

const createResponse: r.ResponseFields<string> = { CenId: r.string('the router group', (id) => id) }

export const createCen = operation({
  action: 'CreateCen',
  service,
  summary: 'Creates a CEN instance, which transit routers belong to.',
  source: 'CreateCen, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: { action: 'cen:CreateCen', resource: 'acs:cen:*:{account}:ceninstance/*' },
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...anyRegion,
    Name: optional(freeText(128)),
    Description: optional(freeText(256)),
    ProtectionLevel: withDefault(t.word('REDUCED'), 'REDUCED'),
    ...resourceGroup,
    ...tagFields,
    ...clientToken,
  },
  rules: tagRules,
  response: createResponse,
  errors: {},
  async run(context: CallContext, request) {
    const sidecar: RouterGroupSidecar = { ...readLabels(request), protectionLevel: request.ProtectionLevel }
    const everywhere = context.inRegion(globalRegion)
    const resource = newResource(everywhere, 'cen', request.Name, sidecar)
    const decided = await everywhere.execute(createRouterGroup, resource)
    return decided.ok ? ok(resource.id) : decided
  },
})

type Cen = Resource<'router-group'>

const cen: r.ResponseFields<Cen> = {
  CenId: r.string('the router group', ({ id }) => id),
  CreationTime: r.string('when it was created', ({ createdAt }) => toMinute(createdAt)),
  Description: r.string('as given', (group) => labelsOf(group).description ?? ''),
  Name: r.string('as given', ({ name }) => name),
  ProtectionLevel: r.string('as given', (group) => routerGroupSidecar(group).protectionLevel),
  ResourceGroupId: r.string('as given', (group) => labelsOf(group).resourceGroup),
  Status: r.string('constant "Active": nothing in the data plane stands for it', () => 'Active'),
  Tags: wrappedTags((group) => labelsOf(group).tags),
}

const listResponse: r.ResponseFields<Page<Cen>> = {
  ...pageResponse,
  Cens: r.structure('those that match', (page) => page, {
    Cen: r.structures('those that match', ({ items }: Page<Cen>) => items, cen),
  }),
}

const filter = t.structure({ Key: required(t.word('CenId', 'Name')), Value: optional(t.list(t.text())) })

export const describeCens = operation({
  action: 'DescribeCens',
  service,
  summary: 'Lists CEN instances.',
  source: 'DescribeCens, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: { action: 'cen:DescribeCens', resource: 'acs:cen:*:{account}:ceninstance/*' },
  effect: 'read',
  request: {
    ...anyRegion,
    Filter: optional(t.list(filter, { most: 20 })),
    ResourceGroupId: optional(t.text()),
    ...tagFilter,
    ...pageFields,
  },
  response: listResponse,
  errors: {},
  async run(context: CallContext, request) {
    const { Filter = [], ResourceGroupId, Tag } = request
    const found = (await context.acrossRegions().reader.list('router-group')).filter(
      (group) =>
        Filter.every(({ Key, Value = [] }) => Value.includes(Key === 'CenId' ? group.id : group.name)) &&
        (ResourceGroupId === undefined || labelsOf(group).resourceGroup === ResourceGroupId) &&
        matchesTags(labelsOf(group).tags, Tag),
    )
    return ok(pageOf(found, request))
  },
})

export const deleteCen = operation({
  action: 'DeleteCen',
  service,
  summary: 'Deletes a CEN instance that has no transit routers.',
  source: 'DeleteCen, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: { action: 'cen:DeleteCen', resource: 'acs:cen:*:{account}:ceninstance/{CenId}' },
  effect: 'write',
  request: { ...anyRegion, CenId: required(id) },
  response: {},
  errors: {
    'router-group-not-found': {
      status: 400,
      code: 'ParameterCenInstanceId',
      message: 'The specified CEN instance does not exist.',
    },
    // The code that clients wait and ask again after: what is in the way is often about to go.
    'in-use': {
      status: 409,
      code: 'InvalidOperation.CenInstanceStatus',
      message: 'The CEN instance is not in a valid state for the operation: %d.',
    },
  },
  async run(context: CallContext, { CenId }) {
    const decided = await context.acrossRegions().execute(deleteRouterGroup, { id: CenId })
    return decided.ok ? ok({}) : decided
  },
})
