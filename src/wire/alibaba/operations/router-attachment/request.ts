/** What the operations on VPC attachments and on VPN attachments ask for in the same words. */
import type { NewResource } from '../../../../commands/command.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { tokenFields } from '../../paging.ts'
import { orderType } from '../shared/grants.ts'
import { newResource } from '../shared/new-resource.ts'
import {
  anyRegion,
  clearableText,
  clientToken,
  dryRun,
  freeText,
  id,
  owners,
  regionOfIt,
} from '../shared/request-fields.ts'
import { readTags, tagFields, tagFilter } from '../shared/tags.ts'
import type { AttachmentOptions } from './options.ts'

/** Where an attachment is asked for: a router, or a CEN instance and the region of its router. */
export const routerFields = {
  RegionId: optional(regionOfIt, {
    note: 'the router’s region; required with CenId',
    worldless: 'it leads to the router, of which a CEN instance has one a region',
  }),
  ...owners,
  CenId: optional(id, { worldless: 'it leads to the router, of which a CEN instance has one a region' }),
  TransitRouterId: optional(id),
}

export const creationFields = {
  TransitRouterAttachmentName: optional(freeText(128)),
  TransitRouterAttachmentDescription: optional(freeText(256)),
  ChargeType: withDefault(t.word('POSTPAY'), 'POSTPAY', {
    code: 'IllegalParam.ChargeType',
    worldless: 'nothing is billed',
  }),
  ...tagFields,
  ...clientToken,
  ...dryRun,
}

/** Where a VPC is attached: vSwitches, each with its zone. */
export const mappings = t.refined(
  t.list(
    t.structure({
      ZoneId: required(t.text(), { worldless: 'it says where the vSwitch is' }),
      VSwitchId: required(t.text(), { worldless: 'the router is linked to the whole VPC' }),
    }),
  ),
  'no vSwitch twice',
  ['Duplicated.ZoneMapping'],
  (zones) =>
    new Set(zones.map(({ VSwitchId }) => VSwitchId)).size < zones.length
      ? { code: 'Duplicated.ZoneMapping', detail: 'must not hold a vSwitch twice' }
      : undefined,
)

/** Of an attachment of either kind; what is not given stays as it is. */
export const changeFields = {
  ...anyRegion,
  TransitRouterAttachmentId: required(id),
  TransitRouterAttachmentName: optional(freeText(128)),
  TransitRouterAttachmentDescription: optional(clearableText(256)),
  AutoPublishRouteEnabled: optional(t.boolean),
  OrderType: optional(orderType, { note: 'kept and returned; nothing is billed', worldless: 'nothing is billed' }),
  ...clientToken,
  ...dryRun,
}

type Creation = Values<typeof creationFields>

/** A new attachment in the router's region. */
export function newAttachment(
  there: CallContext,
  request: Creation,
  zones: readonly string[],
  options: AttachmentOptions = {},
): NewResource {
  const { TransitRouterAttachmentName: name, TransitRouterAttachmentDescription: description, ChargeType } = request
  const labels = { tags: readTags(request), ...(description === undefined ? {} : { description }) }
  const known = extras.routerAttachment.write({
    chargeType: ChargeType,
    zones,
    ipv6: undefined,
    appliance: undefined,
    ...options,
  })
  return newResource(there, 'tr-attach', name, labels, known)
}

export const listFields = { ...routerFields, TransitRouterAttachmentId: optional(id), ...tagFilter, ...tokenFields }
