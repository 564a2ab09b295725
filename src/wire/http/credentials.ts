import { type Principal, rootOf } from '../../access/authorize.ts'
import type { Ipv4Prefix } from '../../domain/address.ts'
import type { TokenSession } from '../../domain/principal.ts'
import type { Account, Store, StoreReader } from '../../store/port.ts'
import type { AccessWords } from './access-words.ts'
import { createUnderstanding, principalOfKey, principalOfSession, type Understand } from './principals.ts'

/** What a key id stands for. */
export interface Credential {
  readonly key: { readonly id: string; readonly secret: string; readonly active: boolean }
  readonly account: Account
  readonly principal: Principal
  /** Of a key that is good with a token alone, and for a time. */
  readonly session?: Pick<TokenSession, 'tokenDigest' | 'expiresAt'>
}

export interface Credentials {
  /** Answers at once what was asked for lately; undefined when there is no such key. */
  find(keyId: string): Credential | undefined | Promise<Credential | undefined>
}

/** A few megabytes; an installation that has more keys in use at once reads some of them again. */
const mostHeld = 10_000

/** No cloud makes longer ones. */
const longestKeyId = 128

export interface CredentialsOptions {
  /** Each dialect's language of policies. An account of another dialect has its own keys alone. */
  readonly dialects?: readonly { readonly name: string; readonly access: AccessWords }[]
  /** Where outer addresses of every account come from, where that is not each account's own. */
  readonly outerPool?: Ipv4Prefix | undefined
  /** Who the keys of an account stand for, whatever is stored; for tests. */
  readonly principalOf?: ((account: Account) => Principal | undefined) | undefined
}

interface Language {
  readonly words: AccessWords
  readonly understand: Understand
}

/**
 * Keys and whom they stand for, as the store has them. What was found is held until any key, account, user, group, role or
 * policy changes, so that a key that is switched off or a policy that is detached is of no use from the next request on.
 * What was not found is not held: a new key works at once, and requests with made-up ids cost two look-ups by primary key
 * each, and no memory.
 */
export function createCredentials(
  store: Pick<Store, 'read' | 'onCredentialChange'>,
  { dialects = [], outerPool, principalOf }: CredentialsOptions = {},
): Credentials {
  const held = new Map<string, Credential>()
  const languages = new Map<string, Language>(
    dialects.map(({ name, access }) => [name, { words: access, understand: createUnderstanding(access) }]),
  )
  const accountOf = async (reader: StoreReader, id: string): Promise<Account | undefined> => {
    const account = await reader.account(id)
    return account === undefined || outerPool === undefined ? account : { ...account, outerPool }
  }
  let changes = 0
  store.onCredentialChange(() => {
    changes += 1
    held.clear()
  })

  const ofKey = async (reader: StoreReader, keyId: string): Promise<Credential | undefined> => {
    const key = await reader.accessKey(keyId)
    const account = key === undefined ? undefined : await accountOf(reader, key.account)
    if (key === undefined || account === undefined) return undefined
    const language = languages.get(account.dialect)
    const principal =
      principalOf?.(account) ??
      (key.user === undefined || language === undefined
        ? key.user === undefined && rootOf(account.id)
        : await principalOfKey(reader, key, account, language.words, language.understand))
    return principal ? { key, account, principal } : undefined
  }

  const ofSession = async (reader: StoreReader, keyId: string): Promise<Credential | undefined> => {
    const session = await reader.tokenSession(keyId)
    const account = session === undefined ? undefined : await accountOf(reader, session.account)
    const language = account === undefined ? undefined : languages.get(account.dialect)
    if (session === undefined || account === undefined || language === undefined) return undefined
    const principal = await principalOfSession(reader, session, account, language.words, language.understand)
    return principal && { key: { ...session, active: true }, account, principal, session }
  }

  const look = async (keyId: string): Promise<Credential | undefined> => {
    const before = changes
    const found = await store.read(async (reader) => (await ofKey(reader, keyId)) ?? (await ofSession(reader, keyId)))
    // A change that came while it was read may have been about this one.
    if (found === undefined || changes !== before) return found
    const [oldest] = held.keys()
    if (held.size >= mostHeld && oldest !== undefined) held.delete(oldest)
    held.set(keyId, found)
    return found
  }

  return { find: (keyId) => held.get(keyId) ?? (keyId.length > longestKeyId ? undefined : look(keyId)) }
}
