import { modifyNetwork } from '../../../../commands/network.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { id } from '../../ids.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'
import { dnsServers, multicastField, publishing, publishingIpv6, unserved } from './create.ts'

const noCluster = 'UnsupportedOperation.CdcPublishNeedCdcId'

export const modifyVpcAttribute = operation({
  ...about('ModifyVpcAttribute', 'vpc/{VpcId}'),
  summary: 'Changes what is given of a VPC, and nothing else; its range stays.',
  effect: 'write',
  request: {
    VpcId: required(id('vpc')),
    VpcName: optional(name('bytes')),
    EnableMulticast: multicastField,
    DnsServers: optional(dnsServers, unserved),
    DomainName: optional(t.text(), unserved),
    EnableRouteVpcPublish: optional(t.boolean, publishing),
    EnableRouteVpcPublishIpv6: optional(t.boolean, publishingIpv6),
    EnableCdcPublish: refused(t.boolean, 'there are no dedicated clusters', { allow: [false], code: noCluster }),
  },
  response: {},
  shownBy: { operation: 'DescribeVpcs', by: 'VpcIds', id: 'VpcId', at: 'VpcSet' },
  errors: { 'network-not-found': true },
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'ResourceNotFound',
    'UnauthorizedOperation',
    'UnsupportedOperation.CdcPublishNeedCdcId',
    'UnsupportedOperation.EnableMulticast',
    'UnsupportedOperation.NotSupportedUpdateCcnRoutePublish',
    'UnsupportedOperation.SubnetMismatchVpcCdcId',
  ],
  neverOccurs: {
    'InvalidParameterValue.LimitExceeded': 'lists that are too long are InvalidParameterValue',
    UnauthorizedOperation: 'told as AuthFailure.UnauthorizedOperation',
    'UnsupportedOperation.NotSupportedUpdateCcnRoutePublish': 'what is published may be changed at any time',
    'UnsupportedOperation.SubnetMismatchVpcCdcId': 'there are no dedicated clusters',
  },
  async run(context: CallContext, request) {
    const { EnableRouteVpcPublish: ranges } = request
    const modified = await context.execute(modifyNetwork, {
      id: request.VpcId,
      patch(vpc) {
        const known = extras.network.read(vpc)
        return {
          name: request.VpcName,
          offering: ranges === undefined ? undefined : { ranges, at: context.now },
          extras: extras.network.write({
            ...known,
            dnsServers: request.DnsServers ?? known.dnsServers,
            domainName: request.DomainName ?? known.domainName,
            publishesIpv6Cidr: request.EnableRouteVpcPublishIpv6 ?? known.publishesIpv6Cidr,
          }),
        }
      },
    })
    return modified.ok ? ok({}) : modified
  },
})
