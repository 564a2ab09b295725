import { type CreateConnection, createConnection } from '../../../../commands/connection.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { HealthCheck } from '../../../../domain/health-check.ts'
import type { Tunnel } from '../../../../domain/resource.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { newId } from '../../ids.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { clientToken, dryRun, freeText, region, resourceGroup } from '../shared/request-fields.ts'
import { about, dated, vpn } from '../shared/service.ts'
import { tagFields, tagRules, tagsNeverOccur } from '../shared/tags.ts'
import { bgpErrorsThatNeverOccur, readBgp } from '../vpn-connection/bgp-config.ts'
import { mergeHealthCheck, toHealthCheck, usualSettings } from '../vpn-connection/health-check-config.ts'
import { dualTunnel, readChild, readIke, singleTunnel } from '../vpn-connection/ike-config.ts'
import {
  deadPeerDetection,
  initiationOf,
  singleTunnelFields,
  singleTunnelOnly,
  unsupportedFields,
} from '../vpn-connection/request.ts'
import { connectionFields } from '../vpn-connection/response.ts'
import { selectorsOf, subnets } from '../vpn-connection/subnets.ts'
import { newTunnels, placesOf } from '../vpn-connection/tunnel-options.ts'
import { outcomeFields } from './response.ts'

const request = {
  ...region,
  Name: optional(freeText(100), { code: 'InvalidParameter.VpnConnectionName' }),
  ...singleTunnelFields('InvalidParameter.BgpConfig', singleTunnel),
  ...unsupportedFields('OperationUnsupported.NetworkType'),
  LocalSubnet: required(subnets, { code: 'IllegalParam.LocalSubnet' }),
  RemoteSubnet: required(subnets, { code: 'IllegalParam.RemoteSubnet' }),
  EffectImmediately: withDefault(t.boolean, false),
  AutoConfigRoute: withDefault(t.boolean, true),
  TunnelOptionsSpecification: optional(newTunnels, { note: 'makes the connection a dual-tunnel one' }),
  EnableTunnelsBgp: optional(t.boolean, { defaultText: 'false' }),
  TunnelBandwidth: withDefault(t.word('Standard', 'Large'), 'Standard', {
    note: 'kept and returned, nothing is shaped',
    worldless: 'nothing is shaped',
  }),
  ...resourceGroup,
  ...tagFields,
  ...clientToken,
  ...dryRun,
}

type Request = Values<typeof request>

const liveness = (enabled: boolean | undefined) => (enabled === false ? {} : { deadPeerDetection })

function readSingleTunnel(
  context: CallContext,
  request: Request,
  customerGateway: string,
  healthCheck: HealthCheck | null,
): Tunnel {
  const { IkeConfig = {}, IpsecConfig = {}, BgpConfig, EnableDpd, EnableNatTraversal } = request
  const bgp = readBgp(BgpConfig, BgpConfig?.EnableBgp)
  return {
    id: newId('tun', context.region, context.random),
    index: 1,
    customerGateway,
    ike: readIke(IkeConfig, singleTunnel, context.random),
    child: readChild(IpsecConfig, singleTunnel),
    natTraversal: EnableNatTraversal ?? true,
    ...liveness(EnableDpd),
    ...(bgp === undefined ? {} : { bgp }),
    ...(healthCheck === null ? {} : { healthCheck }),
  }
}

function readDualTunnels(
  context: CallContext,
  tunnels: NonNullable<Request['TunnelOptionsSpecification']>,
  enableBgp: boolean | undefined,
): readonly Tunnel[] {
  const places = placesOf(tunnels) ?? []
  return tunnels
    .map((values, position): Tunnel => {
      const bgp = readBgp(values.TunnelBgpConfig, enableBgp)
      return {
        id: newId('tun', context.region, context.random),
        index: places[position] ?? 1,
        customerGateway: values.CustomerGatewayId,
        ike: readIke(values.TunnelIkeConfig ?? {}, dualTunnel, context.random),
        child: readChild(values.TunnelIpsecConfig ?? {}, dualTunnel),
        natTraversal: values.EnableNatTraversal ?? true,
        ...liveness(values.EnableDpd),
        ...(bgp === undefined ? {} : { bgp }),
      }
    })
    .sort((a, b) => a.index - b.index)
}

function readConnection(context: CallContext, request: Request): Result<CreateConnection, DomainError> {
  const { LocalSubnet, RemoteSubnet, TunnelOptionsSpecification: dual, CustomerGatewayId = '' } = request
  const check = mergeHealthCheck(request.HealthCheckConfig, { enabled: false, settings: usualSettings })
  const healthCheck = toHealthCheck(check)
  if (!healthCheck.ok) return healthCheck
  const known = extras.connection.write({
    localSubnet: LocalSubnet.text,
    remoteSubnet: RemoteSubnet.text,
    tunnelBandwidth: request.TunnelBandwidth,
    disabledHealthCheck: check.enabled || request.HealthCheckConfig === undefined ? undefined : check.settings,
    modifiedAt: context.now,
  })
  return ok({
    ...newResource(context, 'vco', request.Name, readLabels(request), known),
    selectors: selectorsOf(LocalSubnet, RemoteSubnet),
    tunnels:
      dual === undefined
        ? [readSingleTunnel(context, request, CustomerGatewayId, healthCheck.value)]
        : readDualTunnels(context, dual, request.EnableTunnelsBgp),
    startAction: initiationOf(request.EffectImmediately),
    automaticRoutes: request.AutoConfigRoute,
    peersOutsideRoutes: true,
  })
}

const unattached = 'the connection has no outer address before it is attached'
const noRoutesYet = 'the connection has no routes of its own before it is attached'
const noShangMi = 'the ShangMi algorithms are refused with RemoteCaCert'

