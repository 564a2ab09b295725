/** Where a router that tells prefixes apart (`Router.prefixes`) leads to, and where it does not. */
import { type Ipv4Prefix, overlaps } from './address.ts'
import { automaticBeside } from './automatic-routes.ts'
import { rangesOf } from './network-ranges.ts'
import type { Reader } from './reader.ts'
import type { Resource, Router } from './resource.ts'
import { isPublished } from './route-entry.ts'

type Attachment = Resource<'router-attachment'>

/** A prefix that an attachment leads to. */
export interface OfferedPrefix {
  readonly attachment: Attachment
  readonly prefix: Ipv4Prefix
  /** When it was there first, in milliseconds since the epoch. */
  readonly since: number
}

export interface RouterPrefix extends OfferedPrefix {
  readonly enabled: boolean
}

type Lookup = Pick<Reader, 'get' | 'referencing'>

interface Since {
  readonly prefix: Ipv4Prefix
  readonly since: number
}

const isStaying = ({ deleting }: Resource): boolean => !deleting

async function ofNetwork(reader: Lookup, id: string): Promise<readonly Since[]> {
  const network = await reader.get('network', id)
  if (network === undefined) return []
  const { offersRanges, offersSince = network.createdAt, rangesSince = {} } = network.spec
  if (offersRanges) {
    return rangesOf(network.spec).map((prefix) => ({ prefix, since: Math.max(offersSince, rangesSince[prefix] ?? 0) }))
  }
  const subnets = (await reader.referencing(id, 'subnet')).filter(isStaying)
  return subnets.map(({ spec, createdAt }) => ({ prefix: spec.prefix, since: Math.max(offersSince, createdAt) }))
}

/** What it publishes. What its neighbors tell is no part of what is stored. */
async function ofGateway(reader: Lookup, id: string): Promise<readonly Since[]> {
  const routes = (await reader.referencing(id, 'route')).filter(isStaying)
  const connections = (await reader.referencing(id, 'connection')).filter(isStaying)
  const ages = new Map(connections.map((connection) => [connection.id, connection.createdAt]))
  const automatic = automaticBeside(
    connections,
    routes.map(({ spec }) => spec),
  )
  return [
    ...routes.map(({ spec, createdAt }) => ({ spec, since: createdAt })),
    ...automatic.map((spec) => ({ spec, since: ages.get(spec.nextHop) ?? 0 })),
  ].flatMap(({ spec, since }) => (isPublished(spec) ? [{ prefix: spec.destination, since }] : []))
}

async function offersOf(reader: Lookup, attachment: Attachment): Promise<readonly OfferedPrefix[]> {
  const { kind, id } = attachment.spec.target
  const own = kind === 'network' ? await ofNetwork(reader, id) : kind === 'gateway' ? await ofGateway(reader, id) : []
  const first = new Map<Ipv4Prefix, number>()
  for (const { prefix, since } of own) first.set(prefix, Math.min(since, first.get(prefix) ?? since))
  return [...first].map(([prefix, since]) => ({
    attachment,
    prefix,
    since: Math.max(since, attachment.createdAt),
  }))
}

/** What was said of the prefix, if anything was. */
export const choiceOf = ({ attachment, prefix }: Pick<OfferedPrefix, 'attachment' | 'prefix'>): boolean | undefined =>
  attachment.spec.choices?.find((choice) => choice.prefix === prefix)?.enabled

/** Whether both could not be enabled at a time. */
export const clash = (rule: Router['prefixes'], one: OfferedPrefix, other: OfferedPrefix): boolean =>
  one.attachment.id !== other.attachment.id &&
  (rule === 'nested' ? one.prefix === other.prefix : overlaps(one.prefix, other.prefix))

const spelt = ({ attachment, prefix }: OfferedPrefix): string => `${attachment.id} ${prefix}`

const inOrder = (a: OfferedPrefix, b: OfferedPrefix): number =>
  a.since - b.since || a.attachment.createdAt - b.attachment.createdAt || (spelt(a) < spelt(b) ? -1 : 1)

/** The earliest first. What was told of a prefix stands; else it is enabled where nothing was there before it that it clashes with. */
export function choose(offers: readonly OfferedPrefix[], rule: Router['prefixes']): readonly RouterPrefix[] {
  const all = offers.toSorted(inOrder)
  return all.map((offer, at) => {
    const isInTheWay = (other: OfferedPrefix, index: number): boolean =>
      (index < at || choiceOf(other) === true) && clash(rule, offer, other)
    return { ...offer, enabled: choiceOf(offer) ?? !all.some(isInTheWay) }
  })
}

/** All that its attachments lead to. */
export async function loadPrefixes(reader: Lookup, router: Resource<'router'>): Promise<readonly RouterPrefix[]> {
  const attachments = (await reader.referencing(router.id, 'router-attachment')).filter(isStaying)
  const offers = await Promise.all(attachments.map((attachment) => offersOf(reader, attachment)))
  return choose(offers.flat(), router.spec.prefixes)
}

/** Those that packets are led to, of what is attached by the id. */
export const enabledOf = (prefixes: readonly RouterPrefix[], target: string): readonly Ipv4Prefix[] =>
  prefixes
    .filter(({ attachment, enabled }) => enabled && attachment.spec.target.id === target)
    .map(({ prefix }) => prefix)
