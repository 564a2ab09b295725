import type { Ipv4Address } from '../domain/address.ts'
import { customerGatewayAddress } from '../domain/claims.ts'
import { noExtras } from '../domain/resource.ts'
import { systemRandom } from '../runtime/random.ts'
import { ensureInstallation, readCredentials } from '../server/installation.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { region } from './alibaba-calls.ts'

/** Customer gateways that carry the tag which is filtered by, in a folder of any size. */
export const tagged = 500
export const tag = { key: 'bench', value: 'wanted' }

const batch = 1000

/** The address of the customer gateway of that number: one of 10.0.0.0/8, each its own. */
export const addressOf = (number: number): Ipv4Address =>
  `10.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}` as Ipv4Address

/** A data folder with so many customer gateways, written through the store and not one request at a time. */
export async function fillFolder(folder: string, count: number): Promise<void> {
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  try {
    await ensureInstallation(store, systemRandom)
    const credentials = await store.read(readCredentials)
    if (credentials === undefined) throw new Error('a new installation has no keys')
    const account = credentials.alibaba.accountId
    for (let start = 0; start < count; start += batch) {
      await store.write(async (transaction) => {
        for (let number = start; number < Math.min(count, start + batch); number += 1) {
          const address = addressOf(number)
          const isTagged = number % Math.floor(count / Math.min(tagged, count)) === 0
          await transaction.put(
            {
              kind: 'customer-gateway',
              id: `cgw-${systemRandom.token(21, '0123456789abcdefghijklmnopqrstuvwxyz')}`,
              account,
              region,
              name: `crowd-${number}`,
              createdAt: 0,
              generation: 1,
              deleting: false,
              spec: { address },
              labels: { tags: isTagged ? [tag] : [] },
              extras: noExtras,
            },
            [customerGatewayAddress({ account, region }, address)],
          )
        }
      })
    }
  } finally {
    await store.close()
  }
}
