import type { Resource } from '../../../../domain/resource.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import { extras } from '../../extras.ts'

type Attachment = Resource<'router-attachment'>

export interface AttachmentView {
  readonly attachment: Attachment
  /** What is attached, which may be another account's. */
  readonly target: Resource | undefined
  readonly router: Resource<'router'> | undefined
  readonly status: 'Attaching' | 'Attached' | 'Detaching'
}

/** What is modified stays attached. */
export const statusWords: Readonly<Record<ConfigurationState, AttachmentView['status']>> = {
  creating: 'Attaching',
  updating: 'Attached',
  ready: 'Attached',
  deleting: 'Detaching',
}

export const statusOf = (attachment: Attachment, applied: number | undefined): AttachmentView['status'] =>
  statusWords[configurationState(attachment, applied)]

export interface Mapping {
  readonly zone: string | undefined
  readonly subnet: string
}

export function mappingsOf({ attachment }: AttachmentView): readonly Mapping[] {
  const { target } = attachment.spec
  const { zones } = extras.routerAttachment.read(attachment)
  return target.kind === 'network' ? target.subnets.map((subnet, index) => ({ subnet, zone: zones[index] })) : []
}
