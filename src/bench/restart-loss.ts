import { setTimeout as delay } from 'node:timers/promises'
import { lookAtHost, whyNot } from '../dataplane/linux/capabilities.ts'
import { CommandError, runIn } from '../dataplane/linux/command.ts'
import { readPing } from '../dataplane/linux/measure.ts'
import { Names, runFolderOf } from '../dataplane/linux/names.ts'
import { createNativeClient, type NativeClient } from '../wire/native/client.ts'
import { cleaningUp } from './clean-up.ts'
import { type Figure, within } from './figure.ts'
import { startServerUnderTest, tagOf } from './server-under-test.ts'
import { twoTunnelsWithBgp } from './two-tunnels.ts'

const perSecond = 1000
const seconds = 8
const downMs = 2000

/**
 * Pings at 1,000 a second while the server is killed and another starts on its folder: how many are lost, of how many. Rejects
 * when an SA was made anew or a BGP session began anew for it.
 */
export async function restartLossFigure(progress: (line: string) => void): Promise<Figure | undefined> {
  const reason = whyNot(await lookAtHost())
  if (reason !== undefined) {
    progress(`restart-loss: left out. ${reason}`)
    return undefined
  }
  progress(`restart-loss: ${perSecond} pings a second for ${seconds} s, the server killed among them`)
  return cleaningUp(async (made) => {
    const server = made.use(await startServerUnderTest('linux'))
    const { native, from, target, router } = await twoTunnelsWithBgp(server)
    const tag = await tagOf(server.folder)
    if (tag === undefined) throw new Error('the installation has no tag')
    const names = new Names({ tag, runFolder: runFolderOf(tag) })
    const before = await settledSessions(native, router)
    const series = flood(names.host(from), target)
    await delay(1000)
    const next = createNativeClient(await server.crash(downMs))
    const { sent, received } = await series
    const after = await sessionsOf(next, router)
    if (!areSame(before, after)) {
      throw new Error(`other sessions than before: ${JSON.stringify(before)}, then ${JSON.stringify(after)}`)
    }
    return within('restart-loss', 'packets', sent - received, sent, 0)
  })
}

interface Sessions {
  /** The SPIs of all tunnels. */
  readonly spis: string
  /** Since when each BGP session is established, in milliseconds since the epoch. */
  readonly since: readonly number[]
}

async function sessionsOf(native: NativeClient, router: string): Promise<Sessions> {
  const spis = (await native.tunnels()).flatMap(({ id, childSas }) =>
    childSas.map(({ spiIn, spiOut }) => `${id} ${[spiIn, spiOut].join('/')}`),
  )
  const { observed } = await native.routing(router)
  const established = (observed.bgp?.sessions ?? []).filter(({ state }) => state === 'established')
  return { spis: spis.sort().join(', '), since: established.map(({ since }) => since).sort((a, b) => a - b) }
}

/** Both ends may have started at once: what they made too many of is closed some seconds later. */
const settledMs = 4000

async function settledSessions(native: NativeClient, router: string): Promise<Sessions> {
  for (let before = await sessionsOf(native, router); ; ) {
    await delay(settledMs)
    const now = await sessionsOf(native, router)
    if (areSame(before, now)) return now
    before = now
  }
}

/** The daemon tells times to a second or so. */
const toleranceMs = 2500

const areSame = (one: Sessions, other: Sessions): boolean =>
  one.spis === other.spis &&
  one.since.length === other.since.length &&
  one.since.every((since, i) => Math.abs(since - (other.since[i] ?? 0)) < toleranceMs)

async function flood(namespace: string, target: string) {
  const args = ['-n', '-q', '-c', String(perSecond * seconds), '-i', String(1 / perSecond), '-W', '1', target]
  const said = await runIn(namespace, ['ping', ...args], { timeoutMs: seconds * 5000 }).catch((error: unknown) => {
    if (error instanceof CommandError && error.exitCode === 1) return error.stdout
    throw error
  })
  const result = readPing(said)
  if (result === undefined) throw new Error(`ping said: ${said}`)
  return result
}
