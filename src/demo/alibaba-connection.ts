import * as vpc from '@alicloud/vpc20160428'
import type { Agreement } from './agreement.ts'
import { type AlibabaClient, alibaba, regionId, unlessNotFound } from './alibaba-network.ts'
import type { Steps } from './steps.ts'

export const makeAlibabaCustomerGateway = (client: AlibabaClient, steps: Steps, ipAddress: string): Promise<string> =>
  steps.make(alibaba, {
    what: 'CreateCustomerGateway',
    detail: `at ${ipAddress}, Tencent Cloud's address`,
    ready: ipAddress,
    create: async () => {
      const request = new vpc.CreateCustomerGatewayRequest({ regionId, ipAddress, name: 'tencent' })
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
      const proposal = { IkeEncAlg: 'aes', IkeAuthAlg: 'sha256', IkePfs: 'group14', IkeLifetime: 86_400 }
      const child = { IpsecEncAlg: 'aes', IpsecAuthAlg: 'sha256', IpsecPfs: 'group14', IpsecLifetime: 86_400 }
      const request = new vpc.CreateVpnAttachmentRequest({
        regionId,
        customerGatewayId,
        name: 'to-tencent',
        localSubnet: alibabaPrefix,
        remoteSubnet: tencentPrefix,
        effectImmediately: true,
        ikeConfig: JSON.stringify({ Psk: preSharedKey, IkeVersion: 'ikev2', IkeMode: 'main', ...proposal }),
        ipsecConfig: JSON.stringify(child),
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
