import * as vpc from '@alicloud/vpc20160428'
import type { Agreement } from './agreement.ts'
import { type AlibabaClient, alibaba, regionId, unlessNotFound } from './alibaba-network.ts'
import type { Steps } from './steps.ts'

export const makeAlibabaCustomerGateway = (
  client: AlibabaClient,
  steps: Steps,
  ipAddress: string,
  asNumber?: number,
): Promise<string> =>
  steps.make(alibaba, {
    what: 'CreateCustomerGateway',
    detail: `at ${ipAddress}, Tencent Cloud's address`,
    ready: ipAddress,
    create: async () => {
      const request = new vpc.CreateCustomerGatewayRequest({
        ...{ regionId, ipAddress, name: 'tencent' },
        ...(asNumber === undefined ? {} : { asn: String(asNumber) }),
      })
      return (await client.createCustomerGateway(request)).body?.customerGatewayId
    },
    look: async (customerGatewayId) => {
      const request = new vpc.DescribeCustomerGatewayRequest({ regionId, customerGatewayId })
      return (await unlessNotFound(client.describeCustomerGateway(request)))?.body?.ipAddress
    },
    remove: (customerGatewayId) =>
      client.deleteCustomerGateway(new vpc.DeleteCustomerGatewayRequest({ regionId, customerGatewayId })),
  })

export async function describeAttachment(client: AlibabaClient, vpnConnectionId: string) {
  const request = new vpc.DescribeVpnConnectionRequest({ regionId, vpnConnectionId })
  return (await unlessNotFound(client.describeVpnConnection(request)))?.body
}

const ikeProposal = { IkeEncAlg: 'aes', IkeAuthAlg: 'sha256', IkePfs: 'group14', IkeLifetime: 86_400 }
const childProposal = { IpsecEncAlg: 'aes', IpsecAuthAlg: 'sha256', IpsecPfs: 'group14', IpsecLifetime: 86_400 }

export interface TunnelNeighbor {
  readonly preSharedKey: string
  readonly asNumber: number
  /** The /30 of the two neighbors, and Alibaba Cloud's address of it. */
  readonly tunnelPrefix: string
  readonly ownAddress: string
}

function tunnelOptions(customerGatewayId: string, neighbor: TunnelNeighbor, index: number) {
  const { preSharedKey, asNumber, tunnelPrefix, ownAddress } = neighbor
  const bgp = { localAsn: asNumber, localBgpIp: ownAddress, tunnelCidr: tunnelPrefix }
  return new vpc.CreateVpnAttachmentRequestTunnelOptionsSpecification({
    customerGatewayId,
    tunnelIndex: index + 1,
    tunnelBgpConfig: new vpc.CreateVpnAttachmentRequestTunnelOptionsSpecificationTunnelBgpConfig(bgp),
    tunnelIkeConfig: new vpc.CreateVpnAttachmentRequestTunnelOptionsSpecificationTunnelIkeConfig({
      ...{ psk: preSharedKey, ikeVersion: 'ikev2', ikeMode: 'main' },
      ...{ ikeEncAlg: 'aes', ikeAuthAlg: 'sha256', ikePfs: 'group14', ikeLifetime: 86_400 },
    }),
    tunnelIpsecConfig: new vpc.CreateVpnAttachmentRequestTunnelOptionsSpecificationTunnelIpsecConfig({
      ...{ ipsecEncAlg: 'aes', ipsecAuthAlg: 'sha256', ipsecPfs: 'group14', ipsecLifetime: 86_400 },
    }),
  })
}

/** A connection of two tunnels, each with a neighbor that tells its routes. */
export const makeDualAttachment = (
  client: AlibabaClient,
  steps: Steps,
  customerGatewayId: string,
  neighbors: readonly TunnelNeighbor[],
): Promise<string> =>
  steps.make(alibaba, {
    what: 'CreateVpnAttachment',
    detail: 'two tunnels with BGP',
    ready: 'init',
    create: async () => {
      const request = new vpc.CreateVpnAttachmentRequest({
        ...{ regionId, name: 'to-tencent', localSubnet: '0.0.0.0/0', remoteSubnet: '0.0.0.0/0' },
        ...{ effectImmediately: true, enableTunnelsBgp: true },
        tunnelOptionsSpecification: neighbors.map((neighbor, i) => tunnelOptions(customerGatewayId, neighbor, i)),
      })
      return (await client.createVpnAttachment(request)).body?.vpnConnectionId
    },
    look: async (id) => (await describeAttachment(client, id))?.state,
    remove: (vpnConnectionId) =>
      client.deleteVpnAttachment(new vpc.DeleteVpnAttachmentRequest({ regionId, vpnConnectionId })),
  })

export const makeAttachment = (
  client: AlibabaClient,
  steps: Steps,
  customerGatewayId: string,
  { preSharedKey, alibabaPrefix, tencentPrefix }: Agreement,
): Promise<string> =>
  steps.make(alibaba, {
    what: 'CreateVpnAttachment',
    detail: 'IKEv2, AES-128, SHA-256, group 14',
    ready: 'init',
    create: async () => {
      const request = new vpc.CreateVpnAttachmentRequest({
        regionId,
        customerGatewayId,
        name: 'to-tencent',
        localSubnet: alibabaPrefix,
        remoteSubnet: tencentPrefix,
        effectImmediately: true,
        ikeConfig: JSON.stringify({ Psk: preSharedKey, IkeVersion: 'ikev2', IkeMode: 'main', ...ikeProposal }),
        ipsecConfig: JSON.stringify(childProposal),
      })
      return (await client.createVpnAttachment(request)).body?.vpnConnectionId
    },
    look: async (id) => (await describeAttachment(client, id))?.state,
    remove: (vpnConnectionId) =>
      client.deleteVpnAttachment(new vpc.DeleteVpnAttachmentRequest({ regionId, vpnConnectionId })),
  })

export async function changeAlibabaKey(client: AlibabaClient, vpnConnectionId: string, key: string): Promise<void> {
  const ikeConfig = JSON.stringify({ Psk: key })
  const request = { regionId, vpnConnectionId, ikeConfig, effectImmediately: true }
  await client.modifyVpnAttachmentAttribute(new vpc.ModifyVpnAttachmentAttributeRequest(request))
}
