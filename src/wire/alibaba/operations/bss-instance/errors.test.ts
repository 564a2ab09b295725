import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { gateway, order } from '../../testing/resources.ts'

const product = { ProductCode: 'vpn' }

const renewal = (id: string) => ({ ...product, InstanceId: id, RenewPeriod: 1 })
const manual = (id: string) => ({ ...product, InstanceIDs: id, RenewalStatus: 'NotRenewal' })

async function deleting(caller: Caller): Promise<string> {
  const { VpnGatewayId } = await order(caller)
  await caller.settle()
  // The end of its term, at which it may be deleted.
  await caller.set({ 'billing.days-ahead': 31 })
  await caller.ok('DeleteVpnGateway', { VpnGatewayId })
  return VpnGatewayId
}

await testDeclaredErrors(import.meta.dirname, {
  RenewInstance: {
    'gateway-not-found': async () => renewal('vpn-none'),
    busy: async (caller) => renewal(await deleting(caller)),
    'term-missing': async (caller) => renewal(await gateway(caller)),
    'balance-insufficient': async (caller) => {
      const { VpnGatewayId } = await order(caller)
      await caller.set({ 'billing.price-per-month': 100, 'billing.funds': 99.99 })
      return renewal(VpnGatewayId)
    },
  },
  SetRenewal: {
    'gateway-not-found': async () => manual('vpn-none'),
    busy: async (caller) => manual(await deleting(caller)),
    'term-missing': async (caller) => manual((await order(caller, { AutoPay: false })).VpnGatewayId),
  },
})
