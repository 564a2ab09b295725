/** What the account of a network or connection allows another: to have its routers carry it. */
import { grantOfTarget } from '../domain/claims.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Grant, Payer, Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, claiming, type NewResource, newResource, removing } from './command.ts'

type Router = Resource<'router'>
type Attachment = Resource<'router-attachment'>

/** Whose something is that is to be attached; the router's account where no owner is given. */
export interface Owned extends Pick<NewResource, 'account' | 'region'> {
  readonly owner?: string
}

/** What that account has in the region. */
export const ownedBy = (reader: Reader, { account, region, owner = account }: Owned): Pick<Reader, 'get'> => ({
  async get(kind, id) {
    const found = await reader.unscoped.get(kind, id)
    return found?.account === owner && found.region === region ? found : undefined
  },
})

/** Only an account that has it can have granted it. */
export const loadGrants = (reader: Reader, target: string): Promise<readonly Resource<'grant'>[]> =>
  reader.unscoped.referencing(target, 'grant')

export const grantTo = (
  group: string | undefined,
  grants: readonly Resource<'grant'>[],
): Resource<'grant'> | undefined => grants.find((grant) => grant.spec.group === group)

/** Whoever has not been granted something is not told whether it is there. */
export function checkGranted(
  { account, spec: { group } }: Router,
  target: string,
  { owner = account }: Pick<Owned, 'owner'>,
  grants: readonly Resource<'grant'>[],
): DomainError | undefined {
  if (owner === account || grantTo(group, grants) !== undefined) return undefined
  return domainError('not-granted', `account ${owner} has not granted it to ${group}`, target)
}

export interface GrantToGroup extends NewResource, Grant {}

interface GrantSurroundings {
  readonly target: Resource<'network'> | Resource<'connection'> | undefined
  readonly group: Resource<'router-group'> | undefined
  readonly attachments: readonly Attachment[]
}

const notFound = ({ kind, id }: Grant['target']): DomainError =>
  domainError(`${kind}-not-found`, `no such ${kind} in this region`, id)

/** A network may be granted while a router carries it already, a connection may not. */
function checkFree(
  target: Resource<'network'> | Resource<'connection'>,
  attachments: readonly Attachment[],
): DomainError | undefined {
  if (target.kind === 'network') return undefined
  const { gateway } = target.spec
  if (gateway !== undefined) return domainError('binding-wrong', `is on gateway ${gateway}`, target.id)
  const [attachment] = attachments
  return attachment === undefined ? undefined : domainError('already-attached', `by ${attachment.id}`, target.id)
}

export const grantToGroup: Command<GrantToGroup, GrantSurroundings> = {
  name: 'grant-to-router-group',
  load: async (reader, { target, group }) => ({
    target: await reader.get(target.kind, target.id),
    group: await reader.unscoped.get('router-group', group),
    attachments: await reader.unscoped.referencing(target.id, 'router-attachment'),
  }),
  decide({ target, group, attachments }, input) {
    if (target === undefined) return fail(notFound(input.target))
    if (target.deleting) return fail(domainError('busy', 'is being deleted', target.id))
    if (group === undefined || group.account !== input.grantee) {
      return fail(domainError('router-group-not-found', `account ${input.grantee} has no such group`, input.group))
    }
    const refusal = checkFree(target, attachments)
    if (refusal !== undefined) return fail(refusal)
    const { kind, id } = input.target
    const spec = { target: { kind, id }, group: group.id, grantee: group.account, payer: input.payer }
    const claim = {
      ...grantOfTarget(id, group.id),
      refusal: () => domainError('grant-exists', `is granted to ${group.id} already`, id),
    }
    return ok(claiming({ kind: 'grant', ...newResource(input), spec }, claim))
  },
}

/** A grant, by what is granted to whom. */
export interface NamedGrant {
  readonly target: string
  readonly group: string
}

interface StandingGrant {
  readonly grant: Resource<'grant'> | undefined
  /** Those by routers of the group. */
  readonly attachments: readonly Attachment[]
}

async function loadStanding(reader: Reader, { target, group }: NamedGrant): Promise<StandingGrant> {
  const attachments = await reader.unscoped.referencing(target, 'router-attachment')
  const routers = await Promise.all(attachments.map(({ spec }) => reader.unscoped.get('router', spec.router)))
  return {
    grant: await reader.holder('grant', grantOfTarget(target, group)),
    attachments: attachments.filter((_, index) => routers[index]?.spec.group === group),
  }
}

const noSuchGrant = ({ target, group }: NamedGrant): DomainError =>
  domainError('grant-not-found', `is not granted to ${group}`, target)

export interface ChangeGrant extends NamedGrant {
  readonly payer: Payer
}

/** What is attached is paid for otherwise from then on. */
export const changeGrant: Command<ChangeGrant, StandingGrant> = {
  name: 'change-grant',
  load: loadStanding,
  decide({ grant, attachments }, input) {
    if (grant === undefined) return fail(noSuchGrant(input))
    const leaving = attachments.find(({ deleting }) => deleting)
    if (leaving !== undefined) return fail(domainError('busy', `${leaving.id} is being detached`, input.target))
    const { payer } = input
    const paying = attachments.map((attachment) => changed(attachment, { spec: { ...attachment.spec, payer } }))
    return ok({ put: [changed(grant, { spec: { ...grant.spec, payer } }), ...paying], remove: [] })
  },
}

export interface RevokeGrant extends NamedGrant {
  readonly kind: Grant['target']['kind']
  readonly grantee: string
}

interface GrantToRevoke extends StandingGrant {
  readonly target: Resource | undefined
}

/** What is attached by it has to be detached before; what is of one account is attached without it. */
export const revokeGrant: Command<RevokeGrant, GrantToRevoke> = {
  name: 'revoke-grant',
  load: async (reader, input) => ({
    target: await reader.get(input.kind, input.target),
    ...(await loadStanding(reader, input)),
  }),
  decide({ target, grant, attachments }, input) {
    if (target === undefined) return fail(notFound({ kind: input.kind, id: input.target }))
    if (grant === undefined || grant.spec.grantee !== input.grantee) return fail(noSuchGrant(input))
    const attachment = attachments.find(({ account }) => account !== grant.account)
    if (attachment !== undefined) return fail(domainError('in-use', `detach ${attachment.id} first`, input.target))
    return ok(removing(grant))
  },
}
