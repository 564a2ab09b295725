/** What CreateVpnConnection and CreateVpnAttachment make of the words that they share. */
import type { CreateConnection } from '../../../../commands/connection.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { HealthCheck } from '../../../../domain/health-check.ts'
import type { Tunnel } from '../../../../domain/resource.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import type { DeclaredErrors, Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type ConnectionExtras, extras } from '../../extras.ts'
import { newId } from '../../ids.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { clientToken, dryRun, freeText, region } from '../shared/request-fields.ts'
import { tagFields, tagRules } from '../shared/tags.ts'
import { readBgp } from './bgp-config.ts'
import { mergeHealthCheck, toHealthCheck, usualSettings } from './health-check-config.ts'
import { certifiedBy, type Defaults, older, readChild, readIke, shangMi } from './ike-config.ts'
import {
  bgpRule,
  deadPeerDetection,
  initiationOf,
  shangMiErrors,
  singlePeer,
  singleTunnelFields,
  singleTunnelOnly,
} from './request.ts'
import { selectorsOf, subnets } from './subnets.ts'
import { type NewTunnel, placesOf } from './tunnel-options.ts'

export const creationFields = {
  ...region,
  Name: optional(freeText(100), { code: 'InvalidParameter.VpnConnectionName' }),
  ...singlePeer,
  ...singleTunnelFields('InvalidParameter.BgpConfig', older),
  LocalSubnet: required(subnets, { code: 'IllegalParam.LocalSubnet' }),
  RemoteSubnet: required(subnets, { code: 'IllegalParam.RemoteSubnet' }),
  EffectImmediately: withDefault(t.boolean, false),
  AutoConfigRoute: withDefault(t.boolean, true),
  EnableTunnelsBgp: optional(t.boolean, { defaultText: 'false' }),
  ...tagFields,
  ...clientToken,
  ...dryRun,
}

interface Creation extends Values<typeof creationFields> {
  readonly TunnelOptionsSpecification: readonly NewTunnel[] | undefined
  readonly ResourceGroupId?: string | undefined
  readonly RemoteCaCert?: string | undefined
  readonly RemoteCaCertificate?: string | undefined
}

/** Either what a single tunnel is to be, or what each of two is. */
export const creationRules: readonly Rule<Creation>[] = [
  ...tagRules,
  bgpRule,
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
]

const liveness = (enabled: boolean | undefined) => (enabled === false ? {} : { deadPeerDetection })

/** What a tunnel has where nothing is said of it, `usual` unless it is one of ShangMi. */
type DefaultsOf = (certificate: string | undefined) => Defaults

function readSingleTunnel(
  context: CallContext,
  request: Creation,
  healthCheck: HealthCheck | null,
  defaultsOf: DefaultsOf,
): Tunnel {
  const { CustomerGatewayId = '', IkeConfig = {}, IpsecConfig = {}, BgpConfig, EnableDpd, EnableNatTraversal } = request
  const bgp = readBgp(BgpConfig, BgpConfig?.EnableBgp)
  const certificate = request.RemoteCaCert ?? request.RemoteCaCertificate
  const defaults = defaultsOf(certificate)
  return {
    id: newId('tun', context.region, context.random),
    index: 1,
    customerGateway: CustomerGatewayId,
    ike: { ...readIke(IkeConfig, defaults, context.random), ...certifiedBy(certificate) },
    child: readChild(IpsecConfig, defaults),
    natTraversal: EnableNatTraversal ?? true,
    ...liveness(EnableDpd),
    ...(bgp === undefined ? {} : { bgp }),
    ...(healthCheck === null ? {} : { healthCheck }),
  }
}

function readDualTunnels(
  context: CallContext,
  tunnels: readonly NewTunnel[],
  enableBgp: boolean | undefined,
  defaultsOf: DefaultsOf,
): readonly Tunnel[] {
  const places = placesOf(tunnels) ?? []
  return tunnels
    .map((values, position): Tunnel => {
      const bgp = readBgp(values.TunnelBgpConfig, enableBgp)
      const defaults = defaultsOf(values.RemoteCaCertificate)
      return {
        id: newId('tun', context.region, context.random),
        index: places[position] ?? 1,
        customerGateway: values.CustomerGatewayId,
        ike: {
          ...readIke(values.TunnelIkeConfig ?? {}, defaults, context.random),
          ...certifiedBy(values.RemoteCaCertificate),
        },
        child: readChild(values.TunnelIpsecConfig ?? {}, defaults),
        natTraversal: values.EnableNatTraversal ?? true,
        ...liveness(values.EnableDpd),
        ...(bgp === undefined ? {} : { bgp }),
      }
    })
    .sort((a, b) => a.index - b.index)
}

/** `dualDefaults` are those of two tunnels; a single one has the same in every document. A gateway may be for ShangMi alone. */
export function readCreation(
  context: CallContext,
  request: Creation,
  dualDefaults: Defaults,
  known: Pick<ConnectionExtras, 'tunnelBandwidth'> = { tunnelBandwidth: undefined },
  isShangMi = false,
): Result<CreateConnection, DomainError> {
  const { LocalSubnet, RemoteSubnet, TunnelOptionsSpecification: dual } = request
  const check = mergeHealthCheck(request.HealthCheckConfig, { enabled: false, settings: usualSettings })
  const healthCheck = toHealthCheck(check)
  if (!healthCheck.ok) return healthCheck
  const own = extras.connection.write({
    ...known,
    localSubnet: LocalSubnet.text,
    remoteSubnet: RemoteSubnet.text,
    disabledHealthCheck: check.enabled || request.HealthCheckConfig === undefined ? undefined : check.settings,
    modifiedAt: context.now,
  })
  const defaultsOf =
    (usual: Defaults): DefaultsOf =>
    (certificate) =>
      isShangMi || certificate !== undefined ? shangMi : usual
  return ok({
    ...newResource(context, 'vco', request.Name, readLabels(request), own),
    selectors: selectorsOf(LocalSubnet, RemoteSubnet),
    tunnels:
      dual === undefined
        ? [readSingleTunnel(context, request, healthCheck.value, defaultsOf(older))]
        : readDualTunnels(context, dual, request.EnableTunnelsBgp, defaultsOf(dualDefaults)),
    startAction: initiationOf(request.EffectImmediately),
    automaticRoutes: request.AutoConfigRoute,
    peersOutsideRoutes: true,
    takesWhatFails: true,
    lacksShangMi: context.lacks['shang-mi'],
  })
}

export const creationErrors = {
  ...shangMiErrors,
  'customer-gateway-not-found': true,
  'selectors-overlap': true,
  'peer-inside-route': true,
  'health-check-address-invalid': true,
  'health-check-timing-invalid': true,
  'bgp-as-number-missing': true,
  'bgp-prefix-missing': true,
  'bgp-prefix-overlaps': true,
  'bgp-address-outside-prefix': true,
  'quota-exhausted': true,
} as const satisfies DeclaredErrors

/** Of one that no VPN gateway has: what it is routed by itself are destinations. */
export const destinationsFull = {
  status: 400,
  code: 'CreateDbrRoutesQuotaFull.QuotaFull',
  message: 'The number of created destination routes exceeds the quota limit.',
} as const

/** What each operation's document has of both, and never ends in here. */
export const creationNeverEndsIn = {
  'VpnTask.CONFLICT': 'creations wait for each other instead',
}

export const creationDocumented = [
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
]
