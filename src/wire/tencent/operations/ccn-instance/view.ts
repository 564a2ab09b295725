import { type DomainError, domainError } from '../../../../domain/error.ts'
import { rangesOf } from '../../../../domain/network-ranges.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { loadPrefixes } from '../../../../domain/router-prefixes.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { attachmentsOf, instanceOf } from '../shared/ccn.ts'

export interface InstanceView {
  readonly attachment: Resource<'router-attachment'>
  readonly instance: Resource<'network'> | Resource<'gateway'> | undefined
  readonly prefixes: readonly string[]
  readonly isThere: boolean
  readonly uin: string
}

export async function viewInstances(context: CallContext, ccn: Resource<'router'>): Promise<readonly InstanceView[]> {
  const attachments = await attachmentsOf(context, ccn.id)
  const applied = await context.applied(attachments.map(({ id }) => id))
  const led = await loadPrefixes(context.reader, ccn)
  const { uin } = extras.account.read(context.account)
  return Promise.all(
    attachments.map(async (attachment) => {
      const instance = await instanceOf(context, attachment)
      const own = led.filter((each) => each.attachment.id === attachment.id).map(({ prefix }) => prefix)
      const prefixes = instance?.kind === 'network' ? rangesOf(instance.spec) : own
      return { attachment, instance, prefixes, isThere: applied.has(attachment.id), uin }
    }),
  )
}

/** The attachment of what is named, by which it is on the CCN. */
export async function namedAttachment(
  context: CallContext,
  ccn: string,
  instance: string,
): Promise<Result<Resource<'router-attachment'>, DomainError>> {
  const attachment = (await attachmentsOf(context, ccn)).find(({ spec }) => spec.target.id === instance)
  if (attachment !== undefined) return ok(attachment)
  return fail(domainError('attachment-not-found', `is not attached to ${ccn}`, instance))
}
