import { createRouter, deleteRouter } from '../../../../commands/router.ts'
import { domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Page, pageFields, pageOf } from '../../paging.ts'
import { newResource } from '../shared/new-resource.ts'
import { pageResponse } from '../shared/page-response.ts'
import { anyRegion, clientToken, dryRun, freeText, id, owners, region } from '../shared/request-fields.ts'
import { labelsOf } from '../shared/sidecars.ts'
import { bareTags, matchesTags, readTags, tagFields, tagFilter, tagRules } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'
import { ownerOf } from '../vpc/response.ts'

const service = 'Cbn 2017-09-12'

const createResponse: r.ResponseFields<string> = { TransitRouterId: r.string('the router', (id) => id) }

const cidr = t.structure({
  Cidr: optional(t.text()),
  Name: optional(t.text()),
  Description: optional(t.text()),
  PublishCidrRoute: optional(t.boolean),
})

export const createTransitRouter = operation({
  action: 'CreateTransitRouter',
  service,
  summary: 'Creates a transit router; a CEN instance has one a region.',
  source: 'CreateTransitRouter, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: {
    action: 'cen:CreateTransitRouter',
    resource: ['acs:cen:*:{account}:ceninstance/{CenId}', 'acs:cen:*:{account}:centransitrouter/*'],
  },
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    CenId: required(id),
    TransitRouterName: optional(freeText(128)),
    TransitRouterDescription: optional(freeText(256)),
    SupportMulticast: refused(t.boolean, 'routers carry unicast alone', { allow: [false] }),
    TransitRouterCidrList: refused(t.list(cidr), 'outer addresses come from the account’s own pool'),
    ...tagFields,
    ...clientToken,
    ...dryRun,
  },
  rules: tagRules,
  response: createResponse,
  errors: {
    'router-group-not-found': true,
    'in-use': {
      status: 400,
      code: 'InstanceExist.TransitRouterInstance',
      message: 'The instance already exists.',
    },
  },
  async run(context: CallContext, request) {
    const { CenId: group, TransitRouterName, TransitRouterDescription } = request
    const rivals = await context.reader.referencing(group, 'router')
    const rival = rivals[0]
    if (rival !== undefined) return fail(domainError('in-use', `${rival.id} is the region’s router`, group))
    const labels = {
      tags: readTags(request),
      ...(TransitRouterDescription === undefined ? {} : { description: TransitRouterDescription }),
    }
    const resource = newResource(context, 'tr', TransitRouterName, labels)
    const decided = await context.acrossRegions().execute(createRouter, { ...resource, group })
    return decided.ok ? ok(resource.id) : decided
  },
})

interface RouterView {
  readonly router: Resource<'router'>
  readonly status: string
}

const statusWords: Readonly<Record<ConfigurationState, string>> = {
  creating: 'Creating',
  updating: 'Modifying',
  ready: 'Active',
  deleting: 'Deleting',
}

const router: r.ResponseFields<RouterView> = {
  AliUid: r.integer('the account', ({ router }) => ownerOf(router)),
  CenId: r.string('the router', ({ router }) => router.spec.group),
  CreationTime: r.string('when it was created', ({ router }) => toMinute(router.createdAt)),
  RegionId: r.string('the router', ({ router }) => router.region),
  Status: r.string('whether the data plane has been brought to the router', ({ status }) => status),
  SupportMulticast: r.boolean('constant false: it is refused', () => false),
  Tags: bareTags(({ router }) => labelsOf(router).tags),
  TransitRouterDescription: r.string('as given', ({ router }) => labelsOf(router).description ?? ''),
  TransitRouterId: r.string('the router', ({ router }) => router.id),
  TransitRouterName: r.string('as given', ({ router }) => router.name),
  Type: r.string('constant "Enterprise": VPNs attach to no other', () => 'Enterprise'),
}

const listResponse: r.ResponseFields<Page<RouterView>> = {
  ...pageResponse,
  TransitRouters: r.structures('those that match', ({ items }) => items, router),
}

export const listTransitRouters = operation({
  action: 'ListTransitRouters',
  service,
  summary: 'Lists transit routers, of every region unless one is named.',
  source: 'ListTransitRouters, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: { action: 'cen:ListTransitRouters', resource: '*' },
  effect: 'read',
  request: {
    RegionId: optional(t.text()),
    ...owners,
    CenId: optional(id),
    TransitRouterId: optional(id),
    ...tagFilter,
    ...pageFields,
  },
  response: listResponse,
  errors: {},
  async run(context: CallContext, request) {
    const { RegionId, CenId, TransitRouterId, Tag } = request
    const found = (await context.acrossRegions().reader.list('router')).filter(
      (router) =>
        (RegionId === undefined || router.region === RegionId) &&
        (CenId === undefined || router.spec.group === CenId) &&
        (TransitRouterId === undefined || router.id === TransitRouterId) &&
        matchesTags(labelsOf(router).tags, Tag),
    )
    const page = pageOf(found, request)
    const applied = await context.applied(page.items.map(({ id }) => id))
    const view = (router: Resource<'router'>) => ({
      router,
      status: statusWords[configurationState(router, applied.get(router.id))],
    })
    return ok({ ...page, items: page.items.map(view) })
  },
})

export const deleteTransitRouter = operation({
  action: 'DeleteTransitRouter',
  service,
  summary: 'Deletes a transit router that nothing is attached to.',
  source: 'DeleteTransitRouter, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: {
    action: 'cen:DeleteTransitRouter',
    resource: 'acs:cen:*:{account}:centransitrouter/{TransitRouterId}',
  },
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: { ...anyRegion, TransitRouterId: required(id), ...clientToken, ...dryRun },
  response: {},
  errors: {
    'router-not-found': {
      status: 400,
      code: 'InvalidTransitRouterInstance.NotFound',
      message: 'The Transit Router instance is not found.',
    },
    busy: {
      status: 400,
      code: 'IncorrectStatus.TransitRouterInstance',
      message: 'The status of TransitRouter is incorrect.',
    },
    'in-use': {
      status: 400,
      code: 'InvalidOperation.AttachedChildInstanceExist',
      message: 'The transit router has attachments: %d.',
    },
  },
  async run(context: CallContext, { TransitRouterId }) {
    const decided = await context.acrossRegions().execute(deleteRouter, { id: TransitRouterId })
    return decided.ok ? ok({}) : decided
  },
})
