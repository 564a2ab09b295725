/** What CAM's operations have in common. */
import type { NewResource } from '../../../../commands/command.ts'
import type { Condition } from '../../../../domain/page.ts'
import { principalRegion } from '../../../../domain/principal.ts'
import type { HolderKind } from '../../../../domain/principal-kinds.ts'
import { type Extras, type Labels, noExtras, type Tag } from '../../../../domain/resource.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { required, withDefault } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'

/** Users, groups, roles and policies are in no region. */
export const everywhere = (context: CallContext): CallContext => context.inRegion(principalRegion)

/** What names one of the account's. */
export const named = ({ account }: CallContext, name: string) => ({ account: account.id, name })

export const labelled = (description: string | undefined, tags: readonly Tag[] = []): Labels => ({
  tags,
  ...(description === undefined || description === '' ? {} : { description }),
})

export const newPrincipal = (
  { account, now }: CallContext,
  id: string,
  name: string,
  labels: Labels,
  extras: Extras = noExtras,
): NewResource => ({ id, account: account.id, region: principalRegion, name, createdAt: now, labels, extras })

const policies = { custom: 200, system: 200 }

/** Ours: the page of the limits was not at hand. */
export const limits = {
  users: 1000,
  groups: 300,
  roles: 1000,
  policies: 1500,
  versions: 10,
  accessKeys: 2,
  memberships: 10,
  policiesOf: { user: policies, 'user-group': policies, role: policies } satisfies Record<HolderKind, object>,
} as const

const worldless = 'it is about who may ask for what, and nothing that is carried depends on who asked'

/** Type for values that no carried packet depends on. */
export const aboutAccess = <T>(type: WireType<T>): WireType<T> => ({ ...type, worldless })

export const paramError = 'InvalidParameter.ParamError'

function nameOf(most: number, code: string, characters = /^[\w+=,.@-]+$/): WireType<string> {
  const accepts = `1 to ${most} letters, digits and any of + = , . @ - _`
  const fits = (text: string): boolean => text.length <= most && characters.test(text)
  return aboutAccess(t.coded(t.text(accepts, fits), code))
}

export const userName = nameOf(64, 'InvalidParameter.UserNameIllegal')
export const policyName = nameOf(128, 'InvalidParameter.PolicyNameError')
export const roleName = nameOf(128, 'InvalidParameter.RoleNameError')
/** Letters of any language: no page says that groups have English names. */
export const groupName = aboutAccess(
  t.coded(
    t.text('1 to 64 printable characters', (text) => /^\P{C}{1,64}$/u.test(text)),
    paramError,
  ),
)

/** A text of which it is only said how long it may be; empty for none. */
export function freeText(most: number, code: string = paramError): WireType<string> {
  const accepts = `at most ${most} bytes`
  const type = t.coded(
    t.text(accepts, (text) => Buffer.byteLength(text) <= most),
    code,
  )
  return { ...aboutAccess(type), takesEmpty: true }
}

export const policyDescription = freeText(300, 'InvalidParameter.DescriptionLengthOverlimit')
export const roleDescription = freeText(1000, 'InvalidParameter.DescriptionLengthOverlimit')
export const remark = freeText(300)

/** A number that is an id, as what is stored has it. */
const numberOf = (what: string, code: string): WireType<string> =>
  aboutAccess(
    t.coded(
      t.checked(
        t.integer(what, (value) => value > 0),
        what,
        String,
      ),
      code,
    ),
  )

export const uin = numberOf('the uin of a user', paramError)
export const groupId = numberOf('the id of a group', paramError)
export const policyId = (code = 'InvalidParameter.PolicyIdError') => numberOf('the id of a policy', code)

/** 0 for no, 1 for yes. */
export const flag = aboutAccess(t.checked(t.integerOneOf(0, 1), '0 or 1', (value) => value === 1))

const noFilter = 'it says which part of what is found is shown'

const pageNumber = t.coded(t.integerBetween(1, 200), paramError)
const pageSize = t.coded(t.integerBetween(1, 200), paramError)

export const pageFields = {
  Page: withDefault(pageNumber, 1, { noFilter }),
  Rp: withDefault(pageSize, 20, { noFilter }),
}

export const requiredPage = {
  Page: required(pageNumber),
  Rp: required(pageSize),
}

interface PageRequest {
  readonly Page: number
  readonly Rp: number
}

/** A page as the store reads it. */
export const pageQuery = ({ Page, Rp }: PageRequest, where: readonly Condition[] = []) => ({
  where,
  limit: Rp,
  offset: (Page - 1) * Rp,
})

/** A page of what has been read whole. */
export const pageOf = <T>(all: readonly T[], { Page, Rp }: PageRequest) => ({
  total: all.length,
  items: all.slice((Page - 1) * Rp, Page * Rp),
})

/** What has the keyword in its name; everything where there is none. */
export const namedLike = (keyword: string | undefined): readonly Condition[] =>
  keyword === undefined || keyword === '' ? [] : [{ by: 'name-part', anyOf: [keyword] }]

export const keyword = aboutAccess(t.text())

/** The rule that one of two fields says which is meant. */
export const oneOfBoth = <A extends string, B extends string>(one: A, other: B, code: string = paramError) =>
  ({
    code,
    demand: `or ${other} must say which is meant`,
    brokenBy: (request: { readonly [N in A | B]?: unknown }) =>
      request[one] === undefined && request[other] === undefined ? one : undefined,
  }) satisfies Rule<{ readonly [N in A | B]?: unknown }>
