/** Where the progress goes: a stream, and whether somebody is watching it live. */
export interface ProgressTarget {
  write(text: string): void
  readonly isTerminal: boolean
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMilliseconds = 90
const whoWidth = 14
const whatWidth = 33

const row = (time: string, who: string, what: string, result: string): string =>
  `${time.padStart(8)}  ${who.padEnd(whoWidth)} ${what.padEnd(whatWidth)} ${result}`.trimEnd()

/** A line for each thing that is done, with the seconds since the start; it turns while it is being done, on a terminal. */
export class Progress {
  readonly #target: ProgressTarget
  readonly #now: () => number
  readonly #start: number
  #timer: NodeJS.Timeout | undefined

  constructor(target: ProgressTarget, now: () => number) {
    this.#target = target
    this.#now = now
    this.#start = now()
  }

  get elapsedSeconds(): number {
    return (this.#now() - this.#start) / 1000
  }

  /** A line as it stands. */
  say(text: string): void {
    this.#stopTurning()
    this.#target.write(`${text}\n`)
  }

  begin(who: string, what: string): void {
    if (!this.#target.isTerminal) return
    this.#stopTurning()
    let frame = 0
    const turn = () => {
      this.#target.write(`\r\x1b[K${row(frames[frame++ % frames.length] ?? '', who, what, '')}`)
    }
    turn()
    this.#timer = setInterval(turn, frameMilliseconds).unref()
  }

  end(who: string, what: string, result: string): void {
    this.say(row(`${this.elapsedSeconds.toFixed(1)} s`, who, what, result))
  }

  /** Wipes a line that was begun and does not end. */
  cancel(): void {
    this.#stopTurning()
  }

  #stopTurning(): void {
    if (this.#timer === undefined) return
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#target.write('\r\x1b[K')
  }
}
