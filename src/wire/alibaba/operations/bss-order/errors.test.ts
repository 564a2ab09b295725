import { passDays } from '../../testing/bills.ts'
import type { Caller } from '../../testing/caller.ts'
import { type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { order } from '../../testing/resources.ts'

const none = { OrderId: '200000000000000' }

const unpaid: Provoke = async (caller) => ({ OrderId: (await order(caller, { AutoPay: false })).OrderId })

const paid = async (caller: Caller) => {
  const request = await unpaid(caller)
  await caller.ok('PayOrder', request)
  return request
}

await testDeclaredErrors(import.meta.dirname, {
  GetOrderDetail: { 'order-not-found': async () => none },
  PayOrder: {
    'order-not-found': async (caller) => ({ ...(await unpaid(caller)), PayerId: '1' }),
    'order-settled': async (caller) => {
      const request = await unpaid(caller)
      await passDays(caller, 15)
      return request
    },
    'balance-insufficient': async (caller) => {
      await caller.set({ 'billing.price-per-month': 100, 'billing.funds': 99.99 })
      return unpaid(caller)
    },
  },
  CancelOrder: { 'order-not-found': async () => none, 'order-settled': paid },
})
