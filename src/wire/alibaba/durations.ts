import type { Dialect } from '../http/dialect.ts'

const [seconds, minutes] = [1000, 60_000]

/**
 * How long `provisioning`, `attaching`, `updating`, `detaching` and `deleting` are seen. No page has figures: real ones are
 * what Terraform's provider waits before its first look, or a few times that, and well within its timeouts.
 */
export const durations: Dialect['durations'] = {
  fast: {
    gateway: { creating: 150, updating: 50, deleting: 50 },
    connection: { creating: 100, updating: 50, deleting: 50 },
    'router-attachment': { creating: 100, updating: 0, deleting: 50 },
  },
  real: {
    gateway: { creating: 3 * minutes, updating: 10 * seconds, deleting: 30 * seconds },
    connection: { creating: 20 * seconds, updating: 15 * seconds, deleting: 15 * seconds },
    // What is changed of one is `Attached` throughout.
    'router-attachment': { creating: 1 * minutes, updating: 0, deleting: 40 * seconds },
  },
}