export const createVpnAttachment = operation({
  ...about('CreateVpnAttachment', dated(vpn, 'February 2025'), '*'),
  summary: 'Creates an IPsec-VPN connection that a transit router may be made to carry.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request,
  rules: [
    ...tagRules,
    {
      code: 'MissingParameter',
      demand: 'is required, or else TunnelOptionsSpecification with two tunnels',
      brokenBy: ({ CustomerGatewayId, TunnelOptionsSpecification }) =>
        CustomerGatewayId === undefined && TunnelOptionsSpecification === undefined ? 'CustomerGatewayId' : undefined,
    },
    {
      code: 'InvalidParameter',
      demand: 'is for single-tunnel connections: each element of TunnelOptionsSpecification has its own',
      brokenBy: (request) => (request.TunnelOptionsSpecification === undefined ? undefined : singleTunnelOnly(request)),
    },
    {
      code: 'InvalidParameter',
      demand: 'is for dual-tunnel connections: BgpConfig has the switch of a single tunnel',
      brokenBy: ({ EnableTunnelsBgp, TunnelOptionsSpecification }) =>
        EnableTunnelsBgp === true && TunnelOptionsSpecification === undefined ? 'EnableTunnelsBgp' : undefined,
    },
  ],
  response: { ...outcomeFields, ...r.pick(connectionFields, 'CreateTime', 'Name', 'VpnConnectionId') },
  shownBy: { operation: 'DescribeVpnConnection', by: 'VpnConnectionId', id: 'VpnConnectionId', at: '' },
  errors: {
    'customer-gateway-not-found': true,
    'selectors-overlap': true,
    'peer-inside-route': true,
    'health-check-address-invalid': true,
    'health-check-outside-selectors': true,
    'health-check-timing-invalid': true,
    'bgp-as-number-missing': true,
    'bgp-as-numbers-equal': true,
    'bgp-prefix-missing': true,
    'bgp-prefix-overlaps': true,
    'bgp-address-outside-prefix': true,
    'bgp-outside-selectors': {
      status: 400,
      code: 'InvalidParameter.BgpConfig',
      message: 'The specified BgpConfig is invalid: %s %d.',
    },
  },
  documented: [
    'Resource.QuotaFull',
    'InvalidVpnConnection.AlreadyExists',
    'VpnRouteEntry.AlreadyExists',
    'VpnRouteEntry.Conflict',
    'NotSupportVpnConnectionParameter.IpsecPfs',
    'NotSupportVpnConnectionParameter.IpsecAuthAlg',
    'VpnRouteEntry.BackupRoute',
    'VpnRouteEntry.InvalidWeight',
    'InvalidParameter.VpnConnectionName',
    'QuotaExceeded.PolicyBasedRoute',
    'MissingParameter.TunnelCidr',
    'OperationUnsupported.EnableBgp',
    'MissingParam.CustomerGatewayAsn',
    'IllegalParam.LocalAsn',
    'InvalidParameter.BgpConfig',
    'IllegalParam.EnableBgp',
    'IllegalParam.TunnelCidr',
    'InvalidLocalBgpIp.Malformed',
    'IllegalParam.LocalBgpIp',
    'IllegalParam.LocalSubnet',
    'IllegalParam.RemoteSubnet',
    'OperationFailed.MissCertificate',
    'MissingParam.RemoteId',
    'CustomerGateway.ConflictRouteEntry',
    'VpnTask.CONFLICT',
    'Forbidden.TagKey.Duplicated',
    'OperationFailed.NoAvailableAmount',
    'SizeLimitExceeded.TagNum',
    'InvalidParameter.TagValue',
    'InvalidParameter.TagKey',
    'Duplicated.TagKey',
    'InternalError',
    'InvalidTunnelCidr.Malformed',
    'CustomerGateway.ConflictVpnIp',
    'MissingParameter.TunnelOptionsSpecification',
    'CreateDbrRoutesQuotaFull.QuotaFull',
    'Forbbiden.SubUser',
    'Forbidden',
    'InvalidCustomerGatewayInstanceId.NotFound',
  ],
  neverOccurs: {
    ...bgpErrorsThatNeverOccur,
    ...tagsNeverOccur,
    'Resource.QuotaFull': 'there are no quotas',
    'QuotaExceeded.PolicyBasedRoute': 'there are no quotas',
    'CreateDbrRoutesQuotaFull.QuotaFull': 'there are no quotas',
    'InvalidVpnConnection.AlreadyExists':
      'each attachment gets outer addresses of its own, so any two can be told apart',
    'VpnRouteEntry.AlreadyExists': noRoutesYet,
    'VpnRouteEntry.Conflict': noRoutesYet,
    'VpnRouteEntry.BackupRoute': noRoutesYet,
    'VpnRouteEntry.InvalidWeight': noRoutesYet,
    'CustomerGateway.ConflictVpnIp': `${unattached}: CreateTransitRouterVpnAttachment finds the conflict`,
    'IllegalParam.EnableBgp': 'it speaks of a VPN gateway with BGP, and an attachment has no VPN gateway',
    'OperationFailed.MissCertificate': noShangMi,
    'MissingParam.RemoteId': noShangMi,
    'VpnTask.CONFLICT': 'creations wait for each other instead',
    'OperationFailed.NoAvailableAmount': 'nothing is billed',
    'Forbbiden.SubUser': 'an account has no sub-users',
    Forbidden: 'a key may do what its account may do',
  },
  async run(context: CallContext, request) {
    const connection = readConnection(context, request)
    if (!connection.ok) return connection
    const made = await executed(context, 'connection', createConnection, connection.value)
    return made.ok ? ok({ connection: made.value }) : made
  },
})
