/** A fixture: one dialect's pipeline over a store of its own, with a clock that stands still and a data plane that obeys. */

import type { Principal } from '../../../access/authorize.ts'
import type { Ipv4Prefix } from '../../../domain/address.ts'
import type { Feature } from '../../../domain/feature.ts'
import type { ObservedTunnel } from '../../../domain/observation.ts'
import type { Resource } from '../../../domain/resource.ts'
import { noSettings } from '../../../domain/setting.ts'
import { createObservedWorld, type ObservedWorld } from '../../../observed/world.ts'
import { createSeededRandom } from '../../../runtime/random.ts'
import type { AccessKey, Account, Store } from '../../../store/port.ts'
import { openSqliteStore } from '../../../store/sqlite/open.ts'
import { emptyFolders } from '../../../store/sqlite/testing/empty-folders.ts'
import { extras } from '../../tencent/extras.ts'
import type { ApiFaults } from '../api-faults.ts'
import { createCredentials } from '../credentials.ts'
import type { Dialect, Refusal } from '../dialect.ts'
import type { HttpRequest, HttpResponse } from '../message.ts'
import { NonceWindow } from '../nonces.ts'
import { type Answered, createPipeline } from '../pipeline.ts'
import type { OnRead } from '../reads.ts'

export interface TestInstallation extends AsyncDisposable {
  readonly store: Store
  readonly observed: ObservedWorld
  readonly account: Account
  readonly key: AccessKey
  /** Every answer so far, as the access log has it. */
  readonly answered: readonly Answered[]
  now: number
  /** What its data plane does not have. */
  readonly lacks: { [F in Feature]?: string }
  handle(request: HttpRequest): Promise<HttpResponse>
  /** Turns a request down as the listener does. */
  refuse(request: HttpRequest, why: Refusal): HttpResponse
  /** Brings every resource to what is desired of it, and takes away what is to be deleted. */
  settle(): Promise<void>
  /** Lets the daemon of a gateway report tunnels with a Child SA up. */
  report(gateway: string, ...tunnels: readonly string[]): void
  /** All that is stored, to compare. */
  dump(): Promise<string>
}

/** Another one than the usual: what is said of it comes from the installation. */
export const tunnelMtu = 1300

const start = Date.UTC(2026, 10, 20, 12, 0, 0)

const upTunnel = (id: string, at: number): ObservedTunnel => ({
  id,
  alive: true,
  ikeSa: { state: 'established', initiator: true, proposal: 'aes128-sha1-modp1024', establishedAt: at },
  childSas: [
    {
      selectors: { local: [], remote: [] },
      spiIn: 'c0000001',
      spiOut: 'c0000002',
      bytesIn: 0,
      bytesOut: 0,
      proposal: 'aes128-sha1',
    },
  ],
  packetsOut: 0,
})

/** What nobody has paid for is not brought into the world. */
const isUnpaid = (resource: Resource): boolean => resource.kind === 'gateway' && resource.spec.suspended === 'unpaid'

async function settleStore(store: Store, now: number): Promise<void> {
  await store.write(async (transaction) => {
    // Newest first: what depends on something was made after it, and must go before it.
    for (const ref of await transaction.everything()) {
      const resource = await transaction.get(ref.kind, ref.id)
      if (resource?.deleting) await transaction.remove(ref)
      else if (resource !== undefined && !isUnpaid(resource))
        await transaction.markApplied(ref.id, resource.generation, now)
    }
  })
}

const dumpStore = (store: Store): Promise<string> =>
  store.read(async (reader) => {
    const refs = await reader.everything()
    const resources = await Promise.all(refs.map(({ kind, id }) => reader.get(kind, id)))
    return JSON.stringify({ resources, events: await reader.events(10_000) })
  })

export interface InstallationOptions {
  readonly keyId?: string
  /** What its account has otherwise. */
  readonly account?: Partial<Account>
  /** A key of the account that was switched off. */
  readonly inactiveKeyId?: string
  /** What its clock shows at first, in milliseconds since the epoch. */
  readonly now?: number
  /** Told of each request field that a handler reads. */
  readonly onRead?: OnRead
  readonly faults?: ApiFaults
  /** Who its keys stand for; the account itself when it is not given. */
  readonly principalOf?: (account: Account) => Principal | undefined
}

export async function openTestInstallation(
  dialect: Dialect,
  {
    keyId = 'AKIDEXAMPLE',
    account: differs,
    inactiveKeyId,
    now = start,
    principalOf,
    onRead,
    faults,
  }: InstallationOptions = {},
): Promise<TestInstallation> {
  const folder = await emptyFolders.first()
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  const account: Account = {
    id: '1250000001',
    dialect: dialect.name,
    outerPool: '203.0.113.0/24' as Ipv4Prefix,
    extras: extras.account.write({ uin: '100000000001' }),
    settings: noSettings,
    ...differs,
  }
  const key: AccessKey = { id: keyId, secret: 'a secret of the tests', account: account.id, active: true, createdAt: 0 }
  await store.write(async (transaction) => {
    await transaction.putAccount(account)
    await transaction.putAccessKey(key)
    if (inactiveKeyId !== undefined) await transaction.putAccessKey({ ...key, id: inactiveKeyId, active: false })
  })
  const observed = createObservedWorld()
  const answered: Answered[] = []
  const lacks: TestInstallation['lacks'] = {}
  const random = createSeededRandom(1)
  const pipeline = createPipeline({
    dialects: [dialect],
    store,
    observed,
    lacks,
    tunnelMtu,
    nonces: new NonceWindow({ windowMs: 2 * dialect.clockWindow, maxEntries: 100_000 }),
    random,
    now: () => installation.now,
    faults,
    credentials: createCredentials(store, { dialects: [dialect], principalOf }),
    onAnswered: (each) => answered.push(each),
    ...(onRead === undefined ? {} : { onRead }),
  })
  const installation: TestInstallation = {
    store,
    observed,
    account,
    key,
    answered,
    now,
    lacks,
    handle: (request) => pipeline.handle(request),
    refuse: (request, why) => pipeline.refuse(request, why),
    settle: () => settleStore(store, installation.now),
    report(gateway, ...tunnels) {
      const at = installation.now
      observed.record(
        gateway,
        { id: gateway, links: [], policies: [], routes: [], tunnels: tunnels.map((id) => upTunnel(id, at)) },
        at,
      )
    },
    dump: () => dumpStore(store),
    async [Symbol.asyncDispose]() {
      await store.close()
      emptyFolders.drop(folder)
    },
  }
  return installation
}
