import { principalName } from '../../../../domain/claims.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Reader } from '../../../../domain/reader.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { aboutAccess } from '../shared/ram.ts'
import type { ResourceTypes } from '../shared/resource-type.ts'

const all = () => true

export const ramTypes = {
  POLICY: { word: 'policy', inPolicies: 'policy', kind: 'policy', notFound: 'policy-not-found', includes: all },
  ROLE: { word: 'role', inPolicies: 'role', kind: 'role', notFound: 'role-not-found', includes: all },
} as const satisfies ResourceTypes

const names = aboutAccess(t.list(t.text(), { most: 50 }))

export const namedResources = { ResourceNames: required(names) }
export const perhapsNamed = { ResourceNames: optional(names, { defaultText: 'every resource of the type' }) }

interface Named {
  readonly ResourceType: (typeof ramTypes)[keyof typeof ramTypes]
  readonly ResourceNames: readonly string[]
}

/** By names, of which each is one resource's of its type; undefined for those that are nobody's. */
export const idsOf = (
  reader: Reader,
  account: string,
  { ResourceType: { kind }, ResourceNames }: Named,
): Promise<readonly (string | undefined)[]> =>
  Promise.all(ResourceNames.map(async (name) => (await reader.holder(kind, principalName(kind, account, name)))?.id))

/** All of them, or which of them is not there. */
export async function allIdsOf(
  reader: Reader,
  account: string,
  named: Named,
): Promise<Result<readonly string[], DomainError>> {
  const ids: string[] = []
  for (const [place, id] of (await idsOf(reader, account, named)).entries()) {
    if (id === undefined) {
      return fail(domainError(named.ResourceType.notFound, 'there is none of this name', named.ResourceNames[place]))
    }
    ids.push(id)
  }
  return ok(ids)
}
