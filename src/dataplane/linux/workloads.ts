import type { ObservedWorkload, WorkloadSpec } from '../../domain/workload.ts'
import type { Names } from './names.ts'
import { ensureWorkload, observeWorkload, removeWorkload } from './workload.ts'

/** The workloads of an installation, with how the last try of each ended. */
export class Workloads {
  readonly #names: Names
  readonly #failures = new Map<string, string>()

  constructor(names: Names) {
    this.#names = names
  }

  async observe(workload: WorkloadSpec): Promise<ObservedWorkload> {
    const observed = await observeWorkload(this.#names, workload)
    const failure = this.#failures.get(workload.id)
    return failure === undefined ? observed : { ...observed, failure }
  }

  async ensure(workload: WorkloadSpec): Promise<void> {
    this.#failures.delete(workload.id)
    await ensureWorkload(this.#names, workload).catch((error: unknown) => {
      this.#failures.set(workload.id, error instanceof Error ? error.message : String(error))
      throw error
    })
  }

  remove(id: string): Promise<void> {
    this.#failures.delete(id)
    return removeWorkload(this.#names, id)
  }
}
