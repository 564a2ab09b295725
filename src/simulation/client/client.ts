import type { Resource } from '../../domain/resource.ts'
import type { Operation } from '../../operations/operation.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Credentials } from '../../server/installation.ts'
import type { CallContext } from '../../wire/http/context.ts'
import type { Dialect } from '../../wire/http/dialect.ts'
import type { HttpRequest } from '../../wire/http/message.ts'
import type { Pipeline } from '../../wire/http/pipeline.ts'
import type { SeededChoice } from '../seeded-choice.ts'
import * as alibaba from './alibaba.ts'
import * as health from './health.ts'
import type { Intent, NativeParts } from './intent.ts'
import { mistake, tamper } from './malformed.ts'
import type { Known, Model } from './model.ts'
import * as native from './native.ts'
import { readAnswer, sign, type Tree, type WireAnswer, type WireCall } from './signing.ts'
import * as tencent from './tencent.ts'

/** A request whose answer is still to come. */
export interface Request {
  readonly number: number
  readonly intent: Intent
  readonly token?: string
  /** What an earlier request with this token was answered. */
  readonly sameAs?: Tree
  /** An earlier request with this token was killed with the server after it had taken effect: this one must not have another. */
  readonly happened?: true
}

type Rest = Pick<Request, 'token' | 'sameAs' | 'happened'>

export interface Answered {
  readonly request: Request
  readonly answer: WireAnswer
}

/** What clients reach of a server. */
export interface Reached {
  readonly pipeline: Pipeline
  readonly native: NativeParts
}

/** An earlier request with a client token, which may be repeated. */
interface Repeatable {
  readonly intent: Intent
  readonly token: string
  readonly body: Tree
}

export interface ClientParts {
  readonly model: Model
  readonly choice: SeededChoice
  readonly clock: Clock
  readonly credentials: Credentials
  readonly dialects: readonly Dialect[]
}

/** Many clients of both clouds: they make requests, remember what they were answered, and do not wait for each other. */
export class Client {
  readonly #parts: ClientParts
  readonly #waiting = new Map<number, Request>()
  readonly #arrived: Answered[] = []
  readonly #repeatable: Repeatable[] = []
  /** Requests of unknown outcome that a client will make again with the same token. */
  readonly #again: { readonly intent: Intent; readonly rest: Rest }[] = []
  #made = 0
  #lastSent: { request: HttpRequest; intent: Intent } | undefined

  constructor(parts: ClientParts) {
    this.#parts = parts
  }

