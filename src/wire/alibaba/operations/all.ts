import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import { createCen, deleteCen, describeCens } from './cen/cens.ts'
import { createCustomerGateway } from './customer-gateway/create.ts'
import { deleteCustomerGateway } from './customer-gateway/delete.ts'
import { describeCustomerGateway, describeCustomerGateways } from './customer-gateway/describe.ts'
import { describeRegions, describeZones } from './region/describe.ts'
import { createTransitRouterVpcAttachment } from './router-attachment/create-vpc-attachment.ts'
import {
  deleteTransitRouterVpcAttachment,
  listTransitRouterVpcAttachments,
} from './router-attachment/vpc-attachments.ts'
import {
  createTransitRouterVpnAttachment,
  deleteTransitRouterVpnAttachment,
  listTransitRouterVpnAttachments,
} from './router-attachment/vpn-attachments.ts'
import { createTransitRouter, deleteTransitRouter, listTransitRouters } from './transit-router/transit-routers.ts'
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

/** Every operation that the dialect answers. */
export const allOperations: readonly Operation<CallContext>[] = [
  describeRegions,
  describeZones,
  createVpc,
  describeVpcs,
  describeVpcAttribute,
  deleteVpc,
  createVSwitch,
  describeVSwitches,
  describeVSwitchAttributes,
  deleteVSwitch,
  createCustomerGateway,
  describeCustomerGateway,
  describeCustomerGateways,
  deleteCustomerGateway,
  createVpnGateway,
  describeVpnGateway,
  describeVpnGateways,
  deleteVpnGateway,
  createVpnAttachment,
  modifyVpnAttachmentAttribute,
  describeVpnConnection,
  describeVpnAttachments,
  deleteVpnAttachment,
  createCen,
  describeCens,
  deleteCen,
  createTransitRouter,
  listTransitRouters,
  deleteTransitRouter,
  createTransitRouterVpnAttachment,
  listTransitRouterVpnAttachments,
  deleteTransitRouterVpnAttachment,
  createTransitRouterVpcAttachment,
  listTransitRouterVpcAttachments,
  deleteTransitRouterVpcAttachment,
]
