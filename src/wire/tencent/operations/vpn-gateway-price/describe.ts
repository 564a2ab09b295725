import { priceOf, upgradePrice } from '../../../../commands/billing/order.ts'
import { findTermed } from '../../../../commands/billing/renewal.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { id } from '../../ids.ts'
import { billsOf, timeOnBills } from '../shared/bills.ts'
import { about } from '../shared/service.ts'
import { byHour, chargeTypes, inAdvance, months, needsPeriod } from '../vpn-gateway/charge.ts'
import { maxConnection } from '../vpn-gateway/create.ts'
import { checkBandwidth } from '../vpn-gateway/range.ts'
import { bandwidths } from '../vpn-gateway/sizes.ts'
import { type PriceView, priceByHour, priceFields } from './response.ts'

const flagless = ignored('a price does not depend on what becomes of the gateway afterwards')

const period = t.structure({ Period: required(months, { note: 'in months' }), RenewFlag: flagless })

export const inquiryPriceCreateVpnGateway = operation({
  ...about('InquiryPriceCreateVpnGateway', '*'),
  summary: 'Tells what a new VPN gateway would cost.',
  effect: 'read',
  request: {
    InternetMaxBandwidthOut: required(bandwidths, { note: 'in Mbps' }),
    InstanceChargeType: withDefault(chargeTypes, byHour),
    InstanceChargePrepaid: optional(period, { note: 'only read with PREPAID, which needs it' }),
    MaxConnection: ignored('gateways of one bandwidth cost the same', { type: maxConnection }),
    Type: ignored('gateways of every type cost the same', { type: t.word('IPSEC', 'SSL', 'CCN', 'SSL_CCN') }),
  },
  rules: [needsPeriod],
  response: priceFields,
  errors: {},
  documented: ['InvalidParameterValue', 'UnsupportedOperation'],
  neverOccurs: { UnsupportedOperation: 'nothing in it is refused' },
  async run(context: CallContext, { InternetMaxBandwidthOut, InstanceChargeType, InstanceChargePrepaid }) {
    if (InstanceChargeType !== inAdvance) return ok(priceByHour(context, InternetMaxBandwidthOut))
    const { billing } = billsOf(context)
    return ok({ once: priceOf(billing, InternetMaxBandwidthOut, InstanceChargePrepaid?.Period) } satisfies PriceView)
  },
})

export const inquiryPriceRenewVpnGateway = operation({
  ...about('InquiryPriceRenewVpnGateway', '*'),
  summary: 'Tells what a longer term of a PREPAID gateway would cost.',
  effect: 'read',
  request: { VpnGatewayId: required(id('vpnGateway')), InstanceChargePrepaid: required(period) },
  response: priceFields,
  errors: { 'gateway-not-found': true, busy: true, 'term-missing': true },
  documented: ['InvalidParameterValue.Malformed', 'ResourceNotFound', 'UnsupportedOperation'],
  async run(context: CallContext, { VpnGatewayId, InstanceChargePrepaid }) {
    const found = findTermed(await context.reader.get('gateway', VpnGatewayId), VpnGatewayId)
    if (!found.ok) return found
    const { billing } = billsOf(context)
    return ok({ once: priceOf(billing, found.value.spec.bandwidthMbps, InstanceChargePrepaid.Period) })
  },
})

export const inquiryPriceResetVpnGatewayInternetMaxBandwidth = operation({
  ...about('InquiryPriceResetVpnGatewayInternetMaxBandwidth', '*'),
  summary: 'Tells what another bandwidth of a VPN gateway would cost: an hour, or the rest of a term.',
  effect: 'read',
  request: { VpnGatewayId: required(id('vpnGateway')), InternetMaxBandwidthOut: required(bandwidths) },
  response: priceFields,
  errors: {
    'gateway-not-found': true,
    'bandwidth-fixed': wireError('UnsupportedOperation', 'The bandwidth of `%s` cannot be changed so: %d.'),
  },
  documented: ['InvalidParameterValue.Malformed', 'ResourceNotFound', 'UnsupportedOperation'],
  async run(context: CallContext, { VpnGatewayId, InternetMaxBandwidthOut }) {
    const gateway = await context.reader.get('gateway', VpnGatewayId)
    if (gateway === undefined) {
      return fail(domainError('gateway-not-found', 'no such gateway in this region', VpnGatewayId))
    }
    const refusal = checkBandwidth(InternetMaxBandwidthOut, gateway)
    if (refusal !== undefined) return fail(refusal)
    const { term, bandwidthMbps } = gateway.spec
    if (term?.end === undefined) return ok(priceByHour(context, InternetMaxBandwidthOut))
    const left = term.end - timeOnBills(context)
    return ok({ once: upgradePrice(billsOf(context).billing, [bandwidthMbps, InternetMaxBandwidthOut], left) })
  },
})