  get waiting(): readonly Request[] {
    return [...this.#waiting.values()]
  }

  get made(): number {
    return this.#made
  }

  /** Answers that have come since the last call. */
  arrived(): readonly Answered[] {
    return this.#arrived.splice(0)
  }

  /** Makes one request, and answers with what it is in a few words. */
  start(reached: Reached): string {
    const { choice } = this.#parts
    const again = this.#again.length > 0 && choice.chance(50) ? this.#again.shift() : undefined
    if (again !== undefined && !this.#isLocked(again.intent)) {
      return this.#send(reached, again.intent, 'repeated after a crash', again.rest)
    }
    if (choice.chance(5)) return this.#send(reached, mistake(choice), 'a mistake', {})
    if (choice.chance(2)) {
      const intent = this.#draw()
      if (intent.native === undefined) return this.#send(reached, tamper(intent, choice), 'tampered with', {})
      return this.#send(reached, intent, '', {})
    }
    if (choice.chance(4)) return this.#sendDry(reached, this.#draw())
    if (choice.chance(2) && this.#lastSent !== undefined) return this.#sendAgain(reached, this.#lastSent)
    const repeatable = choice.chance(5) ? choice.pick(this.#repeatable) : undefined
    if (repeatable !== undefined) return this.#repeat(reached, repeatable)
    const intent = this.#draw()
    const token =
      this.#operationOf(intent.call)?.idempotentBy !== undefined && choice.chance(75)
        ? `token-${this.#made}`
        : undefined
    return this.#send(reached, intent, '', token === undefined ? {} : { token })
  }

  /** Reads of every resource that has a status. */
  audits(): readonly Intent[] {
    const { model } = this.#parts
    return [tencent.describeConnections(), ...model.usable('alibaba', 'connection').map(alibaba.describeConnection)]
  }

  ask(reached: Reached, intent: Intent): string {
    return this.#send(reached, intent, 'at the end', {})
  }

  /** Drops what waits for an answer: the server was killed. */
  abandon(): readonly Request[] {
    const lost = this.waiting
    this.#waiting.clear()
    this.#arrived.length = 0
    // A restart forgets nonces, as its documentation says.
    this.#lastSent = undefined
    return lost
  }

  /** Repeats a request that had a token, as a client does that got no answer. */
  retry({ intent, token }: Request, happened: boolean): void {
    if (token !== undefined) this.#again.push({ intent, rest: { token, ...(happened ? { happened } : {}) } })
  }

  /** Keeps an answer to a request with a token, to repeat the request later. */
  remember({ request, answer }: Answered): void {
    if (answer.error !== undefined) return
    if (request.token !== undefined && request.sameAs === undefined && !request.happened) {
      this.#repeatable.push({ intent: request.intent, token: request.token, body: answer.body })
    }
  }

  #repeat(reached: Reached, { intent, token, body }: Repeatable): string {
    if (this.#parts.choice.chance(60)) return this.#send(reached, intent, 'same token', { token, sameAs: body })
    // A name or an id other than the first request's, which every write has.
    const { parameters } = intent.call
    const [name = ''] = Object.keys(parameters).filter((each) => /Name$|Id$/.test(each) && each !== 'RegionId')
    const call = { ...intent.call, parameters: { ...parameters, [name]: `${parameters[name]}-other` } }
    const effect = { do: 'nothing', because: 'the token came with other parameters' } as const
    return this.#send(reached, { call, effect }, 'token with other parameters', { token })
  }

  #sendAgain(reached: Reached, { request, intent }: { request: HttpRequest; intent: Intent }): string {
    const effect = { do: 'nothing', because: 'it was sent before, nonce and all' } as const
    return this.#post(reached, request, { call: intent.call, effect, tampering: 'sent again' }, 'sent again', {})
  }

  /** Sends the request as a dry run, where its operation has one. */
  #sendDry(reached: Reached, intent: Intent): string {
    const field = this.#operationOf(intent.call)?.dryRunBy
    if (field === undefined) return this.#send(reached, intent, '', {})
    const call = { ...intent.call, parameters: { ...intent.call.parameters, [field]: true } }
    return this.#send(reached, { call, effect: { do: 'nothing', because: 'it is a dry run' } }, 'dry', {})
  }

  #operationOf({ cloud, version, action }: WireCall): Operation<CallContext> | undefined {
    const operations = this.#parts.dialects.find(({ name }) => name === cloud)?.operations
    const services = [...(operations?.services ?? [])].filter((service) => service.endsWith(` ${version}`))
    return services.map((service) => operations?.loaded(`${service} ${action}`)).find((each) => each !== undefined)
  }

