import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { problemOf, wanInterface } from '../../../../peer-configuration/inputs.ts'
import { readPeer } from '../../../../peer-configuration/read-peer.ts'
import type { CallContext } from '../../../http/context.ts'
import { id } from '../../ids.ts'
import { about } from '../shared/service.ts'
import { deviceOf, vendors } from '../shared/vendors.ts'
import { configurationText } from './text.ts'

const empty = 'InvalidParameterValue.Empty'
const malformed = 'InvalidParameterValue.Malformed'

const emptyFault = (value: string): t.Fault | undefined =>
  value === '' ? { code: empty, detail: 'must not be empty' } : undefined

const filled = t.refined(t.text(), 'not empty', [empty], emptyFault)

const interfaceName = t.refined(t.text(), 'the name of an interface', [empty, malformed], (value) => {
  const detail = problemOf(wanInterface, value)
  return emptyFault(value) ?? (detail === undefined ? undefined : { code: malformed, detail })
})

const names = vendors.map(({ VendorName, Platform, SoftwareVersion }) => `${VendorName} ${Platform} ${SoftwareVersion}`)

export const downloadCustomerGatewayConfiguration = operation({
  ...about('DownloadCustomerGatewayConfiguration', 'vpnx/{VpnConnectionId}'),
  summary:
    'Answers what the device at the other end of a VPN connection is to be configured with, the pre-shared key too.',
  effect: 'read',
  request: {
    VpnGatewayId: required(id('vpnGateway')),
    VpnConnectionId: required(id('vpnConnection')),
    CustomerGatewayVendor: required(
      t.structure({ Platform: required(filled), SoftwareVersion: required(filled), VendorName: required(filled) }),
      { note: 'One that DescribeCustomerGatewayVendors lists.' },
    ),
    InterfaceName: required(interfaceName, { note: 'The device’s interface with the outer address.' }),
  },
  rules: [
    {
      code: malformed,
      demand: `must be one of ${names.join(', ')}`,
      brokenBy: ({ CustomerGatewayVendor: vendor }) =>
        deviceOf(vendor) === undefined ? 'CustomerGatewayVendor' : undefined,
    },
  ],
  response: {
    CustomerGatewayConfiguration: r.string<string>(
      r.derived('the connection, in the device’s words; comments alone where the device cannot say all of it'),
      (text) => text,
    ),
  },
  errors: { 'connection-not-found': true },
  documented: ['InvalidParameterValue.Empty', 'InvalidParameterValue.Malformed', 'ResourceNotFound'],
  async run(
    { reader, tunnelMtu }: CallContext,
    { VpnGatewayId, VpnConnectionId, CustomerGatewayVendor, InterfaceName },
  ) {
    const connection = await reader.get('connection', VpnConnectionId)
    const device = deviceOf(CustomerGatewayVendor)
    if (connection?.spec.gateway !== VpnGatewayId || device === undefined) {
      return fail(domainError('connection-not-found', `no such connection of ${VpnGatewayId}`, VpnConnectionId))
    }
    return ok(configurationText(device, connection.id, await readPeer(reader, connection, tunnelMtu), InterfaceName))
  },
})
