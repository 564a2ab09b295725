import type { ObservedTunnel } from '../domain/observation.ts'
import type { Resource } from '../domain/resource.ts'
import type { NegotiationStatus } from '../domain/tunnel-change.ts'
import { furthest, negotiationStatus } from '../observed/status.ts'
import type { Answered, Request } from './client/client.ts'
import type { Effect, Facts, Intent } from './client/intent.ts'
import type { Known, Model } from './client/model.ts'
import type { Tree } from './client/signing.ts'
import { factsOf } from './facts.ts'
import type { ReferenceModel } from './reference-model.ts'
import { checkStates } from './states.ts'
import { hold } from './violation.ts'

/** The last observation of a tunnel that the server was given. */
export type ReportedOf = (tunnel: string) => ObservedTunnel | undefined

export interface AnswerParts {
  readonly model: Model
  readonly reference: ReferenceModel
  readonly reportedOf: ReportedOf
}

const without = (body: Tree): string => JSON.stringify({ ...body, RequestId: undefined })

const differs = (facts: Facts, is: Facts): string | undefined =>
  Object.keys({ ...facts, ...is }).find((name) => is[name] !== facts[name])

/** Checks an answer against its request, the store and the last observation, and takes it into the model. */
export function takeAnswer({ request, answer }: Answered, parts: AnswerParts): void {
  const { model, reference } = parts
  const { intent } = request
  const { call, effect } = intent
  const what = `#${request.number} ${call.cloud} ${call.action}`
  settleIntent(request, model)
  if (answer.error !== undefined) {
    hold(answer.error !== 'internal', 'no internal failure', () => `${what} ended in ${answer.body.cause}`)
    hold(
      !reference.hasStored(answer.requestId) && !(call.cloud === 'native' && isMade(effect, reference)),
      'a refusal stores nothing',
      () => `${what} was refused (${answer.error})`,
    )
    const repeated = request.sameAs !== undefined || request.happened === true
    const busy = answer.error === 'ServiceUnavailable'
    hold(
      !repeated || busy,
      'one token, one effect',
      () => `${what} was done before, and is refused now (${answer.error})`,
    )
    return
  }
  const because = () => `${what} was not refused, although ${effect.do === 'nothing' ? effect.because : ''}`
  hold(effect.do !== 'nothing', 'a bad request is refused', because)
  checkStates(call.cloud, call.action, answer.body)
  checkStatuses(call.action, answer.body, parts)
  if (request.sameAs !== undefined) {
    const same = without(request.sameAs) === without(answer.body)
    hold(same, 'one token, one effect', () => `${what} was answered otherwise than the first time`)
    return
  }
  if (effect.do !== 'read' && !request.happened && call.cloud !== 'native') {
    const is = () => `${what} was answered, and nothing is stored of it`
    hold(reference.hasStored(answer.requestId) || request.token !== undefined, 'what was answered is stored', is)
  }
  if (intent.lists !== undefined) checkListed(intent, answer.body, model)
  apply(intent, answer.body, request, model)
  intent.learn?.(answer.body)
}

function checkListed({ call, lists }: Intent, body: Tree, model: Model): void {
  const text = JSON.stringify(body)
  const left =
    lists === undefined ? undefined : model.usable(call.cloud, lists).find(({ id }) => !text.includes(`"${id}"`))
  hold(left === undefined, 'what was answered is stored', () => `${call.cloud} ${call.action} leaves ${left?.id} out`)
}

/** Whether what was to be made is there. The native API has no request ids that the store would know. */
const isMade = (effect: Effect, { resources }: ReferenceModel): boolean =>
  effect.do === 'create' &&
  [...resources.values()].some(({ kind, name }) => kind === effect.kind && name === effect.name)

/** Takes the request out of the pending ones, whatever its answer was. */
function settleIntent({ intent, sameAs, happened }: Request, model: Model): void {
  if (sameAs !== undefined || happened) return
  const { effect } = intent
  const known = 'id' in effect ? model.get(effect.id) : undefined
  if (known === undefined) return
  if (effect.do === 'change') known.pendingChanges.splice(known.pendingChanges.indexOf(effect.facts), 1)
  if (effect.do === 'delete') known.pendingDeletes -= 1
}

