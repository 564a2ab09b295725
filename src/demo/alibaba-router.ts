import RPCClient from '@alicloud/pop-core'
import type { Credentials } from '../server/installation.ts'
import { alibaba, regionId } from './alibaba-network.ts'
import type { Steps } from './steps.ts'

/** The official client of the products that have no SDK of their own for Node.js here: CEN is one. */
export function openCenClient({ alibaba: keys }: Credentials, endpoint: URL): RPCClient {
  const { accessKeyId, accessKeySecret } = keys
  return new RPCClient({ accessKeyId, accessKeySecret, endpoint: endpoint.origin, apiVersion: '2017-09-12' })
}

interface Attachments {
  readonly TransitRouterAttachments: readonly { readonly Status?: string }[]
}

const makeCen = (client: RPCClient, steps: Steps): Promise<string> =>
  steps.make(alibaba, {
    what: 'CreateCen',
    ready: 'Active',
    create: async () => (await client.request<{ CenId?: string }>('CreateCen', { Name: 'culvert-demo' })).CenId,
    look: async (CenId) => {
      const parameters = { Filter: [{ Key: 'CenId', Value: [CenId] }] }
      const found = await client.request<{ Cens: { Cen: { CenId: string; Status?: string }[] } }>(
        'DescribeCens',
        parameters,
      )
      return found.Cens.Cen.find((cen) => cen.CenId === CenId)?.Status
    },
    remove: (CenId) => client.request('DeleteCen', { CenId }),
  })

const makeTransitRouter = (client: RPCClient, steps: Steps, CenId: string): Promise<string> =>
  steps.make(alibaba, {
    what: 'CreateTransitRouter',
    ready: 'Active',
    create: async () => {
      const answer = await client.request<{ TransitRouterId?: string }>('CreateTransitRouter', {
        CenId,
        RegionId: regionId,
        TransitRouterName: 'culvert-demo',
      })
      return answer.TransitRouterId
    },
    look: async (TransitRouterId) => {
      const found = await client.request<{ TransitRouters: { Status?: string }[] }>('ListTransitRouters', {
        CenId,
        RegionId: regionId,
        TransitRouterId,
      })
      return found.TransitRouters[0]?.Status
    },
    remove: (TransitRouterId) => client.request('DeleteTransitRouter', { TransitRouterId }),
  })

interface AttachmentRequest {
  readonly kind: 'Vpc' | 'Vpn'
  readonly detail: string
  readonly parameters: Readonly<Record<string, unknown>>
}

const makeAttachment = (client: RPCClient, steps: Steps, { kind, detail, parameters }: AttachmentRequest) =>
  steps.make(alibaba, {
    what: `CreateTransitRouter${kind}Attachment`,
    detail,
    ready: 'Attached',
    create: async () => {
      const operation = `CreateTransitRouter${kind}Attachment`
      const answer = await client.request<{ TransitRouterAttachmentId?: string }>(operation, {
        RegionId: regionId,
        ...parameters,
      })
      return answer.TransitRouterAttachmentId
    },
    look: async (TransitRouterAttachmentId) => {
      const operation = `ListTransitRouter${kind}Attachments`
      const asked = { RegionId: regionId, TransitRouterAttachmentId }
      return (await client.request<Attachments>(operation, asked)).TransitRouterAttachments[0]?.Status
    },
    remove: (TransitRouterAttachmentId) =>
      client.request(`DeleteTransitRouter${kind}Attachment`, { TransitRouterAttachmentId, Force: true }),
  })

export interface TransitRouter {
  readonly CenId: string
  readonly TransitRouterId: string
}

/** A transit router that carries the VPC and the IPsec connection: with that, the connection has its address. */
export async function joinByTransitRouter(
  client: RPCClient,
  steps: Steps,
  parts: { readonly vpc: string; readonly vSwitch: string; readonly connection: string },
): Promise<TransitRouter> {
  const CenId = await makeCen(client, steps)
  const TransitRouterId = await makeTransitRouter(client, steps, CenId)
  const ids = { CenId, TransitRouterId }
  const zones = [{ ZoneId: `${regionId}-h`, VSwitchId: parts.vSwitch }]
  await makeAttachment(client, steps, {
    kind: 'Vpc',
    detail: parts.vpc,
    parameters: { ...ids, VpcId: parts.vpc, ZoneMappings: zones, AutoPublishRouteEnabled: true },
  })
  await attachToTransitRouter(client, steps, ids, parts.connection)
  return ids
}

export const attachToTransitRouter = (
  client: RPCClient,
  steps: Steps,
  router: TransitRouter,
  connection: string,
): Promise<string> =>
  makeAttachment(client, steps, {
    kind: 'Vpn',
    detail: connection,
    parameters: { ...router, VpnId: connection, Zone: [{ ZoneId: `${regionId}-h` }] },
  })
