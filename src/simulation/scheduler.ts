/** The server was killed: what waits at a gate rejects with this, and nothing that it does then has an effect. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

interface Gate {
  readonly label: string
  open(): void
  fail(cause: Error): void
}

/**
 * The places where one run of the server waits. The simulation opens one gate at a time, so that it alone chooses the
 * order in which things happen.
 */
export class Gates {
  readonly #waiting: Gate[] = []
  #killed = false

  get killed(): boolean {
    return this.#killed
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Throws when the server was killed. */
  check(): void {
    if (this.#killed) throw new Killed('the server was killed')
  }

  pass(label: string): Promise<void> {
    if (this.#killed) return Promise.reject(new Killed('the server was killed'))
    return new Promise((open, fail) => this.#waiting.push({ label, open, fail }))
  }

  /** Opens one gate and answers with its label; `index` counts from the one that has waited longest. */
  open(index: number): string {
    const [gate] = this.#waiting.splice(index, 1)
    if (gate === undefined) throw new RangeError(`no gate ${index}`)
    gate.open()
    return gate.label
  }

  /** Rejects what waits at the gates, and all that comes to one later. */
  kill(): void {
    this.#killed = true
    const killed = new Killed('the server was killed')
    for (const gate of this.#waiting.splice(0)) gate.fail(killed)
  }
}

/**
 * Everything that can run has run when this resolves, and waits for a gate or a timer. Nothing in a simulation does real
 * input or output, so there are promises only, and all of those are settled before the event loop's next turn.
 */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
