import { createGateway } from '../../../../commands/gateway.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { refuseInDebt } from '../shared/bills.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { clientToken, id, region, resourceGroup } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { secondVSwitchRules } from '../vpn-gateway/create-rules.ts'
import { creationErrors } from '../vpn-gateway/errors.ts'
import { gatewayOf, shangMiOf } from '../vpn-gateway/new-gateway.ts'
import { name, networkType, people, vpnType } from '../vpn-gateway/request.ts'
import { vpnGatewayFields } from '../vpn-gateway/response.ts'
import { enhanced } from '../vpn-gateway/variant.ts'

/** Of each tunnel, as one whose TunnelBandwidth is Standard, in Mbit/s: the gateway itself has none. */
const bandwidthMbps = 1000

const wholeNetwork = 'a gateway is linked to the whole VPC'

export const createEnhancedVpnGateway = operation({
  ...about('CreateEnhancedVpnGateway', vpn, 'vpngateway/*'),
  summary: 'Creates an enhanced VPN gateway, whose connections all have two tunnels.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    GatewayType: required(t.word(enhanced), { worldless: 'there is one type' }),
    Name: optional(name, { code: 'InvalidName', defaultText: 'the id', worldless: people }),
    VpcId: required(id),
    VSwitchId: required(id, { worldless: wholeNetwork }),
    DisasterRecoveryVSwitchId: required(id, {
      note: 'in another zone, where the region has several',
      worldless: wholeNetwork,
    }),
    NetworkType: { ...networkType, worldless: 'its connections are where its addresses are' },
    VpnType: vpnType,
    ...resourceGroup,
    ...clientToken,
  },
  rules: [
    {
      code: 'InvalidSpec.NotFound',
      demand: 'must be of a type that the region has',
      brokenBy: (_, { region, settings }) =>
        settingOfRegion(settings, region, 'enhanced') ? undefined : 'GatewayType',
    },
    ...secondVSwitchRules,
  ],
  response: r.pick(vpnGatewayFields, 'Name', 'VpnGatewayId'),
  shownBy: { operation: 'DescribeVpnGateway', by: 'VpnGatewayId', id: 'VpnGatewayId', at: '' },
  errors: creationErrors,
  async run(context: CallContext, request) {
    const { VpcId, VSwitchId, DisasterRecoveryVSwitchId, GatewayType, NetworkType, VpnType, ResourceGroupId } = request
    const labels = readLabels({ ResourceGroupId, Tag: [], Tags: [] })
    const resource = newResource(context, 'vpn', request.Name, labels)
    const made = await executed(context, 'gateway', createGateway, {
      ...resource,
      ...gatewayOf(context, resource),
      network: VpcId,
      subnets: [VSwitchId, DisasterRecoveryVSwitchId],
      addressCount: 2,
      bandwidthMbps,
      limitsTunnelsAlone: true,
      isPrivate: NetworkType === 'private',
      ...shangMiOf(context, VpnType),
      variant: GatewayType,
    })
    if (!made.ok) return made
    const debt = await refuseInDebt(context)
    return debt === undefined ? ok({ gateway: made.value }) : fail(debt)
  },
})
