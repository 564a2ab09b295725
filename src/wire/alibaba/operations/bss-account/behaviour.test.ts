import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller } from '../../testing/caller.ts'
import { order } from '../../testing/resources.ts'

test('the balance is what was paid in less what was ordered, with the credit beside it', async () => {
  await using caller = await openCaller()
  await caller.set({ 'billing.funds': 250.5, 'billing.credit': 100, 'billing.price-per-month': 300 })
  await order(caller)
  const { RequestId: _, ...answer } = await caller.ok('QueryAccountBalance')
  assert.deepEqual(answer, {
    Code: 'Success',
    Data: {
      AvailableAmount: '50.50',
      AvailableCashAmount: '-49.50',
      CreditAmount: '100.00',
      Currency: 'CNY',
      MybankCreditAmount: '0.00',
      QuotaLimit: '0.00',
    },
    Message: 'Successful!',
    Success: true,
  })
})

test('a month costs nothing or something, and pays nobody', async () => {
  await using caller = await openCaller()
  await assert.rejects(caller.set({ 'billing.price-per-month': -0.01 }), /0 or more/)
  await caller.set({ 'billing.price-per-month': 0, 'billing.funds': -1 })
})
