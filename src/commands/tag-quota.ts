/** How many tags an account may have: keys, values under each, tags in all, and resources with the same one. */
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Kind, Tag } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, putting } from './command.ts'
import type { Quota } from './quota.ts'

export interface AdmitTags {
  /** Resources that may have tags; what probably has these comes first. */
  readonly kinds: readonly Kind[]
  /** Those that a resource is to get. */
  readonly tags: readonly Tag[]
  readonly quotas: TagQuotas
}

export interface TagQuotas {
  readonly keys: number
  /** Under one key; the empty one is none. */
  readonly values: number
  readonly tags?: number
  /** Of resources with the same tag. */
  readonly uses?: number
}

interface Used {
  readonly newKeys: number
  readonly newTags: number
  /** How many there are, where some are new: not more than one above what may be. */
  readonly keys: number
  readonly tags: number
  /** By the keys that get new values. */
  readonly values: ReadonlyMap<string, number>
  readonly uses: readonly number[]
}

/** Where tags are looked for that an account has: with its resources, and those that it keeps without one. */
const holders = (kinds: readonly Kind[]): readonly Kind[] => [...kinds, 'account-tag']

/** Kind by kind, so that a tag that is there already costs one statement as a rule. */
async function isThere(reader: Reader, kinds: readonly Kind[], tag: Partial<Tag> & Pick<Tag, 'key'>): Promise<boolean> {
  for (const kind of kinds) {
    if ((await reader.distinct({ of: 'tag-key', kinds: [kind], tag, limit: 1 })).length > 0) return true
  }
  return false
}

async function usesOf(reader: Reader, kinds: readonly Kind[], { key, value }: Tag): Promise<number> {
  const where = [{ by: 'tag', keys: [key], values: [value] }] as const
  const pages = await Promise.all(kinds.map((kind) => reader.page(kind, { where, limit: 1 })))
  return pages.reduce((sum, { total }) => sum + total, 0)
}

async function load(reader: Reader, { kinds: users, tags, quotas }: AdmitTags): Promise<Used> {
  const kinds = holders(users)
  const newTags: Tag[] = []
  const newKeys: string[] = []
  for (const tag of tags) {
    if (await isThere(reader, kinds, tag)) continue
    newTags.push(tag)
    if (!(await isThere(reader, kinds, { key: tag.key }))) newKeys.push(tag.key)
  }
  const valuesUnder = async ({ key }: Tag) => {
    const found = await reader.distinct({ of: 'tag', kinds, tag: { key }, limit: quotas.values + 2 })
    return [key, found.filter(([, value]) => value !== '').length] as const
  }
  const gettingValues = newTags.filter(({ key, value }) => value !== '' && !newKeys.includes(key))
  return {
    newKeys: newKeys.length,
    newTags: newTags.length,
    keys: newKeys.length === 0 ? 0 : (await reader.distinct({ of: 'tag-key', kinds, limit: quotas.keys + 1 })).length,
    tags:
      quotas.tags === undefined || newTags.length === 0
        ? 0
        : (await reader.distinct({ of: 'tag', kinds, limit: quotas.tags + 1 })).length,
    values: new Map(await Promise.all(gettingValues.map(valuesUnder))),
    uses: quotas.uses === undefined ? [] : await Promise.all(tags.map((tag) => usesOf(reader, users, tag))),
  }
}

function checkUses(tags: readonly Tag[], uses: readonly number[], quota: Quota): DomainError | undefined {
  const at = uses.findIndex((count) => quota !== undefined && count >= quota)
  const tag = tags[at]
  if (tag === undefined) return undefined
  return domainError('tag-uses-exhausted', `${uses[at]} resources have it, of ${quota} at the most`, tag.key)
}

/** Puts nothing: whoever gives the tags to a resource does that afterwards. */
export const admitTags: Command<AdmitTags, Used> = {
  name: 'admit-tags',
  load,
  decide({ newKeys, newTags, keys, tags, values, uses }, { tags: given, quotas }) {
    if (newKeys > 0 && keys + newKeys > quotas.keys) {
      return fail(domainError('tag-keys-exhausted', `the account may have ${quotas.keys} keys`))
    }
    const crowded = [...values].find(([, count]) => count >= quotas.values)
    if (crowded !== undefined) {
      return fail(domainError('tag-values-exhausted', `the key may have ${quotas.values} values`, crowded[0]))
    }
    if (quotas.tags !== undefined && newTags > 0 && tags + newTags > quotas.tags) {
      return fail(domainError('account-tags-exhausted', `the account may have ${quotas.tags} tags`))
    }
    const used = checkUses(given, uses, quotas.uses)
    return used === undefined ? ok(putting()) : fail(used)
  },
}
