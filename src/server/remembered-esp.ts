import { type EspChoice, espChoices } from '../domain/esp.ts'
import { ConfigError, type DataPlaneKind } from '../runtime/config.ts'
import type { Store } from '../store/port.ts'

const setting = 'esp'

/** Of an installation that has named none. */
const usual: EspChoice = 'auto'

/** What is to carry tunnels: as it was named now, and else as it was named last. Whether it can be had shows when it is remembered. */
export async function chooseEsp(
  store: Pick<Store, 'read'>,
  { named, kind }: { readonly named: EspChoice | undefined; readonly kind: DataPlaneKind },
): Promise<EspChoice> {
  if (named !== undefined && kind === 'simulated') {
    throw new ConfigError(`--esp ${named} needs --dataplane linux: the simulated data plane carries no packets`)
  }
  const stored = await store.read((reader) => reader.setting(setting))
  return named ?? espChoices.find((each) => each === stored) ?? usual
}

/** Noted once the data plane has opened with it: what cannot be had here is not remembered. */
export async function rememberEsp(store: Store, named: EspChoice | undefined): Promise<void> {
  if (named === undefined) return
  await store.write(async (to) => {
    if ((await to.setting(setting)) !== named) await to.putSetting(setting, named)
  })
}
