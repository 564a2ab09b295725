/** As declared and as looked up: product and version. */
export const service = 'vpc 2017-03-12'

/** Products that other clients ask beside it. */
export const services = {
  tag: 'tag 2018-08-13',
  cvm: 'cvm 2017-03-12',
  region: 'region 2022-06-27',
  api: 'api 2020-11-06',
  cam: 'cam 2019-01-16',
  sts: 'sts 2018-08-13',
} as const

type Qcs<Resource extends string> = Resource extends '*' ? '*' : `qcs::vpc:{region}:uin/{account}:${Resource}`

/**
 * What an operation's name says of it. `resources` are the last parts of what CAM calls resources: "vpngw/{VpnGatewayId}";
 * `*` alone is for an operation that cannot be allowed for single resources.
 */
export const about = <A extends string, const R extends string>(action: A, ...resources: readonly R[]) => ({
  action,
  service,
  source: `${action}, Tencent Cloud VPC API 2017-03-12`,
  permission: {
    action: `vpc:${action}`,
    // The compiler does not follow that a conditional expression is the conditional type.
    resource: resources.map(
      (resource) => (resource === '*' ? '*' : `qcs::vpc:{region}:uin/{account}:${resource}`) as Qcs<R>,
    ),
  },
})

/** The same of an operation of another product, which is never allowed for single resources ("CAM-Enabled API"). */
export const aboutOther = <P extends keyof typeof services>(product: P, action: string) => ({
  action,
  service: services[product],
  source: `${action}, Tencent Cloud API: ${services[product]}`,
  permission: { action: `${product}:${action}`, resource: '*' as const },
})
