import { accessSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSeededRandom } from '../runtime/random.ts'
import { ensureInstallation } from '../server/installation.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'

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

/** The data folders of a run of simulations, all in one folder that is removed however the process ends. */
export class DataFolders {
  readonly #root = mkdtempSync(join(scratchRoot(), 'culvert-simulation-'))
  readonly #onExit = () => this.remove()
  #made = 0
  #template: Promise<string> | undefined

  constructor() {
    process.once('exit', this.#onExit)
  }

  /** A folder as a server leaves it that was started once and stopped. */
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
    const store = await openSqliteStore({ folder, synchronous: 'off' })
    await ensureInstallation(store, createSeededRandom(0))
    await store.close()
    return folder
  }

  #next(): string {
    this.#made += 1
    const folder = join(this.#root, String(this.#made))
    mkdirSync(folder)
    return folder
  }
}
