interface Product {
  /** As declared and as looked up: name and version. */
  readonly service: string
  /** What its words in policies begin with. */
  readonly policyName: string
  /** What its resources' names in policies begin with. */
  readonly resources: string
  readonly document: string
}

export const vpc = {
  service: 'Vpc 2016-04-28',
  policyName: 'vpc',
  resources: 'acs:vpc:{region}:{account}:',
  document: 'Alibaba Cloud VPC documentation',
} as const satisfies Product

export const vpn = { ...vpc, document: 'Alibaba Cloud VPN Gateway documentation' } as const satisfies Product

export const cen = {
  service: 'Cbn 2017-09-12',
  policyName: 'cen',
  resources: 'acs:cen:*:{account}:',
  document: 'Alibaba Cloud Cloud Enterprise Network documentation',
} as const satisfies Product

export const ecs = {
  service: 'Ecs 2014-05-26',
  policyName: 'ecs',
  resources: 'acs:ecs:{region}:{account}:',
  document: 'Alibaba Cloud Elastic Compute Service documentation',
} as const satisfies Product

export const sts = {
  service: 'Sts 2015-04-01',
  policyName: 'sts',
  resources: 'acs:ram::{account}:',
  document: 'Alibaba Cloud Resource Access Management documentation',
} as const satisfies Product

export const ram = { ...sts, service: 'Ram 2015-05-01', policyName: 'ram' } as const satisfies Product

export const bss = {
  service: 'BssOpenApi 2017-12-14',
  policyName: 'bss',
  resources: 'acs:bss:*:{account}:',
  document: 'Alibaba Cloud User Center documentation',
} as const satisfies Product

export const location = {
  service: 'Location 2015-06-12',
  policyName: 'location',
  resources: 'acs:location:*:{account}:',
  document: 'Alibaba Cloud Location service, as its SDKs have it',
} as const satisfies Product

export const resourceManager = {
  service: 'ResourceManager 2020-03-31',
  policyName: 'resourcemanager',
  resources: 'acs:resourcemanager:*:{account}:',
  document: 'Alibaba Cloud Resource Management documentation',
} as const satisfies Product

/** The product, by documents of a date. */
export const dated = <const P extends Product>(product: P, date: string) => ({
  ...product,
  document: `${product.document} (${date})`,
})

type Named<P extends Product, Resource extends string> = Resource extends '*' | `acs:${string}`
  ? Resource
  : `${P['resources']}${Resource}`

const isWhole = (resource: string): boolean => resource === '*' || resource.startsWith('acs:')

/**
 * What an operation's name says of it. `resources` are the last parts of their names in policies, "vpngateway/{VpnGatewayId}",
 * or a name as a whole; `*` alone is for an operation that cannot be allowed for single resources.
 */
export const about = <A extends string, const P extends Product, const R extends string>(
  action: A,
  product: P,
  ...resources: readonly R[]
) => ({
  action,
  service: product.service,
  source: `${action}, ${product.document}`,
  permission: {
    action: `${product.policyName}:${action}`,
    // The compiler does not follow that a conditional expression is the conditional type.
    resource: resources.map(
      (resource) => (isWhole(resource) ? resource : `${product.resources}${resource}`) as Named<P, R>,
    ),
  },
})
