import { accessSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a killed process leaves for the next. The index of the log and the lock are the dead process's own. */
const files = ['culvert.db', 'culvert.db-wal']

const memoryFolder = '/dev/shm'

/** In memory where the system has a place for that: there are hundreds of the files, and each is needed briefly. */
function scratchRoot(): string {
  try {
    accessSync(memoryFolder, constants.W_OK)
    return memoryFolder
  } catch {
    return tmpdir()
  }
}

/**
 * Data folders for simulations and tests, all in one folder that is removed however the process ends. To make the tables of
 * each would take most of the time that they are needed for.
 */
export class DataFolders {
  readonly #root: string
  readonly #prepare: (folder: string) => Promise<void>
  readonly #onExit = () => this.remove()
  #made = 0
  #template: Promise<string> | undefined

  /** `prepare` fills the folder that the first ones are copies of, and has closed it when it resolves. */
  constructor(prefix: string, prepare: (folder: string) => Promise<void>) {
    this.#root = mkdtempSync(join(scratchRoot(), prefix))
    this.#prepare = prepare
    process.once('exit', this.#onExit)
  }

  /** A folder as it was prepared. */
  async first(): Promise<string> {
    this.#template ??= this.#makeTemplate()
    return this.copy(await this.#template)
  }

  /** The folder as a process leaves it that is killed now. */
  copy(folder: string): string {
    const copy = this.#next()
    for (const file of files) {
      if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(copy, file))
    }
    return copy
  }

  drop(folder: string): void {
    rmSync(folder, { recursive: true, force: true })
  }

  remove(): void {
    process.off('exit', this.#onExit)
    this.drop(this.#root)
  }

  async #makeTemplate(): Promise<string> {
    const folder = this.#next()
    await this.#prepare(folder)
    return folder
  }

  #next(): string {
    this.#made += 1
    const folder = join(this.#root, String(this.#made))
    mkdirSync(folder)
    return folder
  }
}
