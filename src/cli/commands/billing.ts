import type { OrderView } from '../../wire/native/billing.ts'
import { type AccountsOptions, accountOf, print, serverOf } from './accounts.ts'

const money = (hundredths: number): string => (hundredths / 100).toFixed(2)
const time = (at: number): string => new Date(at).toISOString()

/** What an account may spend, and how far its bills are. */
export async function showBills(account: string, options: AccountsOptions): Promise<void> {
  const client = serverOf(options.data)
  const bills = await client.bills(await accountOf(client, account))
  const rows = [
    ['time', time(bills.time)],
    ['available', money(bills.available)],
    ['spent', money(bills.spent)],
    ...(bills.inDebtSince === undefined ? [] : [['in debt since', time(bills.inDebtSince)]]),
  ]
  print(bills, rows, options.json)
}

const orderRow = ({ id, account, subject, purpose, price, payment, createdAt, end }: OrderView): readonly string[] => [
  id,
  account,
  purpose,
  subject,
  money(price),
  payment,
  time(createdAt),
  end === undefined ? '' : `until ${time(end)}`,
]

export async function listOrders(options: AccountsOptions): Promise<void> {
  const orders = await serverOf(options.data).orders()
  print(orders, orders.map(orderRow), options.json)
}

export const pay = (order: string, { data }: AccountsOptions): Promise<void> => serverOf(data).payOrder(order)

export const cancel = (order: string, { data }: AccountsOptions): Promise<void> => serverOf(data).cancelOrder(order)

export const suspend = (id: string, suspended: boolean, { data }: AccountsOptions): Promise<void> =>
  serverOf(data).suspend(id, suspended)
