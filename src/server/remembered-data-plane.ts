import { existsSync } from 'node:fs'
import { runFolderOf } from '../dataplane/linux/names.ts'
import { ConfigError, type DataPlaneKind } from '../runtime/config.ts'
import type { Store, StoreReader } from '../store/port.ts'

const setting = 'data-plane'

/** What an installation that has named no data plane runs on. */
const usual: DataPlaneKind = 'simulated'

const proseOf = { simulated: 'the simulated data plane', linux: 'the Linux data plane' } as const

/**
 * The data plane that carries the tunnels of the installation; undefined before its first start and after a purge.
 * One of before this was remembered is asked of the host, which has a folder for it while its tunnels run there.
 */
export async function readDataPlane(
  reader: Pick<StoreReader, 'setting'>,
  exists: (folder: string) => boolean = existsSync,
): Promise<DataPlaneKind | undefined> {
  const stored = await reader.setting(setting)
  if (stored === 'simulated' || stored === 'linux') return stored
  const tag = await reader.setting('tag')
  return stored === undefined && tag !== undefined && exists(runFolderOf(tag)) ? 'linux' : undefined
}

/**
 * The data plane to serve the folder with: the one that was named, or the folder's own. A status that comes from another
 * than the one that carries the packets would be a lie, so another one is refused.
 */
export async function chooseDataPlane(
  store: Pick<Store, 'read'>,
  { named, folder }: { readonly named: DataPlaneKind | undefined; readonly folder: string },
): Promise<DataPlaneKind> {
  const own = await store.read((reader) => readDataPlane(reader))
  if (own === undefined || named === undefined || own === named) return named ?? own ?? usual
  throw new ConfigError(
    `the tunnels of ${folder} are on ${proseOf[own]}: leave --dataplane out, or take --dataplane ${own}; ` +
      `after \`./culvert purge --data ${folder}\` it may have ${proseOf[named]}`,
  )
}

/** Noted once the data plane has opened: one that cannot run here is not remembered. */
export async function rememberDataPlane(store: Store, kind: DataPlaneKind): Promise<void> {
  await store.write(async (transaction) => {
    if ((await transaction.setting(setting)) !== kind) await transaction.putSetting(setting, kind)
  })
}

/** After a purge nothing of the installation runs anywhere, so it may be served with either. */
export async function forgetDataPlane(store: Store): Promise<void> {
  await store.write((transaction) => transaction.putSetting(setting, ''))
}
