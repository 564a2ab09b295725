import { domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'
import { fail } from '../domain/result.ts'
import type { Command, NewResource } from './command.ts'
import { checkQuota } from './quota.ts'
import { attach, checkFree, countAttachments } from './router.ts'

export interface AttachGateway extends NewResource {
  readonly router: string
  readonly gateway: string
  /** How many attachments the router may have. */
  readonly quota?: number
}

interface GatewayAttachmentSurroundings {
  readonly router: Resource<'router'> | undefined
  readonly gateway: Resource<'gateway'> | undefined
  readonly existing: readonly Resource<'router-attachment'>[]
  readonly used: number
}

/** A gateway without a network carries those of the router, and publishes its routes to them. */
export const attachGateway: Command<AttachGateway, GatewayAttachmentSurroundings> = {
  name: 'attach-gateway',
  load: async (reader, { router, gateway, quota }) => ({
    router: await reader.get('router', router),
    gateway: await reader.get('gateway', gateway),
    existing: await reader.referencing(gateway, 'router-attachment'),
    used: await countAttachments(reader, router, quota),
  }),
  decide({ router, gateway, existing, used }, input) {
    if (router === undefined || router.deleting) {
      return fail(domainError('router-not-found', 'no such router in this region', input.router))
    }
    if (gateway === undefined || gateway.deleting) {
      return fail(domainError('gateway-not-found', 'no such gateway in this region', input.gateway))
    }
    if (gateway.spec.network !== undefined) {
      return fail(domainError('gateway-has-network', `carries ${gateway.spec.network}`, gateway.id))
    }
    const refusal =
      checkFree(router, existing, gateway.id) ?? checkQuota(used, input.quota, 'attachments of the router')
    if (refusal !== undefined) return fail(refusal)
    return attach({ ...input, publishesRoutes: true }, router, { kind: 'gateway', id: gateway.id }, [])
  },
}
