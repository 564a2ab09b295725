/** What the operations on gateway routes ask for in the same words. */

import type { WireType } from '../../../../operations/decode.ts'
import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { id } from '../../ids.ts'

export const gatewayField = { VpnGatewayId: required(id('vpnGateway')) }

export const routeId = id('vpnGatewayRoute')

export const status = t.oneOf({ ENABLE: true, DISABLE: false })

export const descriptionField = optional(t.text(), { worldless: 'descriptions are for people' })

const tooMany = 'InvalidParameterValue.LimitExceeded'

/** In one request. */
const most = 100

export const several = <T>(element: WireType<T>): WireType<readonly T[]> =>
  t.refined(t.list(element), `1 to ${most}`, [tooMany], ({ length }) =>
    length === 0 || length > most ? { code: tooMany, detail: `must be 1 to ${most}` } : undefined,
  )

export const shownBy = {
  operation: 'DescribeVpnGatewayRoutes',
  by: 'VpnGatewayId',
  id: 'VpnGatewayId',
  at: '',
} as const

export const noFailure = 'nothing is behind it that could fail alone'
