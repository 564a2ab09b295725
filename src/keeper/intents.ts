import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { digestIntent } from '../dataplane/digest.ts'
import type { GatewayIntent } from '../dataplane/intent.ts'
import { short } from '../dataplane/linux/names.ts'
import { isWhole, readWhole, writeWhole } from '../dataplane/linux/whole-file.ts'
import type { Uplink } from '../domain/uplink.ts'

/** What the underlay is to be joined with. */
const uplinkFile = (runFolder: string): string => join(runFolder, 'intent-of-uplink.json')

interface IntentFile {
  readonly digest: string
  readonly intent: GatewayIntent
}

const folderOf = (runFolder: string): string => join(runFolder, 'intents')
const fileOf = (runFolder: string, gateway: string): string => join(folderOf(runFolder), `${short(gateway)}.json`)

/** What the server wants of its gateways, for the keeper to go on with. Files hold keys, and are for nobody but root. */
export class IntentWriter {
  readonly #runFolder: string
  readonly #written = new Map<string, string>()

  constructor(runFolder: string) {
    this.#runFolder = runFolder
  }

  /** Without an intent the gateway is nobody's any more. */
  async write(gateway: string, intent: GatewayIntent | undefined): Promise<void> {
    const digest = intent === undefined ? '' : digestIntent(intent)
    if (this.#written.get(gateway) === digest) return
    const file = fileOf(this.#runFolder, gateway)
    if (intent === undefined) await rm(file, { force: true })
    else await writeWhole(file, { digest, intent } satisfies IntentFile)
    this.#written.set(gateway, digest)
  }
}

/** The same of the uplink; without one it is nobody's any more. */
export async function writeUplinkIntent(runFolder: string, uplink: Uplink | undefined): Promise<void> {
  const file = uplinkFile(runFolder)
  if (uplink === undefined) await rm(file, { force: true })
  else await writeWhole(file, uplink)
}

export const readUplinkIntent = (runFolder: string): Promise<Uplink | undefined> => readWhole(uplinkFile(runFolder))

/** What the server wanted last, by gateway. A file that is not what its digest says is left out. */
export async function readIntents(runFolder: string): Promise<ReadonlyMap<string, GatewayIntent>> {
  const names = await readdir(folderOf(runFolder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const files = await Promise.all(
    names.filter(isWhole).map((name) => readWhole<IntentFile>(join(folderOf(runFolder), name))),
  )
  const good = files.flatMap((file) =>
    file !== undefined && digestIntent(file.intent) === file.digest ? file.intent : [],
  )
  return new Map(good.map((intent) => [intent.id, intent]))
}
