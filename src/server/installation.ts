import type { Ipv4Prefix } from '../domain/address.ts'
import { noExtras } from '../domain/resource.ts'
import { noSettings } from '../domain/setting.ts'
import { ConfigError } from '../runtime/config.ts'
import type { Random } from '../runtime/random.ts'
import type { AccessKey, Account, Store, StoreReader } from '../store/port.ts'
import { extras } from '../wire/tencent/extras.ts'
import type { FixedKey, FixedKeys } from './fixed-keys.ts'

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

const digits = '0123456789'
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * Where outer addresses come from until an operator names others: documentation ranges (RFC 5737), which no host on the
 * Internet has, one for each dialect so that two clouds can be told apart at a glance.
 */
const alibabaPool = '198.51.100.0/24' as Ipv4Prefix
const tencentPool = '203.0.113.0/24' as Ipv4Prefix

interface AccountWithKey {
  readonly account: Account
  readonly key: AccessKey
}

/** Shaped as the cloud shapes them, since clients check: "LTAI" and 20 more, 30 characters, 16 digits. */
function newAlibabaAccount(random: Random, fixed?: FixedKey): AccountWithKey {
  const id = `1${random.token(15, digits)}`
  const key = fixed ?? { id: `LTAI${random.token(20, letters + digits)}`, secret: random.token(30, letters + digits) }
  return {
    account: { id, dialect: 'alibaba', outerPool: alibabaPool, extras: noExtras, settings: noSettings },
    key: { ...key, account: id, active: true, createdAt: 0 },
  }
}

/** "AKID" and 32 more, 32 characters; an app id of 10 digits and a uin of 12. */
function newTencentAccount(random: Random, fixed?: FixedKey): AccountWithKey {
  const id = `125${random.token(7, digits)}`
  const key = fixed ?? { id: `AKID${random.token(32, letters + digits)}`, secret: random.token(32, letters + digits) }
  return {
    account: {
      id,
      dialect: 'tencent',
      outerPool: tencentPool,
      settings: noSettings,
      extras: extras.account.write({ uin: `1000${random.token(8, digits)}` }),
    },
    key: { ...key, account: id, active: true, createdAt: 0 },
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
    for (const { account, key } of [
      newAlibabaAccount(random, fixed.alibaba),
      newTencentAccount(random, fixed.tencent),
    ]) {
      await transaction.putAccount(account)
      await transaction.putAccessKey(key)
    }
    const tag = random.token(6, '0123456789abcdef')
    await transaction.putSetting('tag', tag)
    return tag
  })
}

/** Undefined when the server has not been started on this data folder yet. */
export async function readCredentials(reader: StoreReader): Promise<Credentials | undefined> {
  const accounts = await reader.accounts()
  const keys = await reader.accessKeys()
  const find = (dialect: string) => {
    const account = accounts.find((candidate) => candidate.dialect === dialect)
    const isOwn = ({ active, account: of, user }: AccessKey) => active && of === account?.id && user === undefined
    const key = keys.find(isOwn)
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
