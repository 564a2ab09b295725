import { containsAddress } from '../domain/address.ts'
import { type AskedUplink, outerPoolOf, type Uplink } from '../domain/uplink.ts'
import { ConfigError, type DataPlaneKind } from '../runtime/config.ts'
import type { Store } from '../store/port.ts'

/**
 * The uplink that was asked for, on this host. Throws `ConfigError` where it cannot be had, before anything is made: what takes it
 * away later is told of in the log, and mended when it is possible again.
 */
export async function chooseUplink(
  asked: AskedUplink | undefined,
  kind: DataPlaneKind,
  tag: string,
): Promise<Uplink | undefined> {
  if (asked === undefined) return undefined
  if (kind === 'simulated') {
    const { noOutside } = await import('../dataplane/simulated/steps.ts')
    throw new ConfigError(`an uplink needs --dataplane linux: ${noOutside}`)
  }
  const { Names, runFolderOf } = await import('../dataplane/linux/names.ts')
  const { findUplink, whyNoUplink } = await import('../dataplane/linux/uplink.ts')
  const names = new Names({ tag, runFolder: runFolderOf(tag) })
  const uplink = await findUplink(names, asked)
  const reason = uplink === undefined ? `${asked.device} has no address` : await whyNoUplink(names, uplink)
  if (reason !== undefined) throw new ConfigError(`no uplink by ${asked.device}: ${reason}`)
  return uplink
}

const chunk = 500

/** The gateways whose outer addresses are of before the uplink, or of another: nobody outside reaches them. */
export async function gatewaysBeside(store: Pick<Store, 'read'>, uplink: Uplink): Promise<readonly string[]> {
  const pool = outerPoolOf(uplink)
  const beside: string[] = []
  for (let after: number | undefined; ; ) {
    const query = { limit: chunk, ...(after === undefined ? {} : { after }) }
    const { items, next } = await store.read((reader) => reader.page('gateway', query))
    for (const { id, spec } of items) {
      const { addresses, isPrivate } = spec
      if (isPrivate !== true && !addresses.every((address) => containsAddress(pool, address))) beside.push(id)
    }
    if (next === undefined) return beside
    after = next
  }
}
