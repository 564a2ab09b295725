import { detach } from '../../../../commands/router.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'

const request = {
  ...anyRegion,
  TransitRouterAttachmentId: required(id),
  Force: withDefault(t.boolean, false, {
    note: 'takes the attachment out of its route tables first, and the entries that lead there',
  }),
  ...clientToken,
  ...dryRun,
}

type Request = Values<typeof request>

/** Detaches what is of the one kind; an attachment of the other is not there for the operation. */
const detaching =
  (kind: 'network' | 'connection') =>
  async (context: CallContext, request: Request): Promise<Result<object, DomainError>> => {
    const { TransitRouterAttachmentId } = request
    const attachment = await context.acrossRegions().reader.get('router-attachment', TransitRouterAttachmentId)
    if (attachment === undefined || attachment.spec.target.kind === kind) {
      const input = { id: TransitRouterAttachmentId, force: request.Force }
      const detached = await context.acrossRegions().execute(detach, input)
      return detached.ok ? ok({}) : detached
    }
    const whose = kind === 'network' ? 'is a VPN’s' : 'is a VPC’s'
    return fail(domainError('attachment-not-found', whose, TransitRouterAttachmentId))
  }

export const deleteTransitRouterVpcAttachment = operation({
  ...about('DeleteTransitRouterVpcAttachment', cen, 'centransitrouterattachment/{TransitRouterAttachmentId}'),
  summary: 'Detaches a VPC from a transit router.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request,
  response: {},
  errors: {
    'attachment-not-found': true,
    'association-exists': true,
    'propagation-exists': true,
    'attachment-routed': true,
    busy: {
      status: 400,
      code: 'IncorrectStatus.VpcResource',
      message: 'The resource is not in a valid state for the attachment operation: it %d.',
    },
  },
  run: detaching('network'),
})

export const deleteTransitRouterVpnAttachment = operation({
  ...about('DeleteTransitRouterVpnAttachment', cen, 'centransitrouterattachment/{TransitRouterAttachmentId}'),
  summary: 'Lets go of a connection that a transit router carries; its outer addresses are free again.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request,
  response: {},
  errors: {
    'attachment-not-found': true,
    'association-exists': true,
    'propagation-exists': true,
    'attachment-routed': true,
    busy: { status: 400, code: 'IncorrectStatus.Status', message: 'The status of the attachment is incorrect: it %d.' },
  },
  run: detaching('connection'),
})
