/** HealthCheckConfig (CreateVpnAttachment, Alibaba Cloud VPN Gateway documentation). */
import { parseIpv4Address } from '../../../../domain/address.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, refused } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { HealthCheck } from '../../extras.ts'

const address = t.parsed('an IPv4 address', parseIpv4Address, ['10.0.0.8', '10.0.0.9'])

/** 0 is what Terraform sends for nothing. */
const count = t.integer('0 or more; 0 stands for 3', (value) => value >= 0)

const spellings: Readonly<Record<string, string>> = {
  enable: 'enable',
  dip: 'dip',
  sip: 'sip',
  interval: 'interval',
  retry: 'retry',
  policy: 'Policy',
}

const fields = {
  enable: refused(t.boolean, 'tunnels are judged by their security associations, not by probes through them', {
    allow: [false],
    code: 'OperationUnsupported.HealthCheckConfig',
  }),
  dip: optional(address),
  sip: optional(address),
  interval: optional(count, { defaultText: '3' }),
  retry: optional(count, { defaultText: '3' }),
  Policy: optional(t.word('revoke_route', 'reserve_route'), { defaultText: 'revoke_route' }),
}

/** Clients write the members' names in either case. */
export const healthCheckText = t.jsonText(fields, (name) => spellings[name.toLowerCase()] ?? name)

export const noHealthCheck: HealthCheck = {
  dip: undefined,
  sip: undefined,
  interval: 3,
  retry: 3,
  policy: 'revoke_route',
}

/** What is not given stays as it was before. */
export function readHealthCheck(values: Values<typeof fields> | undefined, before: HealthCheck): HealthCheck {
  if (values === undefined) return before
  return {
    dip: values.dip ?? before.dip,
    sip: values.sip ?? before.sip,
    interval: values.interval || before.interval,
    retry: values.retry || before.retry,
    policy: values.Policy ?? before.policy,
  }
}
