import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import type { OperationsByNoun } from '../../http/dialect.ts'
import { createCen } from './cen/create.ts'
import { deleteCen } from './cen/delete.ts'
import { describeCens } from './cen/describe.ts'
import { createCustomerGateway } from './customer-gateway/create.ts'
import { deleteCustomerGateway } from './customer-gateway/delete.ts'
import { describeCustomerGateway, describeCustomerGateways } from './customer-gateway/describe.ts'
import { describeRegions, describeZones } from './region/describe.ts'
import { createTransitRouterVpcAttachment, createTransitRouterVpnAttachment } from './router-attachment/create.ts'
import { deleteTransitRouterVpcAttachment, deleteTransitRouterVpnAttachment } from './router-attachment/delete.ts'
import { listTransitRouterVpcAttachments, listTransitRouterVpnAttachments } from './router-attachment/describe.ts'
import { createTransitRouter } from './transit-router/create.ts'
import { deleteTransitRouter } from './transit-router/delete.ts'
import { listTransitRouters } from './transit-router/describe.ts'
import { createVpc } from './vpc/create.ts'
import { deleteVpc } from './vpc/delete.ts'
import { describeVpcAttribute, describeVpcs } from './vpc/describe.ts'
import { createVpnAttachment } from './vpn-attachment/create.ts'
import { deleteVpnAttachment } from './vpn-attachment/delete.ts'
import { describeVpnAttachments } from './vpn-attachment/describe.ts'
import { modifyVpnAttachmentAttribute } from './vpn-attachment/modify.ts'
import { describeVpnConnection } from './vpn-connection/describe.ts'
import { createVpnGateway } from './vpn-gateway/create.ts'
import { deleteVpnGateway } from './vpn-gateway/delete.ts'
import { describeVpnGateway, describeVpnGateways } from './vpn-gateway/describe.ts'
import { createVSwitch } from './vswitch/create.ts'
import { deleteVSwitch } from './vswitch/delete.ts'
import { describeVSwitchAttributes, describeVSwitches } from './vswitch/describe.ts'

/** Every operation that the dialect answers, by noun. */
export const operationsByNoun = {
  cen: [createCen, describeCens, deleteCen],
  'customer-gateway': [createCustomerGateway, describeCustomerGateway, describeCustomerGateways, deleteCustomerGateway],
  region: [describeRegions, describeZones],
  'router-attachment': [
    createTransitRouterVpcAttachment,
    createTransitRouterVpnAttachment,
    listTransitRouterVpcAttachments,
    listTransitRouterVpnAttachments,
    deleteTransitRouterVpcAttachment,
    deleteTransitRouterVpnAttachment,
  ],
  'transit-router': [createTransitRouter, listTransitRouters, deleteTransitRouter],
  vpc: [createVpc, describeVpcAttribute, describeVpcs, deleteVpc],
  'vpn-attachment': [createVpnAttachment, describeVpnAttachments, modifyVpnAttachmentAttribute, deleteVpnAttachment],
  'vpn-connection': [describeVpnConnection],
  'vpn-gateway': [createVpnGateway, describeVpnGateway, describeVpnGateways, deleteVpnGateway],
  vswitch: [createVSwitch, describeVSwitchAttributes, describeVSwitches, deleteVSwitch],
} satisfies OperationsByNoun

export const allOperations: readonly Operation<CallContext>[] = Object.values(operationsByNoun).flat()
