import { type Principal, rootOf } from '../../access/authorize.ts'
import type { AccessKey, Account, Store } from '../../store/port.ts'

/** What a key id stands for. */
export interface Credential {
  readonly key: AccessKey
  readonly account: Account
  readonly principal: Principal
}

export interface Credentials {
  /** Answers at once what was asked for lately; undefined when there is no such key. */
  find(keyId: string): Credential | undefined | Promise<Credential | undefined>
}

/** A few megabytes; an installation that has more keys in use at once reads some of them again. */
const mostHeld = 10_000

/** No cloud makes longer ones. */
const longestKeyId = 128

/**
 * Keys as the store has them. What was found is held until any key or account changes, so that a key that is switched off
 * is of no use from the next request on. What was not found is not held: a new key works at once, and requests with made-up
 * ids cost one look-up by primary key each, and no memory.
 */
export function createCredentials(
  store: Pick<Store, 'read' | 'onCredentialChange'>,
  principalOf: (account: Account) => Principal = ({ id }) => rootOf(id),
): Credentials {
  const held = new Map<string, Credential>()
  let changes = 0
  store.onCredentialChange(() => {
    changes += 1
    held.clear()
  })

  const read = (keyId: string): Promise<Credential | undefined> =>
    store.read(async (reader) => {
      const key = await reader.accessKey(keyId)
      const account = key === undefined ? undefined : await reader.account(key.account)
      return key === undefined || account === undefined ? undefined : { key, account, principal: principalOf(account) }
    })

  const look = async (keyId: string): Promise<Credential | undefined> => {
    const before = changes
    const found = await read(keyId)
    // A change that came while it was read may have been about this one.
    if (found === undefined || changes !== before) return found
    const [oldest] = held.keys()
    if (held.size >= mostHeld && oldest !== undefined) held.delete(oldest)
    held.set(keyId, found)
    return found
  }

  return { find: (keyId) => held.get(keyId) ?? (keyId.length > longestKeyId ? undefined : look(keyId)) }
}