  #draw(): Intent {
    const { choice } = this.#parts
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const intent = this.#drawOnce()
      if (intent !== undefined && !this.#isLocked(intent)) return intent
    }
    return tencent.list(choice)
  }

  /** Of two changes of one resource at a time it would be unknown which is the last. */
  #isLocked({ effect }: Intent): boolean {
    if (effect.do !== 'change') return false
    const known = this.#parts.model.get(effect.id)
    return known === undefined || known.pendingChanges.length > 0 || known.pendingDeletes > 0
  }

  #drawOnce(): Intent | undefined {
    const { model, choice } = this.#parts
    if (choice.chance(12)) return this.#drawRead()
    if (choice.chance(9)) return this.#drawDeletion()
    const all = [
      ...alibaba.candidates(model, choice),
      ...tencent.candidates(model, choice),
      ...native.candidates(model, choice),
      ...health.candidates(model, choice, this.#scopes()),
    ]
    return choice.weighted(all.map(({ weight, make }) => [Math.round(weight * 10), make] as const))?.()
  }

  #scopes() {
    const { alibaba: ours, tencent: theirs } = this.#parts.credentials
    return {
      alibaba: { account: ours.accountId, region: alibaba.region },
      tencent: { account: theirs.appId, region: tencent.region },
    }
  }

  #drawRead(): Intent {
    const { model, choice } = this.#parts
    const connection = choice.pick(model.usable('alibaba', 'connection'))
    if (connection !== undefined && choice.chance(40)) return alibaba.describeConnection(connection)
    if (choice.chance(30)) return tencent.describeConnections()
    return choice.chance(50) ? alibaba.list(choice) : tencent.list(choice)
  }

  /** Mostly of a resource that nothing refers to, at times of one that something does. */
  #drawDeletion(): Intent | undefined {
    const { model, choice } = this.#parts
    const all = model.all().filter(({ pendingDeletes }) => pendingDeletes === 0 || choice.chance(10))
    // Routes are in nobody's way: they go with what they lead to.
    const leaves = all.filter(({ id }) => model.dependents(id).every(({ kind }) => kind === 'route'))
    const known: Known | undefined = choice.pick(leaves.length > 0 && choice.chance(80) ? leaves : all)
    if (known === undefined) return undefined
    if (known.cloud === 'native') return native.deletion(known)
    return known.cloud === 'alibaba' ? alibaba.deletion(model, known) : tencent.deletion(known)
  }

  #send(reached: Reached, intent: Intent, how: string, rest: Rest): string {
    const { clock, credentials, choice } = this.#parts
    const { call } = intent
    if (intent.native !== undefined) return this.#await(intent.native(reached.native), intent, how, rest)
    const { token } = rest
    const parameters = token === undefined ? call.parameters : { ...call.parameters, ClientToken: token }
    const stale = intent.tampering === 'stale' ? 20 * 60_000 * (choice.chance(50) ? 1 : -1) : 0
    const wrongSecret = intent.tampering === 'wrong secret'
    const now = clock.now() + stale
    const request = sign({ ...call, parameters }, { credentials, now, choice, wrongSecret })
    if (call.cloud === 'alibaba' && intent.tampering === undefined) this.#lastSent = { request, intent }
    return this.#post(reached, request, intent, how, rest)
  }

  #post(reached: Reached, message: HttpRequest, intent: Intent, how: string, rest: Rest): string {
    const answer = reached.pipeline
      .handle(message)
      .then(({ status, body }) => readAnswer(intent.call.cloud, status, body))
    return this.#await(answer, intent, how, rest)
  }

  #await(answer: Promise<WireAnswer>, intent: Intent, how: string, rest: Rest): string {
    this.#made += 1
    const request: Request = { number: this.#made, intent, ...rest }
    this.#waiting.set(request.number, request)
    if (rest.sameAs === undefined && !rest.happened) this.#notePending(intent)
    const arrive = (answered: WireAnswer) => {
      // After a crash the client gets no answer.
      if (this.#waiting.delete(request.number)) this.#arrived.push({ request, answer: answered })
    }
    answer.then(arrive, (cause: unknown) =>
      arrive({ requestId: '', error: 'internal', body: { cause: String(cause) } }),
    )
    const { cloud, action } = intent.call
    const of = intent.effect.do === 'create' ? intent.effect.name : 'id' in intent.effect ? intent.effect.id : ''
    return `#${request.number} ${cloud} ${action} ${of} ${how}`.trimEnd()
  }

  /** Whether a request that waits for its answer may have made, changed or removed the resource. */
  isAsked({ kind, id, name }: Resource): boolean {
    return this.waiting.some(({ intent: { effect } }) =>
      effect.do === 'create' ? effect.kind === kind && effect.name === name : 'id' in effect && effect.id === id,
    )
  }

  #notePending({ effect }: Intent): void {
    const known = 'id' in effect ? this.#parts.model.get(effect.id) : undefined
    if (known === undefined) return
    if (effect.do === 'change') known.pendingChanges.push(effect.facts)
    if (effect.do === 'delete') known.pendingDeletes += 1
  }
}
