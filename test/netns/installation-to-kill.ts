/** A server on the Linux data plane with a tunnel between two gateways, for what is shown with it killed. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { ends } from '../../src/bench/hand-made-tunnel.ts'
import { TwoEnds } from '../../src/bench/two-ends.ts'
import { LinuxDataPlane } from '../../src/dataplane/linux/data-plane.ts'
import { Names, runFolderOf } from '../../src/dataplane/linux/names.ts'
import { settle } from '../../src/dataplane/linux/testing/plane.ts'
import { keeperFiles } from '../../src/keeper/files.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { readCredentials } from '../../src/server/installation.ts'
import { openSqliteStoreForReading } from '../../src/store/sqlite/open.ts'
import { atEnd, run, scratch, serveOn, serving } from '../command-line/culvert.ts'

/** A server of its own, with a tunnel between two gateways and a host at each end. */
export async function startInstallation(t: TestContext, ...more: readonly string[]) {
  const data = join(scratch(t), 'data')
  atEnd(t, () => run(['purge', '--data', data]))
  const serve = () => serving(t, serveOn(data, '--dataplane', 'linux', '--log-level', 'warn', ...more))
  const server = await serve()
  const store = await openSqliteStoreForReading(data)
  const [credentials, tag] = await store.read(async (reader) => [
    await readCredentials(reader),
    await reader.setting('tag'),
  ])
  await store.close()
  assert.ok(credentials !== undefined && tag !== undefined)
  const two = await TwoEnds.make({ ...server, folder: data, credentials, [Symbol.asyncDispose]: async () => {} })
  await two.untilThere(await two.addEnd(0, 'passive'))
  await two.addEnd(1, 'active')
  await two.untilUp()
  const addHost = async (index: 0 | 1): Promise<string> => {
    const host = { name: `host-${index}`, subnet: two.subnetOf(index), address: ends[index].hostAddress }
    const { id } = await two.native.addHost(host)
    await settle(async () => (await two.native.host(id))?.ready ?? false)
    return id
  }
  const hosts = [await addHost(0), await addHost(1)] as const
  const installation = { tag, runFolder: runFolderOf(tag) }
  const plane = new LinuxDataPlane({ ...installation, time: systemClock })
  atEnd(t, () => plane.close())
  return { data, server, serve, hosts, installation, plane, names: new Names(installation) }
}

export type Installation = Awaited<ReturnType<typeof startInstallation>>

/** The SAs of all tunnels. */
export async function sasOf({ plane }: Installation) {
  const { gateways } = await plane.inventory()
  const observed = await Promise.all(gateways.map((id) => plane.observeGateway(id)))
  return observed.flatMap((gateway) =>
    (gateway?.tunnels ?? []).map(({ id, childSas }) => [
      id,
      ...childSas.map(({ spiIn, spiOut }) => `${spiIn} ${spiOut}`),
    ]),
  )
}

const keeperLog = ({ installation }: Installation): string =>
  readFileSync(keeperFiles(installation.runFolder).log, 'utf8')

/** Waits until the keeper has taken over, or has given way, for the so-manieth time. */
export const keeperSays = (installation: Installation, what: string, times: number): Promise<void> =>
  settle(async () => keeperLog(installation).split(what).length > times)
