/** Giving tags to several resources at once: what cannot be done to one of them is told of that one. */
import type { ModifyLabels } from '../../../../commands/labels.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { required } from '../../../../operations/field.ts'
import type { WireError } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import { tellDomainError } from '../../../../operations/template.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { domainErrors } from '../../errors.ts'
import { type ResourceName, resourceName, retag, retagErrors, textOf } from './resource.ts'

export interface Failure {
  readonly resource: string
  readonly code: string
  readonly message: string
}

const tooManyResources = 'LimitExceeded.ResourceNumPerRequest'
const tooManyTags = 'LimitExceeded.TagNumPerRequest'

const most = 10

/** As many as one request may name. */
export const upToTen = <T>(type: WireType<readonly T[]>, code: string): WireType<readonly T[]> =>
  t.refined(type, `1 to ${most}`, [code, 'InvalidParameter'], ({ length }) => {
    if (length === 0) return { code: 'InvalidParameter', detail: 'must not be empty' }
    return length > most ? { code, detail: `must be at most ${most}` } : undefined
  })

export const resourcesField = {
  ResourceList: required(upToTen(t.list(resourceName), tooManyResources), {
    worldless: 'it says whose tags change',
  }),
}

export const tagLimit = tooManyTags

const wordFor = ({ code }: DomainError): WireError =>
  (retagErrors as Readonly<Partial<Record<DomainError['code'], WireError>>>)[code] ?? domainErrors[code]

export async function retagEach(
  context: CallContext,
  names: readonly ResourceName[],
  change: Pick<ModifyLabels, 'set' | 'unset'>,
): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  for (const name of names) {
    const changed = await retag(context, name, change)
    if (changed.ok) continue
    const { code, message } = wordFor(changed.error)
    failures.push({ resource: textOf(context, name), code, message: tellDomainError(message, changed.error) })
  }
  return failures
}

export const failuresField: r.ResponseFields<readonly Failure[]> = {
  FailedResources: r.structures(r.derived('those whose tags could not be changed'), (all) => all, {
    Resource: r.string(r.derived('the resource in six parts'), ({ resource }: Failure) => resource),
    Code: r.string(r.derived('the code that one resource alone is refused with'), ({ code }: Failure) => code),
    Message: r.string(r.derived('why'), ({ message }: Failure) => message),
  }),
}

/** Of the codes that both operations document. */
export const neverOccursOfSeveral = {
  FailedOperation: 'tags are kept with their resource: nothing is between the two that could fail',
  'FailedOperation.PolicyEnforcedInvalid': 'accounts are in no organisation, which could demand tags of them',
  'FailedOperation.ResourceTagProcessing': 'tags are set at once',
  'InvalidParameter.Tag': 'what is wrong with a tag has a code of its own',
}
