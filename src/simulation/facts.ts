import type { IkeParameters } from '../domain/ike.ts'
import type { Resource } from '../domain/resource.ts'
import type { Facts } from './client/intent.ts'

const ikeFacts = (index: number, { preSharedKey, version, proposal }: IkeParameters): Facts => ({
  [`tunnel ${index} key`]: preSharedKey,
  [`tunnel ${index} version`]: String(version),
  [`tunnel ${index} encryption`]: proposal.encryption,
})

function connectionFacts({ spec }: Resource<'connection'>): Facts {
  const facts: Record<string, string> = {
    gateway: spec.gateway ?? '',
    startAction: spec.startAction,
    local: spec.selectors.map(({ local }) => local.join(',')).join(' '),
    remote: spec.selectors.map(({ remote }) => remote.join(',')).join(' '),
  }
  for (const { index, customerGateway, ike } of spec.tunnels) {
    Object.assign(facts, ikeFacts(index, ike), { [`tunnel ${index} peer`]: customerGateway })
  }
  return facts
}

function ownFacts(resource: Resource): Facts {
  switch (resource.kind) {
    case 'network':
      return { prefix: resource.spec.prefix }
    case 'subnet':
      return { prefix: resource.spec.prefix, network: resource.spec.network }
    case 'customer-gateway':
      return { address: resource.spec.address }
    case 'gateway':
      return { network: resource.spec.network, subnets: resource.spec.subnets.join(' ') }
    case 'connection':
      return connectionFacts(resource)
    case 'router':
      return { group: resource.spec.group }
    case 'router-attachment':
      return { router: resource.spec.router, target: resource.spec.target.id }
    case 'router-group':
    case 'host':
      return {}
  }
}

/** The resource in the words that intents are made in. */
export const factsOf = (resource: Resource): Facts => ({ name: resource.name, ...ownFacts(resource) })
