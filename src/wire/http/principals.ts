/** Who stands behind a key, and what his policies say. */
import { createHash } from 'node:crypto'
import { type HeldPolicy, type Policy, type Principal, rootOf } from '../../access/authorize.ts'
import { type Attachment, documentOf, type TokenSession } from '../../domain/principal.ts'
import type { AccessKey, Account, StoreReader } from '../../store/port.ts'
import type { AccessWords } from './access-words.ts'

/** A few megabytes of documents, read; an installation that has more of them reads some again. */
const mostRemembered = 1000

export type Understand = (document: string) => Policy

/** Documents are read once for as long as they are in use: one is attached to many, and is found by its digest. */
export function createUnderstanding({ readPolicy }: AccessWords): Understand {
  const known = new Map<string, Policy>()
  return (document) => {
    const digest = createHash('sha256').update(document).digest('base64')
    const before = known.get(digest)
    if (before !== undefined) return before
    const read = readPolicy(document)
    // It was read before it was stored. To pass over what cannot be read might be to pass over a denial.
    if (!read.ok) throw new TypeError(`a policy that is stored cannot be read: ${read.error}`)
    const [oldest] = known.keys()
    if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest)
    known.set(digest, read.value)
    return read.value
  }
}

type PolicyReader = Pick<StoreReader, 'get'>

/** It cannot be deleted while it is attached. To pass over one that is gone might be to pass over a denial. */
async function customDocument(reader: PolicyReader, id: string): Promise<string> {
  const policy = await reader.get('policy', id)
  if (policy === undefined) throw new TypeError(`the policy ${id} is attached and not there`)
  return documentOf(policy.spec)
}

async function held(
  reader: PolicyReader,
  attachments: readonly Attachment[],
  words: AccessWords,
  understand: Understand,
): Promise<readonly HeldPolicy[]> {
  const read = async ({ policy, resourceGroup }: Attachment): Promise<readonly HeldPolicy[]> => {
    const document =
      policy.kind === 'system' ? words.systemPolicy(policy.name) : await customDocument(reader, policy.id)
    // A cloud's own policies only allow: one that it no longer has takes something away.
    if (document === undefined) return []
    return [{ policy: understand(document), ...(resourceGroup === undefined ? {} : { resourceGroup }) }]
  }
  return (await Promise.all(attachments.map(read))).flat()
}

async function principalOfUser(
  reader: PolicyReader,
  id: string,
  account: string,
  words: AccessWords,
  understand: Understand,
): Promise<Principal | undefined> {
  const user = await reader.get('user', id)
  if (user === undefined || user.account !== account) return undefined
  const groups = await Promise.all(user.spec.groups.map(({ group }) => reader.get('user-group', group)))
  const attachments = [...user.spec.attachments, ...groups.flatMap((group) => group?.spec.attachments ?? [])]
  return { account, kind: 'user', id, name: user.name, policies: await held(reader, attachments, words, understand) }
}

/** Undefined when the key's user is gone. */
export const principalOfKey = async (
  reader: PolicyReader,
  { user }: AccessKey,
  { id: account }: Account,
  words: AccessWords,
  understand: Understand,
): Promise<Principal | undefined> =>
  user === undefined ? rootOf(account) : principalOfUser(reader, user, account, words, understand)

async function principalOfRole(
  reader: PolicyReader,
  id: string,
  account: string,
  words: AccessWords,
  understand: Understand,
): Promise<Principal | undefined> {
  const role = await reader.get('role', id)
  if (role === undefined || role.account !== account) return undefined
  const { name, spec } = role
  return { account, kind: 'role', id, name, policies: await held(reader, spec.attachments, words, understand) }
}

/** Undefined when the role, or the user that has given the token, is gone. */
export async function principalOfSession(
  reader: PolicyReader,
  { role, user, name: session, policy }: TokenSession,
  { id: account }: Account,
  words: AccessWords,
  understand: Understand,
): Promise<Principal | undefined> {
  const principal =
    role !== undefined
      ? await principalOfRole(reader, role, account, words, understand)
      : user !== undefined
        ? await principalOfUser(reader, user, account, words, understand)
        : rootOf(account)
  return principal && { ...principal, session, ...(policy === undefined ? {} : { narrowedBy: understand(policy) }) }
}
