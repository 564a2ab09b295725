import { ConfigError } from '../runtime/config.ts'
import type { Random } from '../runtime/random.ts'
import type { AccessKey, Store, StoreReader } from '../store/port.ts'
import { extras } from '../wire/tencent/extras.ts'
import type { FixedKeys } from './fixed-keys.ts'
import { newAccount } from './new-account.ts'

/** The keys of an installation, in the form that `culvert credentials --json` prints. */
export interface Credentials {
  readonly alibaba: { readonly accountId: string; readonly accessKeyId: string; readonly accessKeySecret: string }
  readonly tencent: {
    readonly appId: string
    readonly uin: string
    readonly secretId: string
    readonly secretKey: string
  }
}

/** A key that was given is the installation's own from its first start on: others may be in use already. */
async function requireKeys(reader: StoreReader, fixed: FixedKeys): Promise<void> {
  const keys = await reader.accessKeys()
  for (const [dialect, { id, secret }] of Object.entries(fixed)) {
    const known = keys.find((key) => key.id === id)
    if (known?.active && known.secret === secret) continue
    throw new ConfigError(
      `--${dialect}-key: this data folder has another key: leave it out, or take a new folder (--data, --ephemeral)`,
    )
  }
}

/**
 * Gives a new installation its tag, its accounts and their keys. Answers the tag, which names all that it makes on the host.
 * Throws `ConfigError` when a key was given that an older installation does not have.
 */
export async function ensureInstallation(store: Store, random: Random, fixed: FixedKeys = {}): Promise<string> {
  return store.write(async (transaction) => {
    const before = await transaction.setting('tag')
    if (before !== undefined) {
      await requireKeys(transaction, fixed)
      return before
    }
    for (const dialect of ['alibaba', 'tencent'] as const) {
      const { account, key } = newAccount[dialect]({ random, fixed: fixed[dialect], now: 0 })
      await transaction.putAccount(account)
      await transaction.putAccessKey(key)
    }
    const tag = random.token(6, '0123456789abcdef')
    await transaction.putSetting('tag', tag)
    return tag
  })
}

/**
 * Of the accounts that the installation began with, the first that a cloud has. Undefined when the server has not been
 * started on this data folder yet.
 */
export async function readCredentials(reader: StoreReader): Promise<Credentials | undefined> {
  const accounts = await reader.accounts()
  const keys = await reader.accessKeys()
  const find = (dialect: string) => {
    const ofDialect = new Map(accounts.filter((each) => each.dialect === dialect).map((each) => [each.id, each]))
    const isOwn = ({ active, account, user }: AccessKey) => active && ofDialect.has(account) && user === undefined
    const [key] = keys.filter(isOwn).toSorted((one, other) => one.createdAt - other.createdAt)
    const account = key && ofDialect.get(key.account)
    return account === undefined || key === undefined ? undefined : { account, key }
  }
  const alibaba = find('alibaba')
  const tencent = find('tencent')
  if (alibaba === undefined || tencent === undefined) return undefined
  return {
    alibaba: { accountId: alibaba.account.id, accessKeyId: alibaba.key.id, accessKeySecret: alibaba.key.secret },
    tencent: {
      appId: tencent.account.id,
      uin: extras.account.read(tencent.account).uin,
      secretId: tencent.key.id,
      secretKey: tencent.key.secret,
    },
  }
}
