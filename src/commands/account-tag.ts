import { domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Kind, Resource, Tag } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, type NewResource, newResource, putting, removing } from './command.ts'

interface TagAndUser {
  /** What keeps it where no resource has it. */
  readonly kept: Resource<'account-tag'> | undefined
  readonly user: Resource | undefined
}

async function having<K extends Kind>(reader: Reader, kind: K, { key, value }: Tag): Promise<Resource<K> | undefined> {
  return (await reader.page(kind, { where: [{ by: 'tag', keys: [key], values: [value] }], limit: 1 })).items[0]
}

async function load(reader: Reader, { tag, kinds }: { tag: Tag; kinds: readonly Kind[] }): Promise<TagAndUser> {
  const users = await Promise.all(kinds.map((kind) => having(reader, kind, tag)))
  return { kept: await having(reader, 'account-tag', tag), user: users.find((one) => one !== undefined) }
}

const written = ({ key, value }: Tag): string => `${key}:${value}`

export interface CreateAccountTag extends NewResource {
  readonly tag: Tag
  /** Of resources that may have it: a tag that one has is there already. */
  readonly kinds: readonly Kind[]
}

export const createAccountTag: Command<CreateAccountTag, TagAndUser> = {
  name: 'create-account-tag',
  load,
  decide({ kept, user }, input) {
    const { tag } = input
    const standing = kept ?? user
    if (standing !== undefined) return fail(domainError('tag-exists', `${standing.id} has it`, written(tag)))
    return ok(putting({ kind: 'account-tag', ...newResource(input), labels: { tags: [tag] }, spec: {} }))
  },
}

export type DeleteAccountTag = Pick<CreateAccountTag, 'tag' | 'kinds'>

export const deleteAccountTag: Command<DeleteAccountTag, TagAndUser> = {
  name: 'delete-account-tag',
  load,
  decide({ kept, user }, { tag }) {
    if (user !== undefined) return fail(domainError('tag-in-use', `${user.id} has it`, written(tag)))
    return kept === undefined ? fail(domainError('tag-not-found', 'nothing has it', written(tag))) : ok(removing(kept))
  },
}
