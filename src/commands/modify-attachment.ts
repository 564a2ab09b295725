import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { AttachmentTarget, Extras, Payer, Resource } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { type Command, changed, putting } from './command.ts'
import { type LabelChange, relabelled } from './labels.ts'
import { checkPlace, type FoundPlace, findPlace } from './network-place.ts'

type Attachment = Resource<'router-attachment'>
type TargetOf<K extends AttachmentTarget['kind']> = Extract<AttachmentTarget, { readonly kind: K }>

interface Standing<K extends AttachmentTarget['kind']> {
  readonly attachment: Attachment
  readonly target: TargetOf<K>
}

/** An attachment of something else is not there for whoever means one of this kind. */
function standing<K extends AttachmentTarget['kind']>(
  attachment: Attachment | undefined,
  kind: K,
  id: string,
): Result<Standing<K>, DomainError> {
  if (attachment === undefined || attachment.spec.target.kind !== kind) {
    return fail(domainError('attachment-not-found', `attaches no ${kind}`, id))
  }
  if (attachment.deleting) return fail(domainError('busy', 'is being detached', id))
  // The compiler does not follow that the target is of the kind that it was compared with.
  return ok({ attachment, target: attachment.spec.target as TargetOf<K> })
}

/** What is left out stays as it is. */
export interface ModifyAttachment extends Pick<LabelChange, 'name' | 'description'> {
  readonly id: string
  readonly target: AttachmentTarget['kind']
  readonly publishesRoutes?: boolean
  readonly payer?: Payer | undefined
  readonly extras?: Extras
}

export const modifyAttachment: Command<ModifyAttachment, Attachment | undefined> = {
  name: 'modify-attachment',
  load: (reader, { id }) => reader.get('router-attachment', id),
  decide(found, { id, target, name, publishesRoutes, payer, extras, ...change }) {
    const there = standing(found, target, id)
    if (!there.ok) return there
    const { attachment } = there.value
    const labels = relabelled(attachment.labels, change)
    if (!labels.ok) return labels
    const spec = {
      ...attachment.spec,
      publishesRoutes: publishesRoutes ?? attachment.spec.publishesRoutes,
      ...(payer === undefined ? {} : { payer }),
    }
    const said = { labels: labels.value, name: name ?? attachment.name, ...(extras === undefined ? {} : { extras }) }
    return ok(putting(changed(attachment, { spec, ...said })))
  },
}

export interface ChangeAttachedSubnets {
  readonly id: string
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly extras?: Extras
}

interface AttachedSubnets {
  readonly attachment: Attachment | undefined
  /** The network, with the subnets that are to be added. */
  readonly found: FoundPlace
}

async function loadAttached(reader: Reader, { id, add }: ChangeAttachedSubnets): Promise<AttachedSubnets> {
  const attachment = await reader.get('router-attachment', id)
  const network = attachment?.spec.target.id ?? ''
  return { attachment, found: await findPlace(reader.unscoped, { network, subnets: add }) }
}

const refused = (detail: string, subject: string): Result<never, DomainError> =>
  fail(domainError('attached-subnets-invalid', detail, subject))

/** The attachment stands in other subnets of its network; of those that stay, the order stays. */
export const changeAttachedSubnets: Command<ChangeAttachedSubnets, AttachedSubnets> = {
  name: 'change-attached-subnets',
  load: loadAttached,
  decide({ attachment: loaded, found }, { id, add, remove, extras }) {
    const there = standing(loaded, 'network', id)
    if (!there.ok) return there
    const { attachment, target } = there.value
    const foreign = remove.find((subnet) => !target.subnets.includes(subnet))
    if (foreign !== undefined) return refused('is not attached', foreign)
    const kept = target.subnets.filter((subnet) => !remove.includes(subnet))
    const attached = add.find((subnet) => kept.includes(subnet))
    if (attached !== undefined) return refused('is attached already', attached)
    const subnets = [...kept, ...add]
    if (subnets.length === 0) return refused('would be left without a subnet', id)
    const network = checkPlace(found, { network: target.id, subnets: add })
    if (!network.ok) return network
    const spec = { ...attachment.spec, target: { ...target, subnets } }
    return ok(putting(changed(attachment, { spec, ...(extras === undefined ? {} : { extras }) })))
  },
}
