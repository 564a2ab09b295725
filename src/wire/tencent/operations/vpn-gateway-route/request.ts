/** What the operations on gateway routes ask for in the same words. */

import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { id } from '../../ids.ts'

export const gatewayField = { VpnGatewayId: required(id('vpnGateway')) }

export const routeId = id('vpnGatewayRoute')

export const status = t.oneOf({ ENABLE: true, DISABLE: false })

export const descriptionField = optional(t.text(), { worldless: 'descriptions are for people' })

export { several } from '../shared/several.ts'

export const shownBy = {
  operation: 'DescribeVpnGatewayRoutes',
  by: 'VpnGatewayId',
  id: 'VpnGatewayId',
  at: '',
} as const

export const noFailure = 'nothing is behind it that could fail alone'
