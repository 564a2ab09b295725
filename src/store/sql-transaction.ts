import { outerAddresses, type Resource, type ResourceRef, references } from '../domain/resource.ts'
import { addressNumber } from './outer-addresses.ts'
import {
  type AccessKey,
  type Account,
  type ClientToken,
  type Event,
  StoreConflict,
  type StoreTransaction,
  type Task,
} from './port.ts'
import { toValues } from './resource-row.ts'
import { type ReaderParts, SqlReader } from './sql-reader.ts'

export class SqlTransaction extends SqlReader implements StoreTransaction {
  readonly #changed: ResourceRef[]
  #conflict: StoreConflict | undefined
  #putCredentials = false

  /** Notes in `changed` every resource that it puts or removes. */
  constructor(parts: ReaderParts, changed: ResourceRef[]) {
    super(parts)
    this.#changed = changed
  }

  /** Whether it put an account or an access key. */
  get putCredentials(): boolean {
    return this.#putCredentials
  }

  /** Throws the first conflict there was, also when the work caught it: it may have left half of a change behind. */
  confirm(): void {
    if (this.#conflict !== undefined) throw this.#conflict
  }

  async put(resource: Resource): Promise<void> {
    const sequence = resource.generation === 1 ? await this.#insert(resource) : await this.#replace(resource)
    const links = references(resource).flatMap((target) => [sequence, target])
    if (links.length > 0) await this.session.change(this.statements.resources.link(links.length).bind(links))
    await this.#hold(resource, sequence)
    this.#changed.push({ kind: resource.kind, id: resource.id })
  }

  async #insert(resource: Resource): Promise<number> {
    const [row] = await this.session.rows(this.statements.resources.insert.bind(toValues(resource)))
    if (row === undefined) throw this.#conflicting(`there is a resource ${resource.id} already`)
    return row.sequence
  }

  async #replace(resource: Resource): Promise<number> {
    const { resources, addresses } = this.statements
    const values = toValues(resource)
    const [row] = await this.session.rows(resources.replace.bind(values))
    if (row === undefined) {
      throw this.#conflicting(`${resource.kind} ${resource.id} is not at generation ${values.previous}`)
    }
    await this.session.change(resources.unlink.bind(row))
    await this.session.change(addresses.letGo.bind(row))
    return row.sequence
  }

  async #hold(resource: Resource, sequence: number): Promise<void> {
    const addresses = outerAddresses(resource)
    if (addresses.length === 0) return
    const values = addresses.flatMap((address) => [addressNumber(address), sequence])
    const held = await this.session.change(this.statements.addresses.hold(values.length).bind(values))
    if (held !== addresses.length) {
      throw this.#conflicting(`${resource.kind} ${resource.id} wants ${addresses.join(', ')}, of which one is taken`)
    }
  }

  async remove({ kind, id }: ResourceRef): Promise<void> {
    const removed = await this.session.change(this.statements.resources.remove.bind({ kind, id }))
    if (removed > 0) this.#changed.push({ kind, id })
  }

  async markApplied(id: string, generation: number, at: number): Promise<void> {
    await this.session.change(this.statements.resources.markApplied.bind({ id, generation, at }))
  }

  async putClientToken(token: ClientToken): Promise<void> {
    const { account, region, action, requestDigest, response, at } = token
    const values = { account, region, action, token: token.token, request_digest: requestDigest, response, at }
    if ((await this.session.change(this.statements.ledger.putClientToken.bind(values))) !== 1) {
      throw this.#conflicting(`there is a client token ${token.token} of ${action} already`)
    }
  }

  async putTask({ id, account, region, resource, generation, at }: Task): Promise<void> {
    const values = { id, account, region, resource_kind: resource.kind, resource_id: resource.id, generation, at }
    if ((await this.session.change(this.statements.ledger.putTask.bind(values))) !== 1) {
      throw this.#conflicting(`there is a task ${id} already`)
    }
  }

  async appendEvent({ at, account, region, requestId, action, actor, resources }: Event): Promise<void> {
    const refs = JSON.stringify(resources.map(({ kind, id }) => ({ kind, id })))
    const values = { at, account, region, request_id: requestId, action, actor, resources: refs }
    await this.session.change(this.statements.ledger.appendEvent.bind(values))
  }

  async putAccount({ id, dialect, outerPool, sidecar }: Account): Promise<void> {
    this.#putCredentials = true
    const values = { id, dialect, outer_pool: outerPool, sidecar: JSON.stringify(sidecar) }
    await this.session.change(this.statements.ledger.putAccount.bind(values))
  }

  async putAccessKey({ id, secret, account, active }: AccessKey): Promise<void> {
    this.#putCredentials = true
    await this.session.change(this.statements.ledger.putAccessKey.bind({ id, secret, account, active: active ? 1 : 0 }))
  }

  async putSetting(name: string, value: string): Promise<void> {
    await this.session.change(this.statements.ledger.putSetting.bind({ name, value }))
  }

  async forgetClientTokens(before: number): Promise<void> {
    await this.session.change(this.statements.ledger.forgetClientTokens.bind({ before }))
  }

  #conflicting(detail: string): StoreConflict {
    this.#conflict ??= new StoreConflict(detail)
    return this.#conflict
  }
}
