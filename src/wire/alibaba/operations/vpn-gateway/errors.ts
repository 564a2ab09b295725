/** What operations on VPN gateways of either type say of the same refusals. */

const noSubnet = {
  status: 400,
  code: 'InvalidVSwitchId.NotFound',
  message: 'The specified vswitchId is not found.',
} as const

export const creationErrors = {
  'network-not-found': {
    status: 400,
    code: 'InvalidVpcId.NotFound',
    message: 'The specified VPC id does not exist in our records.',
  },
  'of-another-account': true,
  'subnet-not-found': noSubnet,
  'not-in-network': noSubnet,
  'subnets-in-one-zone': true,
  'zone-unsupported': true,
  'zone-exhausted': true,
  'subnet-exhausted': true,
  'addresses-exhausted': true,
  'quota-exhausted': true,
  'balance-negative': {
    status: 400,
    code: 'AccountBalanceForVpn.NotFull',
    message: "The user's account balance for purchasing the VPN is insufficient: %d.",
  },
  'algorithms-unsupported': true,
} as const

export const configuring = {
  status: 400,
  code: 'VpnGateway.Configuring',
  message: 'The specified service is configuring.',
} as const
