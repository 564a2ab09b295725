/** Resources as the tag service names them, in six parts: "qcs::vpc:ap-guangzhou:uin/100000000001:vpngw/vpngw-1w9tue3d". */
import { type ModifyLabels, modifyLabels } from '../../../../commands/labels.ts'
import { type DomainError, type DomainErrorCode, domainError } from '../../../../domain/error.ts'
import { principalRegion } from '../../../../domain/principal.ts'
import { isPrincipalKind } from '../../../../domain/principal-kinds.ts'
import type { Kind, Resource } from '../../../../domain/resource.ts'
import { fail, type Result } from '../../../../domain/result.ts'
import type { Rule, WireError } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { extras } from '../../extras.ts'
import { regions } from '../../regions.ts'
import { refuseMoreTags } from '../shared/tag-service.ts'
import { kindOf, prefixes, type TaggablePrefix, taggable } from '../shared/taggable.ts'
import { most } from '../shared/tags.ts'

/** Of what has tags on the cloud, and none here: there is nothing of these. */
const untagged = ['vpns', 'vpnc'] as const

export type NamedPrefix = TaggablePrefix | (typeof untagged)[number]

/** The kind of what has the prefix and may have tags. */
export const taggedKind = (prefix: NamedPrefix): Kind | undefined =>
  prefixes.includes(prefix as TaggablePrefix) ? kindOf(prefix as TaggablePrefix) : undefined

const products = ['vpc', 'cam'] as const

/** The product whose resources are of the kind. */
export const productOf = (kind: Kind): (typeof products)[number] => (isPrincipalKind(kind) ? 'cam' : 'vpc')

/** Whether what has the prefix is of the product. */
export function isOf(product: string, prefix: NamedPrefix): boolean {
  const kind = taggedKind(prefix)
  return product === (kind === undefined ? 'vpc' : productOf(kind))
}

/** Where a resource is said to be. */
export interface ResourceName {
  /** May be empty of what is in none. */
  readonly region: string
  /** Empty for the account that asks. */
  readonly uin: string
  readonly prefix: TaggablePrefix
  readonly id: string
}

const form = new RegExp(
  `^qcs:\\d*:(${products.join('|')}):([a-z-]*):(?:uin/(\\d*))?:(${prefixes.join('|')})/([0-9a-z-]+)$`,
)

function parseName(text: string): ResourceName | undefined {
  const [, product = '', region = '', uin = '', prefix, id = ''] = form.exec(text) ?? []
  const known = prefixes.find((each) => each === prefix)
  if (known === undefined || !isOf(product, known)) return undefined
  return regions.has(region) || (region === '' && product === 'cam') ? { region, uin, prefix: known, id } : undefined
}

/** Users, policies and roles are in no region, whichever is said of them. */
export const regionOf = ({ prefix, region }: Pick<ResourceName, 'prefix' | 'region'>): string =>
  isPrincipalKind(kindOf(prefix)) ? principalRegion : region

const badDescription = 'InvalidParameterValue.ResourceDescriptionError'

export const resourceName = t.coded(
  t.parsed(`a resource in six parts, like qcs::vpc:ap-guangzhou:uin/:vpngw/vpngw-1w9tue3d`, parseName),
  badDescription,
)

/** As a name is written, with the account that it is of. */
export const textOf = ({ account }: CallContext, { region, uin, prefix, id }: ResourceName): string =>
  `qcs::${productOf(kindOf(prefix))}:${region}:uin/${uin || extras.account.read(account).uin}:${prefix}/${id}`

export const prefixOf = ({ kind }: Pick<Resource, 'kind'>): string =>
  prefixes.find((each) => taggable[each].kind === kind) ?? ''

export const nameOf = ({ account }: Pick<CallContext, 'account'>, resource: Resource): string => {
  const { kind, region, id } = resource
  const where = isPrincipalKind(kind) ? '' : region
  return `qcs::${productOf(kind)}:${where}:uin/${extras.account.read(account).uin}:${prefixOf(resource)}/${id}`
}

export const serviceType = t.coded(t.word(...products), 'InvalidParameterValue.ServiceTypeInvalid')