function apply(intent: Intent, body: Tree, request: Request, model: Model): void {
  const { call, effect, idIn, draft } = intent
  if (effect.do === 'create' && idIn !== undefined) {
    const id = idIn(body)
    if (request.happened) {
      const first = model.all().find(({ name }) => name === effect.name)
      const same = first === undefined || first.id === id
      hold(same, 'one token, one effect', () => `${effect.name} is ${first?.id}, and ${id} to a second request`)
      return
    }
    model.add(id, effect.kind, call.cloud, effect.name, effect.facts, draft ?? { on: [] })
  }
  if (request.happened) return
  const known = 'id' in effect ? model.get(effect.id) : undefined
  if (known === undefined) return
  if (effect.do === 'change') known.facts = { ...known.facts, ...effect.facts }
  if (effect.do === 'delete') noteDeleted(known, model)
}

/** With an attachment the outer addresses of its connection are gone; with all else the routes that stand at it or lead to it. */
export function noteDeleted(known: Known, model: Model): void {
  known.deleted = true
  for (const route of model.dependents(known.id, 'route')) route.deleted = true
  if (known.kind !== 'router-attachment') return
  const target = model.get(known.draft.on[1] ?? '')
  if (target !== undefined) target.addresses = []
}

/** Every resource that was answered is stored as answered; those whose deletion was answered are being deleted, or gone. */
export function checkAnswered({ model, reference }: AnswerParts): void {
  const names = new Map<string, string>()
  for (const { kind, name, id } of reference.resources.values()) {
    const twin = names.get(`${kind} ${name}`)
    const twice = () => `one request for ${kind} ${name} has made two: ${twin} and ${id}`
    hold(twin === undefined || name === '', 'one token, one effect', twice)
    names.set(`${kind} ${name}`, id)
  }
  for (const known of model.all()) checkKnown(known, reference.resources.get(known.id), model)
}

function checkKnown(known: Known, resource: Resource | undefined, model: Model): void {
  const what = `${known.kind} ${known.id} (${known.name})`
  if (known.deleted) {
    const going = resource === undefined || resource.deleting
    hold(going, 'what was answered is stored', () => `the deletion of ${what} was answered, and it is there`)
    if (resource === undefined) model.forget(known.id)
    return
  }
  if (resource === undefined || resource.deleting) {
    const parents = known.kind === 'route' ? known.draft.on.map((id) => model.get(id)) : []
    const isGoing = [known, ...parents].some((one) => one === undefined || one.deleted || one.pendingDeletes > 0)
    hold(isGoing, 'what was answered is stored', () => `${what} was answered, and is not there`)
    return
  }
  const is = factsOf(resource)
  const acceptable = [known.facts, ...known.pendingChanges.map((asked) => ({ ...known.facts, ...asked }))]
  const wrong = acceptable.map((facts) => differs(facts, is))
  const first = wrong[0] ?? ''
  const detail = () => `${what}: ${first} was answered as "${known.facts[first]}", and is "${is[first]}"`
  hold(wrong.includes(undefined), 'what was answered is stored', detail)
}

const statusWords: Readonly<Record<NegotiationStatus, string>> = {
  'ike-down': 'ike_sa_not_established',
  'ike-up': 'ike_sa_established',
  'child-down': 'ipsec_sa_not_established',
  'child-up': 'ipsec_sa_established',
}

const tree = (value: unknown): Tree => (typeof value === 'object' && value !== null ? (value as Tree) : {})
const items = (value: unknown): readonly Tree[] => (Array.isArray(value) ? value.map(tree) : [])

/** A status is what was observed, no more and no less. */
function checkStatuses(action: string, body: Tree, { reference, reportedOf }: AnswerParts): void {
  const statusOf = (tunnel: string) => negotiationStatus(reportedOf(tunnel))
  const check = (where: string, word: unknown, observed: string) =>
    hold(word === observed, 'a status is what was observed', () => `${where} has ${word}, not ${observed}`)
  if (action === 'DescribeVpnConnection') {
    const connection = reference.resources.get(String(body.VpnConnectionId))
    if (connection?.kind !== 'connection') return
    const statuses = connection.spec.tunnels.map(({ id }) => statusOf(id))
    check(connection.id, body.Status, statusWords[furthest(statuses)])
    for (const { TunnelId, Status } of items(tree(body.TunnelOptionsSpecification).TunnelOptions)) {
      check(String(TunnelId), Status, statusWords[statusOf(String(TunnelId))])
    }
  }
  if (action === 'DescribeVpnConnections') {
    for (const { VpnConnectionId, NetStatus } of items(body.VpnConnectionSet)) {
      const connection = reference.resources.get(String(VpnConnectionId))
      const [tunnel] = connection?.kind === 'connection' ? connection.spec.tunnels : []
      const up = tunnel !== undefined && statusOf(tunnel.id) === 'child-up'
      if (NetStatus !== '') check(String(VpnConnectionId), NetStatus, up ? 'AVAILABLE' : 'UNAVAILABLE')
    }
  }
}
