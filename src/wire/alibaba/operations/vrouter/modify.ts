import { modifyNetwork } from '../../../../commands/network.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { vpcOfRouter } from '../../ids.ts'
import { clearableText, freeText, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'

export const modifyVRouterAttribute = operation({
  ...about('ModifyVRouterAttribute', vpc, 'vrouter/{VRouterId}'),
  summary: 'Modifies the name and the description of a VPC’s router; what is not given stays as it is.',
  effect: 'write',
  request: {
    ...region,
    VRouterId: required(id),
    VRouterName: optional(freeText(128), { code: 'InvalidVRouterName.Malformed' }),
    Description: optional(clearableText(256), { code: 'InvalidVRouterDescription.Malformed' }),
  },
  response: {},
  shownBy: { operation: 'DescribeVRouters', by: 'VRouterId', id: 'VRouterId', at: 'VRouters.VRouter' },
  errors: {
    'network-not-found': {
      status: 404,
      code: 'InvalidVRouterId.NotFound',
      message: 'Specified virtual router does not exist.',
    },
  },
  neverOccurs: { 'InvalidDescription.Malformed': 'InvalidVRouterDescription.Malformed says it' },
  async run(context: CallContext, { VRouterId, VRouterName, Description }) {
    const known = (network: Resource<'network'>) => {
      const { routerName, routerDescription, ...rest } = extras.network.read(network)
      return { ...rest, routerName: VRouterName ?? routerName, routerDescription: Description ?? routerDescription }
    }
    const modified = await context.execute(modifyNetwork, {
      id: vpcOfRouter(VRouterId),
      patch: (network) => ({ extras: extras.network.write(known(network)) }),
    })
    return modified.ok ? ok({}) : modified
  },
})