const badRegion = 'InvalidParameterValue.RegionInvalid'
const badPrefix = 'InvalidParameterValue.ResourcePrefixInvalid'

export const resourcePrefix = t.coded(t.word<NamedPrefix>(...prefixes, ...untagged), badPrefix)

export const taggablePrefix = t.coded(t.word(...prefixes), badPrefix)

export const resourceRegion = t.coded(
  t.text('a region, or empty for what is in none', (value) => value === '' || regions.has(value), [
    'ap-guangzhou',
    'ap-shanghai',
  ]),
  badRegion,
)

/** Where resources of one kind are said to be. */
interface KindAndPlace {
  readonly ServiceType: string
  readonly ResourcePrefix: NamedPrefix
  readonly ResourceRegion: string | undefined
}

export const placeRules: readonly Rule<KindAndPlace>[] = [
  {
    code: badPrefix,
    demand: 'must be of the product that ServiceType names',
    brokenBy: ({ ServiceType, ResourcePrefix }) => (isOf(ServiceType, ResourcePrefix) ? undefined : 'ResourcePrefix'),
  },
  {
    code: badRegion,
    demand: 'may be empty for what is in no region alone',
    brokenBy: ({ ServiceType, ResourceRegion }) =>
      ResourceRegion === '' && ServiceType !== 'cam' ? 'ResourceRegion' : undefined,
  },
]

export const isOwn = ({ account }: CallContext, { uin }: ResourceName): boolean =>
  uin === '' || uin === extras.account.read(account).uin

/** Gives the resource other tags, in its region, whichever is asked. */
export async function retag(
  context: CallContext,
  name: ResourceName,
  change: Pick<ModifyLabels, 'set' | 'unset'>,
): Promise<Result<unknown, DomainError>> {
  const { kind, notFound } = taggable[name.prefix]
  const { id } = name
  if (!isOwn(context, name)) return fail(domainError(notFound, 'is not of this account', id))
  const there = context.inRegion(regionOf(name))
  const resource = await there.reader.get(kind, id)
  const refused = resource && (await refuseMoreTags(context, resource, change.set))
  if (refused !== undefined) return fail(refused)
  return there.execute(modifyLabels(kind, notFound), { id, mostTags: most.tags, ...change })
}

const noSuch = wireError(badDescription, 'There is no resource `%s`: %d.')

/** What a resource that is named may turn out to be. */
export const absentErrors = {
  'network-not-found': noSuch,
  'subnet-not-found': noSuch,
  'network-table-not-found': noSuch,
  'gateway-not-found': noSuch,
  'customer-gateway-not-found': noSuch,
  'connection-not-found': noSuch,
  'router-not-found': noSuch,
  'user-not-found': noSuch,
  'policy-not-found': noSuch,
  'role-not-found': noSuch,
} satisfies Readonly<Partial<Record<DomainErrorCode, WireError>>>

const tagQuotaErrors = {
  'tag-values-exhausted': wireError('LimitExceeded.TagValue', 'The tag key `%s` has too many values: %d.'),
  'account-tags-exhausted': wireError('LimitExceeded.Quota', 'The account has too many tags: %d.'),
} satisfies Readonly<Partial<Record<DomainErrorCode, WireError>>>

const keysExhausted = wireError('LimitExceeded.TagKey', 'The account has too many tag keys: %d.')

/** What making a tag that no resource has may end in, besides that there is one. */
export const newTagErrors = { ...tagQuotaErrors, 'tag-keys-exhausted': keysExhausted }

/** What giving a tag another value may end in. */
export const revalueErrors = {
  ...absentErrors,
  ...tagQuotaErrors,
  'tag-uses-exhausted': wireError('LimitExceeded.Quota', 'The tag `%s` is used too often: %d.'),
} satisfies Readonly<Partial<Record<DomainErrorCode, WireError>>>

/** What giving tags to one resource may end in. */
export const retagErrors = {
  ...revalueErrors,
  'tags-exhausted': wireError('LimitExceeded.ResourceAttachedTags', 'The resource has too many tags: %d.'),
  'tag-keys-exhausted': keysExhausted,
} satisfies Readonly<Partial<Record<DomainErrorCode, WireError>>>
