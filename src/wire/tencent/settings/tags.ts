/** What the tag service says to the tags that operations bring. */
import { oneOf, type Setting, type Settings, type SettingType, settingOf, someOf } from '../../../domain/setting.ts'
import { idPrefixes } from '../ids.ts'

const ours = '"Error Code", CreateVpnConnection: that nothing is refused is ours'

/** Words in place of codes: what the tag service does with a tag that it refuses. */
const refusals = ['being-assigned', 'being-released', 'without-quota', 'quota-used-up'] as const

export type TagRefusal = (typeof refusals)[number]

const listOf = (form: RegExp, prose: string): SettingType<readonly string[]> => ({
  prose,
  read(given) {
    const list = typeof given === 'string' ? given.split(',').filter((text) => text !== '') : given
    if (!Array.isArray(list)) return undefined
    return list.every((text) => typeof text === 'string' && form.test(text)) ? [...new Set<string>(list)] : undefined
  },
})

const known: Setting<readonly string[]> = {
  what: 'the tags that there are, where none comes to be with its first use; with none of them any may be used',
  source: ours,
  type: listOf(/^[^=,]+=[^,]*$/, 'tags as KEY=VALUE, with commas between them'),
  usual: [],
}

const refused: Setting<readonly string[]> = {
  what: 'tags that are refused to new resources, and why',
  source: ours,
  type: listOf(
    new RegExp(`^[^=,:]+(=[^,:]*)?:(${refusals.join('|')})$`),
    `tags as KEY=VALUE:WHY, or KEY:WHY for all values, with commas between them; WHY is ${refusals.join(', ')}`,
  ),
  usual: [],
}

const kinds = [
  idPrefixes.vpc,
  idPrefixes.subnet,
  idPrefixes.routeTable,
  idPrefixes.vpnGateway,
  idPrefixes.customerGateway,
  idPrefixes.vpnConnection,
  idPrefixes.ccn,
]

const untagged: Setting<readonly string[]> = {
  what: 'resources, by what their ids begin with, that take no tags when they are made',
  source: ours,
  type: someOf(kinds),
  usual: [],
}

const failures = ['none', 'duplicate-resource-type', 'resource-format', 'timestamp'] as const

export type TagFailure = Exclude<(typeof failures)[number], 'none'>

const failure = {
  what: 'what goes wrong between an operation that makes something with tags and the tag service, to see what clients do then',
  source: ours,
  type: oneOf(...failures),
  usual: 'none',
} as const satisfies Setting

export const tagSettings: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ['tags.known', known],
  ['tags.refused', refused],
  ['tags.untagged', untagged],
  ['tags.failure', failure],
])

export const takesTags = (settings: Settings, prefix: string): boolean =>
  !settingOf(settings, 'tags.untagged', untagged).includes(prefix)

export function tagFailureOf(settings: Settings): TagFailure | undefined {
  const set = settingOf<(typeof failures)[number]>(settings, 'tags.failure', failure)
  return set === 'none' ? undefined : set
}

interface Tag {
  readonly key: string
  readonly value: string
}

/** Which part of the tag there is not; undefined where there is the tag, or any may be used. */
export function unknownPart(settings: Settings, { key, value }: Tag): 'key' | 'value' | 'tag' | undefined {
  const tags = settingOf(settings, 'tags.known', known)
  if (tags.length === 0 || tags.includes(`${key}=${value}`)) return undefined
  const parts = tags.map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)])
  if (!parts.some(([one]) => one === key)) return 'key'
  return parts.some(([, one]) => one === value) ? 'tag' : 'value'
}

export function refusalOf(settings: Settings, { key, value }: Tag): TagRefusal | undefined {
  const list = settingOf(settings, 'tags.refused', refused)
  const own = list.find((one) => one.startsWith(`${key}=${value}:`) || one.startsWith(`${key}:`))
  return refusals.find((word) => own?.endsWith(`:${word}`))
}
