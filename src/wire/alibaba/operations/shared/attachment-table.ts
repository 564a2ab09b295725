/** What associations and propagations of attachments and route tables have in common. */

import type { Command } from '../../../../commands/command.ts'
import type { AttachmentAndTable } from '../../../../commands/router-table.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Condition } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type TokenPage, tokenFields, tokenPageOf } from '../../paging.ts'
import { everyOne, tableIdIn, tableIn } from '../transit-router-route-table/view.ts'
import { refersTo, withId } from './conditions.ts'
import { anyRegion, clientToken, dryRun, id } from './request-fields.ts'

export const namedPair = {
  ...anyRegion,
  TransitRouterAttachmentId: required(id),
  TransitRouterRouteTableId: required(id),
  ...clientToken,
  ...dryRun,
}

/** Runs a command on the pair, whose table the domain names otherwise where it is the system's. */
export const onPair =
  <Current>(command: Command<AttachmentAndTable, Current>) =>
  async (context: CallContext, request: Values<typeof namedPair>): Promise<Result<object, DomainError>> => {
    const { TransitRouterAttachmentId: attachment, TransitRouterRouteTableId: table } = request
    const everywhere = context.acrossRegions()
    const router = (await everywhere.reader.get('router-attachment', attachment))?.spec.router
    if (router === undefined) return fail(domainError('attachment-not-found', 'no such attachment', attachment))
    const changed = await everywhere.execute(command, { attachment, table: tableIn(router, table) })
    return changed.ok ? ok({}) : changed
  }

export const pairErrors = {
  'attachment-not-found': true,
  'router-table-not-found': true,
  busy: { status: 400, code: 'IncorrectStatus.Status', message: 'The status of the attachment is incorrect: it %d.' },
} as const

export interface PairView {
  readonly attachment: Resource<'router-attachment'>
  readonly table: string
  readonly state: ConfigurationState
}

/** No transit router carries gateways. */
export const resourceTypes = { network: 'VPC', connection: 'VPN', gateway: 'VPN' } as const

export const pairFields = {
  ResourceId: r.string(r.derived('what is attached'), ({ attachment }) => attachment.spec.target.id),
  ResourceType: r.string(r.derived('its kind'), ({ attachment }) => resourceTypes[attachment.spec.target.kind]),
  TransitRouterAttachmentId: r.string(r.given('TransitRouterAttachmentId'), ({ attachment }) => attachment.id),
  TransitRouterRouteTableId: r.string(r.given('TransitRouterRouteTableId'), ({ attachment, table }) =>
    tableIdIn(attachment.spec.router, table),
  ),
} satisfies r.ResponseFields<PairView>

export const listFields = {
  ...anyRegion,
  TransitRouterRouteTableId: optional(id),
  TransitRouterAttachmentId: optional(id),
  TransitRouterAttachmentResourceId: optional(id),
  TransitRouterAttachmentResourceType: optional(t.word('VPC', 'VPN', 'VBR', 'TR', 'CCN')),
  ...tokenFields,
}

/** The pairs of the tables that each attachment stands in. */
export async function listPairs(
  context: CallContext,
  request: Values<typeof listFields>,
  tablesOf: (attachment: Resource<'router-attachment'>) => readonly string[],
  isMeant: (view: PairView) => boolean,
): Promise<TokenPage<PairView>> {
  const { TransitRouterAttachmentId, TransitRouterAttachmentResourceId, TransitRouterAttachmentResourceType } = request
  const where: readonly Condition[] = [
    ...withId(TransitRouterAttachmentId),
    ...refersTo(TransitRouterAttachmentResourceId),
  ]
  const attachments = await everyOne(context.acrossRegions().reader, 'router-attachment', where)
  const applied = await context.applied(attachments.map((attachment) => attachment.id))
  const all = attachments.flatMap((attachment) => {
    const state = configurationState(attachment, applied.get(attachment.id))
    return tablesOf(attachment).map((table): PairView => ({ attachment, table, state }))
  })
  const fits = ({ attachment: { spec }, table }: PairView): boolean =>
    [undefined, tableIdIn(spec.router, table)].includes(request.TransitRouterRouteTableId) &&
    [undefined, spec.target.id].includes(TransitRouterAttachmentResourceId) &&
    [undefined, resourceTypes[spec.target.kind]].includes(TransitRouterAttachmentResourceType as 'VPC' | undefined)
  return tokenPageOf(
    all.filter((view) => fits(view) && isMeant(view)),
    request,
  )
}
