/** What the operations on what is attached to a CCN ask for in the same words. */
import type { WireType } from '../../../../operations/decode.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { id, idPrefixes } from '../../ids.ts'
import { ccnField, descriptionField } from '../ccn/request.ts'

const form = new RegExp(`^(?:${idPrefixes.vpc}|${idPrefixes.vpnGateway})-[0-9a-z]{6,9}$`)

const instanceId = t.coded(
  t.parsed('an id of a VPC or a VPN gateway', (value) => (form.test(value) ? value : undefined), [
    'vpc-1w9tue3d',
    'vpc-1w9tue3e',
  ]),
  'InvalidParameterValue.Malformed',
)

/** The types that there is something of. */
const offered = ['VPC', 'VPNGW'] as const

const unsupported = 'UnsupportedOperation'

const instanceType = t.refined(
  t.word(...offered, 'DIRECTCONNECT', 'BMVPC', 'EDGE', 'CCNSG'),
  'VPC or VPNGW: there is nothing of the other types',
  [unsupported],
  (value) =>
    value === 'VPC' || value === 'VPNGW' ? undefined : { code: unsupported, detail: 'there is nothing of this type' },
)

const instanceFields = {
  InstanceId: required(instanceId),
  InstanceRegion: required(t.text(), { readBy: 'the rules, which want the region of the request' }),
  InstanceType: required(instanceType, { readBy: 'the rules, which want the id to be one of the type' }),
  RouteTableId: optional(id('ccnRouteTable'), {
    defaultText: 'the CCN’s own',
    worldless: 'a CCN has its own table alone',
  }),
  OrderType: ignored('what stays in a region costs nothing', {
    type: t.word('PayByCcnOwner', 'PayByInstanceOwner'),
  }),
}

const tooMany = 'InvalidParameterValue'

/** Of one request. */
const most = 20

const several = <T>(element: WireType<T>): WireType<readonly T[]> =>
  t.refined(t.list(element), `1 to ${most}`, [tooMany], ({ length }) =>
    length === 0 || length > most ? { code: tooMany, detail: `must be 1 to ${most}` } : undefined,
  )

export const attachedFields = {
  ...ccnField,
  Instances: required(several(t.structure({ ...instanceFields, Description: descriptionField }))),
}

/** Those that are to be described anew. */
export const describedFields = {
  ...ccnField,
  Instances: required(
    several(
      t.structure({
        ...instanceFields,
        InstanceId: required(instanceId, { worldless: 'descriptions are for people' }),
        Description: descriptionField,
      }),
    ),
  ),
}

/** Those that are to be detached. */
export const leavingFields = {
  ...ccnField,
  Instances: required(
    several(t.structure({ ...instanceFields, Description: ignored('what is detached is described no more') })),
  ),
}

export interface WireInstance {
  readonly InstanceId: string
  readonly InstanceRegion: string
  readonly InstanceType: string
  readonly RouteTableId: string | undefined
}

export interface DescribedInstance extends WireInstance {
  readonly Description: string | undefined
}

interface Given {
  readonly Instances: readonly WireInstance[]
}

const brokenAt =
  (member: string, isBroken: (instance: WireInstance, index: number, all: readonly WireInstance[]) => boolean) =>
  ({ Instances }: Given): string | undefined => {
    const index = Instances.findIndex(isBroken)
    return index < 0 ? undefined : `Instances.${index}.${member}`
  }

export const isGatewayId = (instanceId: string): boolean => instanceId.startsWith(`${idPrefixes.vpnGateway}-`)

/** Each operation has a code of its own for an id of another type. */
export const instanceRules = (mismatch: string): readonly Rule<Given>[] => [
  {
    code: mismatch,
    demand: 'must be an id of the InstanceType',
    brokenBy: brokenAt(
      'InstanceId',
      ({ InstanceId, InstanceType }) => isGatewayId(InstanceId) !== (InstanceType === 'VPNGW'),
    ),
  },
  {
    code: 'UnsupportedOperation',
    demand: 'must be the region of the request: networks are not joined across regions',
    brokenBy: ({ Instances }, { region }) =>
      brokenAt('InstanceRegion', ({ InstanceRegion }) => InstanceRegion !== region)({ Instances }),
  },
]

export const onceEach: Rule<Given> = {
  code: 'InvalidParameterValue.Duplicate',
  demand: 'must not be given twice',
  brokenBy: brokenAt(
    'InstanceId',
    ({ InstanceId }, index, all) => all.findIndex((each) => each.InstanceId === InstanceId) < index,
  ),
}

export const shownBy = {
  operation: 'DescribeCcnAttachedInstances',
  by: 'CcnId',
  id: 'CcnId',
  at: '',
} as const
