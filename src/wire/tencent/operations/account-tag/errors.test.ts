import { type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'

const used = { TagKey: 'city', TagValue: 'shanghai' }
const gateway = { Tags: [{ Key: used.TagKey, Value: used.TagValue }] }

const alone = (tag: object): object => tag
const listed = (tag: object): object => ({ Tags: [{ TagKey: 'first', TagValue: '' }, tag] })

/** With one tag of the account, which a user has. */
const full = (code: string, quota: string, most: number, request: object): Provocation => ({
  code,
  async provoke({ ask, set }) {
    const { Uin } = await ask('AddUser', { Name: 'dev' })
    await ask('AddResourceTag', { Resource: `qcs::cam::uin/:uin/${Uin}`, TagKey: 'k', TagValue: 'a' })
    await set({ [quota]: most })
    return request
  },
})

/** `beside` is how many tags, each of a key of its own, the request makes besides the one in question. */
const making = (write: typeof alone, beside: number): Readonly<Record<string, Provocation>> => ({
  'tag-exists': { code: 'ResourceInUse.TagDuplicate', gateway, provoke: () => write(used) },
  'tag-keys-exhausted': full(
    'LimitExceeded.TagKey',
    'quota.tag-keys',
    1 + beside,
    write({ TagKey: 'b', TagValue: '' }),
  ),
  'tag-values-exhausted': full('LimitExceeded.TagValue', 'quota.tag-values', 1, write({ TagKey: 'k', TagValue: 'b' })),
  'account-tags-exhausted': full(
    'LimitExceeded.Quota',
    'quota.tags',
    1 + beside,
    write({ TagKey: 'k', TagValue: 'b' }),
  ),
})

await testDeclaredErrors(import.meta.dirname, {
  CreateTag: making(alone, 0),
  CreateTags: making(listed, 1),
  DeleteTag: {
    'tag-not-found': { code: 'ResourceNotFound.TagNonExist', provoke: () => used },
    'tag-in-use': { code: 'FailedOperation.TagAttachedResource', gateway, provoke: () => used },
  },
  DeleteTags: {
    'tag-not-found': { code: 'ResourceNotFound.TagNonExist', provoke: () => ({ Tags: [used] }) },
    'tag-in-use': { code: 'FailedOperation.TagAttachedResource', gateway, provoke: () => ({ Tags: [used] }) },
  },
})
