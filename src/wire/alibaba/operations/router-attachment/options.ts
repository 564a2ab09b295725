/** What may be set of a VPC's attachment. One setting of it goes by two names, of newer and of older clients. */
import type { Values } from '../../../../operations/decode.ts'
import type { ExtrasOf } from '../../../../operations/extras.ts'
import { optional } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { extras } from '../../extras.ts'
import type { AttachmentView } from './view.ts'

type Known = ExtrasOf<typeof extras.routerAttachment>
export type AttachmentOptions = Partial<Pick<Known, 'ipv6' | 'appliance'>>

const ipv6 = optional(t.word('enable', 'disable'), {
  worldless: 'VPCs have no IPv6 ranges that could be carried',
  note: 'kept and returned: VPCs carry IPv4 alone',
})

export const optionFields = {
  Options: optional(
    t.structure({
      Ipv6Support: ipv6,
      ApplianceModeSupport: optional(t.word('enable', 'disable'), {
        worldless: 'the data plane is in no zone',
        note: 'kept and returned: packets of both directions pass the router as one, whatever the zone',
      }),
    }),
  ),
  TransitRouterVPCAttachmentOptions: optional(t.structure({ ipv6Support: ipv6 })),
}

type OptionFields = Values<typeof optionFields>

export const optionRule: Rule<OptionFields> = {
  code: 'InvalidParameter',
  demand: 'must not say otherwise than Options.Ipv6Support',
  brokenBy: ({ Options, TransitRouterVPCAttachmentOptions: older }) =>
    new Set([Options?.Ipv6Support, older?.ipv6Support].filter((word) => word !== undefined)).size > 1
      ? 'TransitRouterVPCAttachmentOptions.ipv6Support'
      : undefined,
}

/** What is not said is not set. */
export function optionsOf({ Options, TransitRouterVPCAttachmentOptions: older }: OptionFields): AttachmentOptions {
  const word = Options?.Ipv6Support ?? older?.ipv6Support
  const appliance = Options?.ApplianceModeSupport
  return { ...(word === undefined ? {} : { ipv6: word }), ...(appliance === undefined ? {} : { appliance }) }
}

const known = ({ attachment }: AttachmentView): Known => extras.routerAttachment.read(attachment)

export const shownOptions = {
  Options: r.structure(r.given('Options'), known, {
    ApplianceModeSupport: r.string(r.given('ApplianceModeSupport'), ({ appliance }) => appliance),
    Ipv6Support: r.string(r.given(['Ipv6Support', 'ipv6Support']), ({ ipv6 }) => ipv6),
  }),
  TransitRouterVPCAttachmentOptions: r.structure(r.given('TransitRouterVPCAttachmentOptions'), known, {
    ipv6Support: r.string(r.given(['ipv6Support', 'Ipv6Support']), ({ ipv6 }) => ipv6),
  }),
} satisfies r.ResponseFields<AttachmentView>
