import { $OpenApiUtil } from '@alicloud/openapi-core'
import * as vpc from '@alicloud/vpc20160428'
import type { Credentials } from '../server/installation.ts'
import type { Steps } from './steps.ts'

export const alibaba = 'Alibaba Cloud'
export const regionId = 'cn-hangzhou'

export type AlibabaClient = InstanceType<typeof vpc.default.default>

/** The official SDK as it comes, told where to send its requests and nothing else. */
export function openAlibabaClient({ alibaba: keys }: Credentials, endpoint: URL): AlibabaClient {
  const { accessKeyId, accessKeySecret } = keys
  const config = { accessKeyId, accessKeySecret, endpoint: endpoint.host, protocol: 'HTTP', regionId }
  return new vpc.default.default(new $OpenApiUtil.Config(config))
}

/** Undefined for what the cloud does not know: the thing is gone. */
export async function unlessNotFound<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking
  } catch (error) {
    const { statusCode, code } = error as { statusCode?: unknown; code?: unknown }
    if (statusCode === 404 || (typeof code === 'string' && code.includes('NotFound'))) return undefined
    throw error
  }
}

const makeVpc = (client: AlibabaClient, steps: Steps, cidrBlock: string): Promise<string> =>
  steps.make(alibaba, {
    what: 'CreateVpc',
    detail: cidrBlock,
    ready: 'Available',
    create: async () => {
      const request = new vpc.CreateVpcRequest({ regionId, cidrBlock, vpcName: 'culvert-demo' })
      return (await client.createVpc(request)).body?.vpcId
    },
    look: async (vpcId) => {
      const { body } = await client.describeVpcs(new vpc.DescribeVpcsRequest({ regionId, vpcId }))
      return body?.vpcs?.vpc?.[0]?.status
    },
    remove: (vpcId) => client.deleteVpc(new vpc.DeleteVpcRequest({ regionId, vpcId })),
  })

const makeVSwitch = (
  client: AlibabaClient,
  steps: Steps,
  parts: { readonly vpcId: string; readonly cidrBlock: string; readonly zoneId: string },
): Promise<string> =>
  steps.make(alibaba, {
    what: 'CreateVSwitch',
    detail: `${parts.cidrBlock} in ${parts.zoneId}`,
    ready: 'Available',
    create: async () => {
      const request = new vpc.CreateVSwitchRequest({ regionId, ...parts })
      return (await client.createVSwitch(request)).body?.vSwitchId
    },
    look: async (vSwitchId) => {
      const { body } = await client.describeVSwitches(new vpc.DescribeVSwitchesRequest({ regionId, vSwitchId }))
      return body?.vSwitches?.vSwitch?.[0]?.status
    },
    remove: (vSwitchId) => client.deleteVSwitch(new vpc.DeleteVSwitchRequest({ regionId, vSwitchId })),
  })

const makeVpnGateway = (
  client: AlibabaClient,
  steps: Steps,
  parts: { readonly vpcId: string; readonly vSwitchId: string; readonly disasterRecoveryVSwitchId: string },
): Promise<string> =>
  steps.make(alibaba, {
    what: 'CreateVpnGateway',
    detail: 'active',
    ready: 'active',
    create: async () => {
      const terms = {
        bandwidth: 1000,
        autoPay: true,
        instanceChargeType: 'POSTPAY',
        enableIpsec: true,
        enableSsl: false,
      }
      const request = new vpc.CreateVpnGatewayRequest({ regionId, ...parts, ...terms, name: 'culvert-demo' })
      return (await client.createVpnGateway(request)).body?.vpnGatewayId
    },
    look: async (vpnGatewayId) => {
      const request = new vpc.DescribeVpnGatewayRequest({ regionId, vpnGatewayId })
      return (await unlessNotFound(client.describeVpnGateway(request)))?.body?.status
    },
    remove: (vpnGatewayId) => client.deleteVpnGateway(new vpc.DeleteVpnGatewayRequest({ regionId, vpnGatewayId })),
  })

export interface AlibabaNetwork {
  readonly vpc: string
  readonly vSwitches: readonly [string, string]
}

/** A VPC with a vSwitch in each of two zones, and a VPN gateway over both. */
export async function buildAlibabaNetwork(
  client: AlibabaClient,
  steps: Steps,
  plan: { readonly prefix: string; readonly vSwitches: readonly [string, string] },
): Promise<AlibabaNetwork> {
  const vpcId = await makeVpc(client, steps, plan.prefix)
  const [near, far] = plan.vSwitches
  const vSwitchId = await makeVSwitch(client, steps, { vpcId, cidrBlock: near, zoneId: `${regionId}-h` })
  const other = await makeVSwitch(client, steps, { vpcId, cidrBlock: far, zoneId: `${regionId}-i` })
  await makeVpnGateway(client, steps, { vpcId, vSwitchId, disasterRecoveryVSwitchId: other })
  return { vpc: vpcId, vSwitches: [vSwitchId, other] }
}
