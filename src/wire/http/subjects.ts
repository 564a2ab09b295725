/** What policies may know of the resources that a call is about. */
import type { Subject } from '../../access/authorize.ts'
import type { Resource, ResourceRef } from '../../domain/resource.ts'
import type { StoreReader } from '../../store/port.ts'
import type { AccessWords, JudgedCall } from './access-words.ts'

async function subjectOf(
  reader: Pick<StoreReader, 'get'>,
  words: AccessWords,
  resource: string,
  call: JudgedCall,
): Promise<Subject> {
  const { is, joins, partOf, resourceGroup } = words.named(resource, call)
  const find = async (ref: ResourceRef | undefined): Promise<Resource | undefined> => {
    const found = ref === undefined ? undefined : await reader.get(ref.kind, ref.id)
    return found?.account === call.account.id ? found : undefined
  }
  const part = await find(partOf?.part)
  const whole = part && partOf?.whole(part)
  if (whole !== undefined && whole !== resource) return subjectOf(reader, words, whole, call)
  const own = (await Promise.all((is ?? []).map(find))).find((each) => each !== undefined)
  const other = await find(joins)
  const standing = own ?? other
  const group =
    standing === undefined ? resourceGroup : (standing.labels.resourceGroup ?? words.usualGroup(call.account))
  return {
    resource,
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
