import type { FastifyInstance } from 'fastify'
import type { Page } from '../../domain/page.ts'
import { type Attachment, principalRegion } from '../../domain/principal.ts'
import type { PrincipalKind } from '../../domain/principal-kinds.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import type { Store } from '../../store/port.ts'
import { failure } from './failure.ts'

interface Principal {
  readonly id: string
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

export interface AttachmentView {
  readonly policy: string
  /** Made in the account, or its cloud's own. */
  readonly kind: 'custom' | 'system'
  /** Absent where it holds for all resources. */
  readonly resourceGroup?: string
}

/** Secrets are shown by whoever has the data folder (`culvert credentials`). */
export interface KeyView {
  readonly id: string
  readonly active: boolean
  readonly createdAt: number
}

export interface UserView extends Principal {
  readonly groups: readonly string[]
  readonly policies: readonly AttachmentView[]
  readonly keys: readonly KeyView[]
}

export interface GroupView extends Principal {
  readonly users: readonly string[]
  readonly policies: readonly AttachmentView[]
}

export interface PolicyView extends Principal {
  readonly versions: readonly string[]
  readonly defaultVersion: string
  /** Of the default version. */
  readonly document: string
}

export interface RoleView extends Principal {
  readonly trust: string
  readonly longestSessionSeconds: number
  readonly policies: readonly AttachmentView[]
}

export interface PrincipalViews {
  readonly users: UserView
  readonly groups: GroupView
  readonly policies: PolicyView
  readonly roles: RoleView
}

export type PrincipalList = keyof PrincipalViews

/** Those that policies are attached to. */
export type HolderList = Exclude<PrincipalList, 'policies'>

/** A page of them, newest first; `total` counts all that there are, and `next` is where the next page begins. */
export type PrincipalPage<L extends PrincipalList> = { readonly [N in L]: readonly PrincipalViews[N][] } & {
  readonly total: number
  readonly next?: number
}

const common = ({ id, name, createdAt }: Resource): Principal => ({ id, name, createdAt })

const namesOf = async (reader: Reader, kind: PrincipalKind, ids: readonly string[]): Promise<readonly string[]> =>
  (await Promise.all(ids.map((id) => reader.get(kind, id)))).flatMap((found) => (found ? [found.name] : []))

const viewAttachments = (reader: Reader, attachments: readonly Attachment[]): Promise<readonly AttachmentView[]> =>
  Promise.all(
    attachments.map(async ({ policy, resourceGroup }) => {
      const [custom = ''] = policy.kind === 'custom' ? await namesOf(reader, 'policy', [policy.id]) : []
      const name = policy.kind === 'system' ? policy.name : custom
      return { policy: name, kind: policy.kind, ...(resourceGroup === undefined ? {} : { resourceGroup }) }
    }),
  )

const viewUser = async (reader: Reader, user: Resource<'user'>): Promise<UserView> => ({
  ...common(user),
  groups: await namesOf(
    reader,
    'user-group',
    user.spec.groups.map(({ group }) => group),
  ),
  policies: await viewAttachments(reader, user.spec.attachments),
  keys: (await reader.keysOf(user.id)).map(({ id, active, createdAt }) => ({ id, active, createdAt })),
})

const viewGroup = async (reader: Reader, group: Resource<'user-group'>): Promise<GroupView> => ({
  ...common(group),
  users: (await reader.referencing(group.id, 'user')).map(({ name }) => name),
  policies: await viewAttachments(reader, group.spec.attachments),
})

const viewPolicy = async (_reader: Reader, policy: Resource<'policy'>): Promise<PolicyView> => {
  const { versions, defaultVersion } = policy.spec
  const document = versions.find(({ id }) => id === defaultVersion)?.document ?? ''
  return { ...common(policy), versions: versions.map(({ id }) => id), defaultVersion, document }
}

const viewRole = async (reader: Reader, role: Resource<'role'>): Promise<RoleView> => {
  const { trust, longestSessionSeconds, attachments } = role.spec
  return { ...common(role), trust, longestSessionSeconds, policies: await viewAttachments(reader, attachments) }
}

interface Listed<K extends PrincipalKind, View> {
  readonly kind: K
  readonly what: string
  view(reader: Reader, resource: Resource<K>): Promise<View>
}

const lists: { readonly [L in PrincipalList]: Listed<never, PrincipalViews[L]> } = {
  users: listed('user', "an account's users: their groups, policies and keys", viewUser),
  groups: listed('user-group', "an account's groups of users, and their policies", viewGroup),
  policies: listed('policy', 'the policies that were made in an account', viewPolicy),
  roles: listed('role', "an account's roles: who may take them on, and their policies", viewRole),
}

/** The kind and its view belong together, which a table of all of them cannot say. */
function listed<K extends PrincipalKind, View>(
  kind: K,
  what: string,
  view: (reader: Reader, resource: Resource<K>) => Promise<View>,
): Listed<never, View> {
  return { kind, what, view } as unknown as Listed<never, View>
}

interface PageQuery {
  readonly limit: number
  readonly after?: number
}

async function readPage(store: Pick<Store, 'read'>, list: PrincipalList, account: string, query: PageQuery) {
  const { kind, view } = lists[list] as Listed<PrincipalKind, unknown>
  return store.read(async (reader) => {
    if ((await reader.account(account)) === undefined) return undefined
    const own = reader.scoped({ account, region: principalRegion })
    const { items, total, next }: Page<PrincipalKind> = await own.page(kind, query)
    const views = await Promise.all(items.map((each) => view(own, each)))
    return { [list]: views, total, ...(next === undefined ? {} : { next }) }
  })
}

/** One of them, as lists show it. */
export async function viewPrincipal<L extends PrincipalList>(
  store: Pick<Store, 'read'>,
  list: L,
  resource: Resource,
): Promise<PrincipalViews[L]> {
  const { view } = lists[list] as Listed<PrincipalKind, PrincipalViews[L]>
  const { account, region } = resource
  return store.read((reader) => view(reader.scoped({ account, region }), resource as Resource<PrincipalKind>))
}

/** Who may do what in an account. */
export function routePrincipals(app: FastifyInstance, store: Pick<Store, 'read'>, pageQuery: object): void {
  for (const list of Object.keys(lists) as PrincipalList[]) {
    const shown = { schema: { querystring: pageQuery }, config: { what: lists[list].what } }
    app.get<{ Params: { id: string }; Querystring: PageQuery }>(
      `/v1/accounts/:id/${list}`,
      shown,
      async ({ params, query }, reply) =>
        (await readPage(store, list, params.id, query)) ??
        reply.code(404).send(failure('account-not-found', 'no such account', params.id)),
    )
  }
}
