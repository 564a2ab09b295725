/** What policies may know of the resources that a call is about. */
import type { Subject } from '../../access/authorize.ts'
import type { Resource, ResourceRef } from '../../domain/resource.ts'
import type { StoreReader } from '../../store/port.ts'
import type { AccessWords, JudgedCall } from './access-words.ts'

/** What it is itself, and what it is part of, in that order. */
async function wholesOf(
  find: (ref: ResourceRef) => Promise<Resource | undefined>,
  next: NonNullable<AccessWords['wholesOf']>,
  resource: Resource,
): Promise<readonly ResourceRef[]> {
  const whole = async (ref: ResourceRef): Promise<readonly ResourceRef[]> => {
    const found = await find(ref)
    return found === undefined ? [] : wholesOf(find, next, found)
  }
  const { kind, id } = resource
  return [{ kind, id }, ...(await Promise.all(next(resource).map(whole))).flat()]
}

async function subjectOf(
  reader: Pick<StoreReader, 'get'>,
  words: AccessWords,
  resource: string,
  call: JudgedCall,
): Promise<Subject> {
  const { is, joins, partOf, resourceGroup } = words.named(resource, call)
  const find = async (ref: ResourceRef): Promise<Resource | undefined> => {
    const found = await reader.get(ref.kind, ref.id)
    return found?.account === call.account.id ? found : undefined
  }
  const part = partOf && (await find(partOf.part))
  const whole = part && partOf?.whole(part)
  if (whole !== undefined && whole !== resource) return subjectOf(reader, words, whole, call)
  const own = (await Promise.all((is ?? []).map(find))).find((each) => each !== undefined)
  const other = joins && (await find(joins))
  const standing = own ?? other
  const group =
    standing === undefined ? resourceGroup : (standing.labels.resourceGroup ?? words.usualGroup(call.account))
  const wholes = standing && words.wholesOf && (await wholesOf(find, words.wholesOf, standing))
  return {
    resource,
    ...(wholes === undefined ? {} : { wholes }),
    ...(own === undefined ? {} : { tags: own.labels.tags }),
    ...(group === undefined ? {} : { resourceGroup: group }),
  }
}

/** Each of the resources, by its id where it is one: an account's own keys are asked nothing, so nothing is read for them. */
export const subjectsOf = (
  reader: Pick<StoreReader, 'get'>,
  words: AccessWords,
  resources: readonly string[],
  call: JudgedCall,
): Promise<readonly Subject[]> => Promise.all(resources.map((resource) => subjectOf(reader, words, resource, call)))
