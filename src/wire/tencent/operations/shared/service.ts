/** As declared and as looked up: product and version. */
export const service = 'vpc 2017-03-12'

/** What an operation's name says of it. `resource` is the last part of what CAM calls a resource: "vpngw/{VpnGatewayId}". */
export const about = <A extends string>(action: A, resource: string) => ({
  action,
  service,
  source: `${action}, Tencent Cloud VPC API 2017-03-12`,
  permission: { action: `vpc:${action}`, resource: `qcs::vpc:{region}:uin/{account}:${resource}` },
})
