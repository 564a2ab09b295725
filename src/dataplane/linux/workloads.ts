import type { AskedEnd, FoundEnd, ObservedWorkload, WorkloadSpec } from '../../domain/workload.ts'
import type { WorkloadListener } from '../port.ts'
import type { Loss } from './kernel-events.ts'
import type { Names } from './names.ts'
import { ensureWorkload, observeWorkload, removeWorkload, workloadIds, workloadsOf } from './workload.ts'
import { findEnd } from './workload-ends.ts'

/** The workloads of an installation, with how the last try of each ended. */
export class Workloads {
  readonly #names: Names
  readonly #failures = new Map<string, string>()
  readonly #listeners = new Set<WorkloadListener>()

  constructor(names: Names) {
    this.#names = names
  }

  ids(): Promise<readonly string[]> {
    return workloadIds(this.#names)
  }

  /** Those of which the loss may be. */
  of(loss: Loss): Promise<readonly string[]> {
    return workloadsOf(this.#names, loss)
  }

  find(asked: AskedEnd): Promise<FoundEnd> {
    return findEnd(this.#names, asked)
  }

  async observe(workload: WorkloadSpec): Promise<ObservedWorkload> {
    // One that cannot be looked at says so, and keeps no other from being shown.
    const observed = await observeWorkload(this.#names, workload).catch(
      (error: unknown): ObservedWorkload => ({ failure: messageOf(error) }),
    )
    const failure = this.#failures.get(workload.id)
    return failure === undefined ? observed : { ...observed, failure }
  }

  async ensure(workload: WorkloadSpec): Promise<void> {
    this.#failures.delete(workload.id)
    await ensureWorkload(this.#names, workload).catch((error: unknown) => {
      this.#failures.set(workload.id, messageOf(error))
      throw error
    })
  }

  /** What is left of them in a network that goes: a device of the machine's would go with it. */
  async removeOf(network: string): Promise<void> {
    for (const id of await workloadIds(this.#names, network)) await this.remove(id)
  }

  remove(id: string): Promise<void> {
    this.#failures.delete(id)
    return removeWorkload(this.#names, id)
  }

  onChange(listener: WorkloadListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  changed(id: string): void {
    for (const listener of this.#listeners) listener(id)
  }

  close(): void {
    this.#listeners.clear()
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
