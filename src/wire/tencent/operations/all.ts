import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import type { OperationsByNoun } from '../../http/dialect.ts'
import { createCustomerGateway } from './customer-gateway/create.ts'
import { deleteCustomerGateway } from './customer-gateway/delete.ts'
import { describeCustomerGateways } from './customer-gateway/describe.ts'
import { createSubnet } from './subnet/create.ts'
import { deleteSubnet } from './subnet/delete.ts'
import { describeSubnets } from './subnet/describe.ts'
import { describeVpcTaskResult } from './task/describe.ts'
import { createVpc } from './vpc/create.ts'
import { deleteVpc } from './vpc/delete.ts'
import { describeVpcs } from './vpc/describe.ts'
import { createVpnConnection } from './vpn-connection/create.ts'
import { deleteVpnConnection } from './vpn-connection/delete.ts'
import { describeVpnConnections } from './vpn-connection/describe.ts'
import { modifyVpnConnectionAttribute } from './vpn-connection/modify.ts'
import { createVpnGateway } from './vpn-gateway/create.ts'
import { deleteVpnGateway } from './vpn-gateway/delete.ts'
import { describeVpnGateways } from './vpn-gateway/describe.ts'

/** Every operation that the dialect answers, by noun. */
export const operationsByNoun = {
  'customer-gateway': [createCustomerGateway, describeCustomerGateways, deleteCustomerGateway],
  subnet: [createSubnet, describeSubnets, deleteSubnet],
  task: [describeVpcTaskResult],
  vpc: [createVpc, describeVpcs, deleteVpc],
  'vpn-connection': [createVpnConnection, describeVpnConnections, modifyVpnConnectionAttribute, deleteVpnConnection],
  'vpn-gateway': [createVpnGateway, describeVpnGateways, deleteVpnGateway],
} satisfies OperationsByNoun

export const allOperations: readonly Operation<CallContext>[] = Object.values(operationsByNoun).flat()
