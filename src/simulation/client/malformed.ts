import type { SeededChoice } from '../seeded-choice.ts'
import { region as alibabaRegion } from './alibaba.ts'
import type { Intent } from './intent.ts'
import type { Tree, WireCall } from './signing.ts'
import { region as tencentRegion } from './tencent.ts'

const vpc = (action: string, parameters: Tree, region = alibabaRegion): WireCall => ({
  cloud: 'alibaba',
  action,
  version: '2016-04-28',
  region,
  parameters,
})

const api = (action: string, parameters: Tree, region = tencentRegion): WireCall => ({
  cloud: 'tencent',
  action,
  version: '2017-03-12',
  region,
  parameters,
})

const mistakes: readonly (readonly [because: string, call: WireCall])[] = [
  ['the action is unknown', vpc('CreateNothing', {})],
  ['the action is unknown', api('CreateNothing', {})],
  ['the version is unknown', { ...vpc('CreateVpc', { CidrBlock: '10.0.0.0/16' }), version: '2001-01-01' }],
  ['the region is unknown', vpc('CreateVpc', { CidrBlock: '10.0.0.0/16' }, 'cn-nowhere')],
  ['the region is unknown', api('CreateVpc', { VpcName: 'x', CidrBlock: '10.0.0.0/16' }, 'ap-nowhere')],
  ['the prefix has host bits', vpc('CreateVpc', { CidrBlock: '10.0.0.5/16' })],
  ['the prefix is malformed', api('CreateVpc', { VpcName: 'x', CidrBlock: '10.0.0.0/33' })],
  ['a parameter is missing', api('CreateVpc', { VpcName: 'x' })],
  ['a parameter is unknown', api('CreateVpc', { VpcName: 'x', CidrBlock: '10.0.0.0/16', Colour: 'red' })],
  ['a value is of another type', api('DescribeVpnGateways', { Limit: 'many' })],
  ['the address is malformed', vpc('CreateCustomerGateway', { IpAddress: '300.1.1.1' })],
  ['the address is malformed', api('CreateCustomerGateway', { CustomerGatewayName: 'x', IpAddress: 'here' })],
  [
    'the customer gateway is unknown',
    vpc('CreateVpnAttachment', {
      CustomerGatewayId: 'cgw-nowhere',
      LocalSubnet: '10.0.0.0/16',
      RemoteSubnet: '10.1.0.0/16',
    }),
  ],
  [
    'the key has a space',
    vpc('CreateVpnAttachment', {
      CustomerGatewayId: 'cgw-nowhere',
      LocalSubnet: '10.0.0.0/16',
      RemoteSubnet: '10.1.0.0/16',
      IkeConfig: '{"Psk":"a b"}',
    }),
  ],
  [
    'the JSON is malformed',
    vpc('CreateVpnAttachment', {
      CustomerGatewayId: 'cgw-nowhere',
      LocalSubnet: '10.0.0.0/16',
      RemoteSubnet: '10.1.0.0/16',
      IkeConfig: '{"Psk":',
    }),
  ],
  ['there is no such connection', vpc('DescribeVpnConnection', { VpnConnectionId: 'vco-nowhere' })],
  ['there is no such gateway', api('DeleteVpnGateway', { VpnGatewayId: 'vpngw-aaaaaaaa' })],
  ['the id is malformed', api('DeleteVpc', { VpcId: 'not an id' })],
]

/** A request that must be refused. */
export function mistake(choice: SeededChoice): Intent {
  const [because, call] = choice.pick(mistakes) ?? ['the action is unknown', vpc('CreateNothing', {})]
  return { call, effect: { do: 'nothing', because } }
}

/** A good request with a wrong signature, or with a time stamp outside the clock window. */
export function tamper(intent: Intent, choice: SeededChoice): Intent {
  const tampering = choice.pick(['wrong secret', 'stale'] as const) ?? 'stale'
  return { call: intent.call, effect: { do: 'nothing', because: `it is tampered with: ${tampering}` }, tampering }
}
