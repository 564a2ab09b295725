import type { RouteRules } from '../../domain/route-rules.ts'

/** As much as can be. */
export const openRules: RouteRules = {
  defaultRoute: true,
  apartFrom: [],
  alternatives: 8,
  equalPreferences: true,
  quota: { policyBased: 100, destinationBased: 100 },
}
