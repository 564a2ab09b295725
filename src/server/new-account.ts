import type { Ipv4Prefix } from '../domain/address.ts'
import { noExtras } from '../domain/resource.ts'
import { noSettings } from '../domain/setting.ts'
import type { Random } from '../runtime/random.ts'
import type { AccessKey, Account } from '../store/port.ts'
import { extras } from '../wire/tencent/extras.ts'
import type { FixedKey } from './fixed-keys.ts'

const digits = '0123456789'
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * Where outer addresses come from until an operator names others: documentation ranges (RFC 5737), which no host on the
 * Internet has, one for each dialect so that two clouds can be told apart at a glance.
 */
const alibabaPool = '198.51.100.0/24' as Ipv4Prefix
const tencentPool = '203.0.113.0/24' as Ipv4Prefix

/** An account, and the key that stands for all of it. */
export interface AccountWithKey {
  readonly account: Account
  readonly key: AccessKey
}

interface Given {
  readonly random: Random
  /** A key that is given, and not made up. */
  readonly fixed?: FixedKey | undefined
  readonly now: number
}

/** Shaped as the cloud shapes them, since clients check: "LTAI" and 20 more, 30 characters, 16 digits. */
function newAlibabaAccount({ random, fixed, now }: Given): AccountWithKey {
  const id = `1${random.token(15, digits)}`
  const key = fixed ?? { id: `LTAI${random.token(20, letters + digits)}`, secret: random.token(30, letters + digits) }
  return {
    account: { id, dialect: 'alibaba', outerPool: alibabaPool, extras: noExtras, settings: noSettings },
    key: { ...key, account: id, active: true, createdAt: now },
  }
}

/** "AKID" and 32 more, 32 characters; an app id of 10 digits and a uin of 12. */
function newTencentAccount({ random, fixed, now }: Given): AccountWithKey {
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
    key: { ...key, account: id, active: true, createdAt: now },
  }
}

/** By the dialects' names. */
export const newAccount = { alibaba: newAlibabaAccount, tencent: newTencentAccount } as const

/** Undefined where there is no such dialect. */
export const newAccountOf = (dialect: string, given: Given): AccountWithKey | undefined =>
  dialect === 'alibaba' || dialect === 'tencent' ? newAccount[dialect](given) : undefined
