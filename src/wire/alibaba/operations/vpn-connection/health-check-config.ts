/** HealthCheckConfig (CreateVpnAttachment, Alibaba Cloud VPN Gateway documentation). */
import { type Ipv4Address, parseIpv4Address } from '../../../../domain/address.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { HealthCheck } from '../../../../domain/health-check.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { HealthCheckSettings } from '../../extras.ts'

const address = (...samples: readonly string[]) => t.parsed('an IPv4 address', parseIpv4Address, samples)

/** 0 is what Terraform sends for nothing. */
const count = t.integer('0 or more; 0 stands for 3', (value) => value >= 0)

/** Without defaults the fields are those of a modification, where what is not given stays as it is. */
const fields = (isNew: boolean) => {
  const by = (defaultText: string) => (isNew ? { defaultText } : {})
  return {
    enable: optional(t.boolean, by('false')),
    dip: optional(address('172.16.0.8', '172.16.0.9'), { note: 'needed where the check is enabled' }),
    sip: optional(address('10.0.0.8', '10.0.0.9'), { note: 'needed where the check is enabled' }),
    interval: optional(count, { ...by('3'), note: 'seconds from one probe to the next' }),
    retry: optional(count, { ...by('3'), note: 'as many probes in a row turn the verdict' }),
    Policy: optional(t.word('revoke_route', 'reserve_route'), by('revoke_route')),
  }
}

type HealthCheckValues = Values<ReturnType<typeof fields>>

export const healthCheckText = (isNew: boolean) => t.jsonText(fields(isNew))

/** What is in force, or what is kept for the day that it is enabled. */
export interface GivenHealthCheck {
  readonly enabled: boolean
  readonly settings: HealthCheckSettings
}

export const usualSettings: HealthCheckSettings = {
  dip: undefined,
  sip: undefined,
  interval: 3,
  retry: 3,
  policy: 'revoke_route',
}

/**
 * The document names no time for an answer. With this one a tunnel fails within `interval` x `retry` and a second: a peer may fall
 * silent just after an answer, an `interval` before the first probe that it misses.
 */
const timeoutMilliseconds = 700

export const settingsOf = ({ source, destination, ...check }: HealthCheck): HealthCheckSettings => ({
  dip: destination,
  sip: source,
  interval: check.intervalMilliseconds / 1000,
  retry: check.threshold,
  policy: check.onFailure === 'withdraw' ? 'revoke_route' : 'reserve_route',
})

/** What is not given stays as it was before. */
export function mergeHealthCheck(values: HealthCheckValues | undefined, before: GivenHealthCheck): GivenHealthCheck {
  if (values === undefined) return before
  const { settings } = before
  return {
    enabled: values.enable ?? before.enabled,
    settings: {
      dip: values.dip ?? settings.dip,
      sip: values.sip ?? settings.sip,
      interval: values.interval || settings.interval,
      retry: values.retry || settings.retry,
      policy: values.Policy ?? settings.policy,
    },
  }
}

function addressOf(settings: HealthCheckSettings, name: 'sip' | 'dip'): Result<Ipv4Address, DomainError> {
  const given = parseIpv4Address(settings[name] ?? '')
  if (given !== undefined) return ok(given)
  return fail(domainError('health-check-address-invalid', `needs ${name} where the check is enabled`, name))
}

/** Null where nothing is to be checked. */
export function toHealthCheck({ enabled, settings }: GivenHealthCheck): Result<HealthCheck | null, DomainError> {
  if (!enabled) return ok(null)
  const source = addressOf(settings, 'sip')
  if (!source.ok) return source
  const destination = addressOf(settings, 'dip')
  if (!destination.ok) return destination
  return ok({
    source: source.value,
    destination: destination.value,
    intervalMilliseconds: settings.interval * 1000,
    timeoutMilliseconds,
    threshold: settings.retry,
    onFailure: settings.policy === 'revoke_route' ? 'withdraw' : 'keep',
  })
}
