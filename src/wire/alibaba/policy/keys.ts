/** What conditions are asked of: the keys of "Policy elements", and those of VPC's and STS's own. */
import type { Question } from '../../../access/authorize.ts'

/** The value that a request has; undefined where it has none. */
type Key = (question: Question) => string | undefined

/** The cloud writes a role's name in lower case here. */
const nameOf = ({ kind, name }: Question['principal']): string => (kind === 'role' ? name.toLowerCase() : name)

const principalArn = (principal: Question['principal']): string =>
  `acs:ram::${principal.account}:${principal.kind === 'root' ? 'root' : `${principal.kind}/${nameOf(principal)}`}`

/** To the second, as the cloud writes times. */
const isoTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Requests write a tag's parts with capitals or without, and their list in the singular or the plural. */
function requestTag({ Tag, Tags }: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const tags = [Tag, Tags].flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []))
  const found = tags.filter(isObject).find((tag) => (tag.Key ?? tag.key) === key)
  return found === undefined ? undefined : String(found.Value ?? found.value ?? '')
}

const parametersOf = ({ conditions }: Question) => conditions.parameters ?? {}

/** What a list is asked to be of, as policies name it; all of that type where the request names none. */
const asked =
  (parameter: string, type: string): Key =>
  (question) => {
    const [, , region, account] = question.resource.split(':')
    if (region === undefined || account === undefined) return undefined
    const id = parametersOf(question)[parameter]
    return `acs:vpc:${region}:${account}:${type}/${typeof id === 'string' && id !== '' ? id : '*'}`
  }

const keys = new Map<string, Key>(
  Object.entries<Key>({
    'acs:sourceip': ({ conditions }) => conditions.address,
    'acs:currenttime': ({ conditions }) => isoTime(conditions.at),
    'acs:securetransport': ({ conditions }) => String(conditions.encrypted ?? false),
    /** Access keys are used without a second factor. */
    'acs:mfapresent': () => 'false',
    'acs:principalarn': ({ principal }) => principalArn(principal),
    'vpc:vpc': asked('VpcId', 'vpc'),
    'vpc:vrouter': asked('VRouterId', 'vrouter'),
    /** Of the one product here that acts by a role of its own; ours, since no page at hand names it. */
    'ram:servicename': ({ action }) => (action === 'ram:CreateServiceLinkedRole' ? 'vpn.aliyuncs.com' : undefined),
    'sts:externalid': (question) => {
      const { ExternalId } = parametersOf(question)
      return typeof ExternalId === 'string' ? ExternalId : undefined
    },
  }),
)

const tagKeys = new Map<string, (name: string) => Key>(
  Object.entries<(name: string) => Key>({
    'acs:resourcetag': (name) => (question) => question.tags?.find(({ key }) => key === name)?.value,
    'vpc:tag': (name) => (question) => question.tags?.find(({ key }) => key === name)?.value,
    'acs:requesttag': (name) => (question) => requestTag(parametersOf(question), name),
  }),
)

const unknown: Key = () => undefined

/** Keys are told apart without regard to case, tags' with. What is not known here no request has. */
export function keyOf(name: string): Key {
  const slash = name.indexOf('/')
  if (slash >= 0) return tagKeys.get(name.slice(0, slash).toLowerCase())?.(name.slice(slash + 1)) ?? unknown
  return keys.get(name.toLowerCase()) ?? unknown
}
