/** Which of the prefixes that its attachments lead to a router leads to, where it tells these apart. */
import type { Ipv4Prefix } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Resource, Router } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { clash, loadPrefixes, type RouterPrefix } from '../domain/router-prefixes.ts'
import { type Command, changed, putting } from './command.ts'
import { type LabelChange, relabelled } from './labels.ts'

interface RouterAndPrefixes {
  readonly router: Resource<'router'> | undefined
  readonly prefixes: readonly RouterPrefix[]
}

async function load(reader: Reader, { router: id }: { readonly router: string }): Promise<RouterAndPrefixes> {
  const router = await reader.get('router', id)
  return { router, prefixes: router === undefined ? [] : await loadPrefixes(reader, router) }
}

const noRouter = (id: string): DomainError => domainError('router-not-found', 'no such router in this region', id)

const isThere = (router: Resource<'router'> | undefined): router is Resource<'router'> =>
  router !== undefined && !router.deleting

/** What stands in the way of a prefix that is to be enabled. */
function checkEnabled(
  one: RouterPrefix,
  prefixes: readonly RouterPrefix[],
  rule: Router['prefixes'],
): DomainError | undefined {
  const other = prefixes.find((each) => each.enabled && clash(rule, one, each))
  if (other === undefined) return undefined
  const code = other.prefix === one.prefix ? 'prefixes-equal' : 'prefixes-overlap'
  return domainError(code, `${other.attachment.spec.target.id} leads to ${other.prefix}`, one.prefix)
}

export interface ChoosePrefix {
  readonly router: string
  readonly attachment: string
  readonly prefix: Ipv4Prefix
  readonly enabled: boolean
}

interface Choosing extends RouterAndPrefixes {
  readonly attachment: Resource<'router-attachment'> | undefined
}

/** A prefix that is told by a neighbor may be disabled too, although nothing that is stored leads there. */
export const choosePrefix: Command<ChoosePrefix, Choosing> = {
  name: 'choose-prefix',
  load: async (reader, input) => ({
    ...(await load(reader, input)),
    attachment: await reader.get('router-attachment', input.attachment),
  }),
  decide({ router, attachment, prefixes }, { router: of, prefix, enabled, attachment: id }) {
    if (!isThere(router)) return fail(noRouter(of))
    if (attachment?.spec.router !== router.id || attachment.deleting) {
      return fail(domainError('attachment-not-found', 'no such attachment of the router', id))
    }
    const one = prefixes.find((each) => each.attachment.id === id && each.prefix === prefix)
    if (enabled && one !== undefined && !one.enabled) {
      const refusal = checkEnabled(one, prefixes, router.spec.prefixes)
      if (refusal !== undefined) return fail(refusal)
    }
    const others = (attachment.spec.choices ?? []).filter((choice) => choice.prefix !== prefix)
    const choices = [...others, { prefix, enabled }]
    return ok(putting(changed(attachment, { spec: { ...attachment.spec, choices } })))
  },
}

/** What is left out stays as it is. */
export interface ModifyRouter extends Pick<LabelChange, 'name' | 'description'>, Pick<Router, 'prefixes'> {
  readonly router: string
}

export const modifyRouter: Command<ModifyRouter, RouterAndPrefixes> = {
  name: 'modify-router',
  load,
  decide({ router, prefixes: all }, { router: id, name, description, prefixes }) {
    if (!isThere(router)) return fail(noRouter(id))
    const enabled = all.filter((each) => each.enabled)
    const clashing =
      prefixes === undefined || prefixes === router.spec.prefixes
        ? undefined
        : enabled.find((one) => enabled.some((other) => clash(prefixes, one, other)))
    if (clashing !== undefined) {
      return fail(domainError('prefixes-overlap', 'overlaps another that is enabled', clashing.prefix))
    }
    const labels = relabelled(router.labels, description === undefined ? {} : { description })
    if (!labels.ok) return labels
    const spec = { ...router.spec, ...(prefixes === undefined ? {} : { prefixes }) }
    return ok(putting(changed(router, { name: name ?? router.name, labels: labels.value, spec })))
  },
}
