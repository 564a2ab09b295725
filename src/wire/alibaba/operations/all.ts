import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import { createCen, deleteCen, describeCens } from './cens.ts'
import { createCustomerGateway } from './create-customer-gateway.ts'
import { createVpc } from './create-vpc.ts'
import { createTransitRouterVpcAttachment } from './create-vpc-attachment.ts'
import { createVpnAttachment } from './create-vpn-attachment.ts'
import { createVpnGateway } from './create-vpn-gateway.ts'
import { createVSwitch } from './create-vswitch.ts'
import { deleteCustomerGateway } from './delete-customer-gateway.ts'
import { deleteVpc } from './delete-vpc.ts'
import { deleteVpnAttachment } from './delete-vpn-attachment.ts'
import { deleteVpnGateway } from './delete-vpn-gateway.ts'
import { deleteVSwitch } from './delete-vswitch.ts'
import { describeCustomerGateway, describeCustomerGateways } from './describe-customer-gateways.ts'
import { describeRegions, describeZones } from './describe-regions.ts'
import { describeVpcAttribute, describeVpcs } from './describe-vpcs.ts'
import { describeVpnAttachments } from './describe-vpn-attachments.ts'
import { describeVpnConnection } from './describe-vpn-connection.ts'
import { describeVpnGateway, describeVpnGateways } from './describe-vpn-gateways.ts'
import { describeVSwitchAttributes, describeVSwitches } from './describe-vswitches.ts'
import { modifyVpnAttachmentAttribute } from './modify-vpn-attachment-attribute.ts'
import { createTransitRouter, deleteTransitRouter, listTransitRouters } from './transit-routers.ts'
import { deleteTransitRouterVpcAttachment, listTransitRouterVpcAttachments } from './vpc-attachments.ts'
import {
  createTransitRouterVpnAttachment,
  deleteTransitRouterVpnAttachment,
  listTransitRouterVpnAttachments,
} from './vpn-attachments.ts'

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
