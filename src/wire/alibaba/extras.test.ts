import { test } from 'node:test'
import fc from 'fast-check'
import { type Arbitraries, readsWhatItWrites } from '../../operations/testing/extras-law.ts'
import { extras } from './extras.ts'

const maybe = fc.option(fc.string(), { nil: undefined })

const values: Arbitraries<typeof extras> = {
  network: fc.record({
    tableName: fc.string(),
    tableDescription: fc.string(),
    routerName: fc.string(),
    routerDescription: fc.string(),
  }),
  connection: fc.record({
    localSubnet: fc.string(),
    remoteSubnet: fc.string(),
    tunnelBandwidth: fc.constantFrom('Standard', 'Large', undefined),
    disabledHealthCheck: fc.option(
      fc.record({
        dip: maybe,
        sip: maybe,
        interval: fc.maxSafeInteger(),
        retry: fc.maxSafeInteger(),
        policy: fc.constantFrom('revoke_route', 'reserve_route'),
      }),
      { nil: undefined },
    ),
    modifiedAt: fc.maxSafeNat(),
  }),
  router: fc.record({ unpublishedBlocks: fc.array(fc.string()) }),
  routerAttachment: fc.record({
    chargeType: fc.constant('POSTPAY' as const),
    zones: fc.array(fc.string()),
    ipv6: fc.constantFrom('enable', 'disable', undefined),
    appliance: fc.constantFrom('enable', 'disable', undefined),
  }),
  diagnosis: fc.record({
    findings: fc.array(
      fc.record({
        name: fc.string(),
        level: fc.constantFrom('normal' as const, 'warning' as const, 'error' as const),
        description: fc.string(),
      }),
    ),
  }),
  user: fc.record({ displayName: fc.string(), email: fc.string(), mobilePhone: fc.string() }),
}

test('extras of every kind are read from the store as they were written', () => readsWhatItWrites(extras, values))
