/** As declared and as looked up: product and version. */
export const service = 'vpc 2017-03-12'

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
