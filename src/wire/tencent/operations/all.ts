import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import { createCustomerGateway } from './create-customer-gateway.ts'
import { createSubnet } from './create-subnet.ts'
import { createVpc } from './create-vpc.ts'
import { createVpnConnection } from './create-vpn-connection.ts'
import { createVpnGateway } from './create-vpn-gateway.ts'
import { deleteCustomerGateway } from './delete-customer-gateway.ts'
import { deleteSubnet } from './delete-subnet.ts'
import { deleteVpc } from './delete-vpc.ts'
import { deleteVpnConnection } from './delete-vpn-connection.ts'
import { deleteVpnGateway } from './delete-vpn-gateway.ts'
import { describeCustomerGateways } from './describe-customer-gateways.ts'
import { describeSubnets } from './describe-subnets.ts'
import { describeVpcTaskResult } from './describe-vpc-task-result.ts'
import { describeVpcs } from './describe-vpcs.ts'
import { describeVpnConnections } from './describe-vpn-connections.ts'
import { describeVpnGateways } from './describe-vpn-gateways.ts'
import { modifyVpnConnectionAttribute } from './modify-vpn-connection-attribute.ts'

const all: readonly Operation<CallContext>[] = [
  createCustomerGateway,
  createSubnet,
  createVpc,
  createVpnConnection,
  createVpnGateway,
  deleteCustomerGateway,
  deleteSubnet,
  deleteVpc,
  deleteVpnConnection,
  deleteVpnGateway,
  describeCustomerGateways,
  describeSubnets,
  describeVpcTaskResult,
  describeVpcs,
  describeVpnConnections,
  describeVpnGateways,
  modifyVpnConnectionAttribute,
]

export const operations: ReadonlyMap<string, Operation<CallContext>> = new Map(
  all.map((each) => [`${each.service} ${each.action}`, each]),
)
