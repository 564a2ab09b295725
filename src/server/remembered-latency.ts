import { type Latency, latencies } from '../domain/latency.ts'
import type { Store } from '../store/port.ts'

const setting = 'latency'

/** Of an installation that has named none. */
const usual: Latency = 'fast'

/** How long changes stay visible: as it was named now, and else as it was named last. */
export async function chooseLatency(store: Store, named: Latency | undefined): Promise<Latency> {
  const stored = await store.read((reader) => reader.setting(setting))
  if (named !== undefined && named !== stored) await store.write((to) => to.putSetting(setting, named))
  return named ?? latencies.find((each) => each === stored) ?? usual
}
