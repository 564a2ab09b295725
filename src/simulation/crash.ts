import type { Credentials } from '../server/installation.ts'
import type { Store } from '../store/port.ts'
import { noteDeleted } from './answers.ts'
import type { Client, Request } from './client/client.ts'
import type { Facts } from './client/intent.ts'
import type { Known, Model } from './client/model.ts'
import { factsOf } from './facts.ts'
import type { ReferenceModel } from './reference-model.ts'
import { hold } from './violation.ts'

export interface CrashParts {
  readonly model: Model
  readonly client: Client
  readonly reference: ReferenceModel
  readonly store: Store
  readonly credentials: Credentials
}

const invariant = 'a crash leaves all or nothing'

const agrees = (facts: Facts, is: Facts, names: readonly string[]): boolean =>
  names.every((name) => facts[name] === is[name])

/** Whether the answer of the token's request was stored. */
async function isStored({ intent, token }: Request, { store, credentials }: CrashParts): Promise<boolean> {
  if (token === undefined) return false
  const { cloud, action, region, parameters } = intent.call
  const account = cloud === 'alibaba' ? credentials.alibaba.accountId : credentials.tencent.appId
  const key = { account, region: String(parameters.RegionId ?? region), action, token }
  return (await store.read((reader) => reader.clientToken(key))) !== undefined
}

/**
 * The requests that were in flight when the server was killed have had their whole effect, or none. Takes into the model
 * which it was, and has the clients make those again that carried a token.
 */
export async function resolveLost(lost: readonly Request[], parts: CrashParts): Promise<void> {
  for (const request of lost) {
    if (request.sameAs !== undefined || request.happened) continue
    const stored = await isStored(request, parts)
    const happened = resolve(request, stored, parts)
    if (happened !== undefined) parts.client.retry(request, request.token === undefined ? happened : stored)
  }
}

function resolve(request: Request, stored: boolean, { model, reference }: CrashParts): boolean | undefined {
  const { intent, token } = request
  const { effect, call, draft } = intent
  if (effect.do === 'create') {
    const made = [...reference.resources.values()].find(
      ({ kind, name }) => kind === effect.kind && name === effect.name,
    )
    const whole = () =>
      `${effect.name} is ${made === undefined ? 'not ' : ''}there, its token is ${stored ? '' : 'not '}there`
    hold(token === undefined || stored === (made !== undefined), invariant, whole)
    if (made !== undefined) model.add(made.id, effect.kind, call.cloud, effect.name, effect.facts, draft ?? { on: [] })
    return made !== undefined
  }
  const known = 'id' in effect ? model.get(effect.id) : undefined
  if (known === undefined) return undefined
  if (effect.do === 'change')
    return resolveChange(known, effect.facts, token === undefined ? undefined : stored, reference)
  known.pendingDeletes -= 1
  const resource = reference.resources.get(known.id)
  const isDeleted = resource === undefined || resource.deleting
  hold(isDeleted || !stored, invariant, () => `${known.id} is there, although the token of its deletion is stored`)
  if (isDeleted) noteDeleted(known, model)
  return isDeleted
}

function resolveChange(
  known: Known,
  to: Facts,
  stored: boolean | undefined,
  reference: ReferenceModel,
): boolean | undefined {
  known.pendingChanges.splice(known.pendingChanges.indexOf(to), 1)
  const resource = reference.resources.get(known.id)
  if (resource === undefined) return undefined
  const names = Object.keys(to)
  const is = factsOf(resource)
  const happened = stored ?? agrees(to, is, names)
  const whole = agrees(happened ? { ...known.facts, ...to } : known.facts, is, names)
  hold(whole, invariant, () => `half of a change of ${known.id} is there: ${names.map((name) => is[name]).join(', ')}`)
  if (happened) known.facts = { ...known.facts, ...to }
  return happened
}
