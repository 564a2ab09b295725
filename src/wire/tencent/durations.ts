import type { Dialect } from '../http/dialect.ts'

const [seconds, minutes] = [1000, 60_000]

/**
 * How long PENDING, DELETING and a running task are seen. Real gateways were seen to take one to three minutes; Terraform's
 * provider waits three for a connection. A gateway has no state for being changed, and the provider changes its name and its
 * bandwidth right after one another.
 */
export const durations: Dialect['durations'] = {
  fast: {
    gateway: { creating: 150, updating: 0, deleting: 50 },
    connection: { creating: 100, updating: 50, deleting: 50 },
  },
  real: {
    gateway: { creating: 2 * minutes, updating: 0, deleting: 30 * seconds },
    connection: { creating: 40 * seconds, updating: 20 * seconds, deleting: 20 * seconds },
  },
}
