import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { folderVariable as birdFolderVariable } from '../dataplane/bird/start-daemon.ts'
import { bgpOf, makeSpeakers, neighborOf } from '../dataplane/contract/bgp-lab.ts'
import type { Site } from '../dataplane/contract/lab.ts'
import type { GatewayIntent } from '../dataplane/intent.ts'
import { lookAtHost } from '../dataplane/linux/capabilities.ts'
import { CommandError } from '../dataplane/linux/command.ts'
import { Names } from '../dataplane/linux/names.ts'
import { processesIn, processesWith } from '../dataplane/linux/processes.ts'
import { endKeeper, keeperVariable } from '../dataplane/linux/purge.ts'
import { makeTestPlane, settle, type TestPlane, whyNoPlane } from '../dataplane/linux/testing/plane.ts'
import type { ObservedGateway } from '../domain/observation.ts'
import { systemClock } from '../runtime/clock.ts'
import { isRunning } from '../runtime/process-identity.ts'
import { takeDrive } from './drive-lock.ts'
import { type KeeperState, readKeeperState } from './files.ts'
import { IntentWriter } from './intents.ts'
import { spawnKeeper, stayKept } from './start.ts'
import { checkOf, type DoubleSite, intentFor, intentOfSingle, makeDoubleSites } from './testing/sites.ts'

const reason = await whyNoPlane()

/** An installation without a server. Networks and hosts are there, and what a server wanted of the gateways is written down. */
async function start(
  t: TestContext,
  intents: (left: DoubleSite, right: DoubleSite) => readonly GatewayIntent[] = (left, right) => [
    intentFor(left),
    intentFor(right),
  ],
) {
  const subject = await makeTestPlane({ probes: false })
  const cleanUps: (() => Promise<void>)[] = []
  t.after(async () => {
    for (const cleanUp of cleanUps) await cleanUp()
    await subject.dispose()
  })
  const { left, right } = makeDoubleSites()
  for (const { network, host } of [left, right]) {
    await subject.plane.perform({ do: 'ensure-network', network })
    await subject.plane.perform({ do: 'ensure-host', host })
  }
  const writer = new IntentWriter(subject.installation.runFolder)
  for (const intent of intents(left, right)) await writer.write(intent.id, intent)
  return { ...subject, left, right, writer, cleanUps }
}

/** A namespace that the keeper is about to make cannot be looked at. */
async function observed({ plane }: TestPlane, { gateway }: Site): Promise<ObservedGateway | undefined> {
  return plane.observeGateway(gateway).catch((error: unknown) => {
    if (error instanceof CommandError) return undefined
    throw error
  })
}

const tunnelsOf = async (subject: TestPlane, site: Site) => (await observed(subject, site))?.tunnels ?? []

const areUp = async (subject: TestPlane, ...sites: readonly Site[]): Promise<boolean> => {
  const tunnels = (await Promise.all(sites.map((site) => tunnelsOf(subject, site)))).flat()
  return tunnels.length === 2 * sites.length && tunnels.every(({ childSas }) => childSas.length === 1)
}

const spisOf = async (subject: TestPlane, ...sites: readonly Site[]): Promise<readonly string[]> =>
  (await Promise.all(sites.map((site) => tunnelsOf(subject, site))))
    .flat()
    .flatMap(({ childSas }) => childSas.map(({ spiIn }) => spiIn))

const reaches = async ({ plane }: TestPlane, from: Site, to: Site): Promise<boolean> =>
  (await plane.ping(from.host.id, to.host.address, { count: 1, timeoutMs: 500 })).received === 1

async function kill(subject: TestPlane, { gateway }: Site, tunnel: string): Promise<number> {
  const [pid] = await processesIn([new Names(subject.installation).tunnel(gateway, tunnel)], ['charon-systemd'])
  assert.ok(pid !== undefined)
  process.kill(pid, 'SIGKILL')
  return pid
}

/** The keeper's state once it is another one than `before`. */
async function keeperOf({ installation }: TestPlane, before?: KeeperState): Promise<KeeperState> {
  let state: KeeperState | undefined
  await settle(async () => {
    state = await readKeeperState(installation.runFolder)
    return (
      state !== undefined &&
      isRunning(state.keeper) &&
      isRunning(state.supervisor) &&
      state.keeper.pid !== before?.keeper.pid
    )
  })
  assert.ok(state)
  return state
}

test('without a server a charon that was killed is back with its SAs, and the other tunnel keeps its own', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const { left, right } = subject
  await spawnKeeper(subject.installation, 'this')
  await settle(() => areUp(subject, left, right))
  assert.equal(await reaches(subject, left, right), true)
  const [, second] = await tunnelsOf(subject, left)
  const pid = await kill(subject, left, left.tunnel.id)
  await settle(async () => {
    const pids = await processesIn(
      [new Names(subject.installation).tunnel(left.gateway, left.tunnel.id)],
      ['charon-systemd'],
    )
    return pids.length === 1 && !pids.includes(pid) && (await areUp(subject, left, right))
  })
  assert.equal(await reaches(subject, left, right), true)
  const after = (await tunnelsOf(subject, left)).find(({ id }) => id === left.second.id)
  assert.equal(after?.childSas[0]?.spiIn, second?.childSas[0]?.spiIn)
})

test('without a server traffic leaves a tunnel whose health check fails, and comes back when it passes again', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t, (left, right) => [
    intentFor(left, checkOf(left, right, 77)),
    intentFor(right, checkOf(right, left, 77)),
  ])
  const { left, right } = subject
  const carrying = async (site: Site) =>
    (await observed(subject, site))?.routes.toSorted((a, b) => a.metric - b.metric)[0]?.tunnels
  const carriedBy = (first: boolean) => async () => {
    const both = await Promise.all([left, right].map(async (site) => [site, await carrying(site)] as const))
    return both.every(([site, tunnels]) => tunnels?.[0] === (first ? site.tunnel.id : site.second.id))
  }
  await spawnKeeper(subject.installation, 'this')
  await settle(async () => (await areUp(subject, left, right)) && (await carriedBy(true)()))
  await settle(async () => (await tunnelsOf(subject, left))[0]?.health?.verdict?.passes === true)
  const spis = await spisOf(subject, left, right)
  await subject.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
  const cutAt = performance.now()
  await settle(carriedBy(false))
  t.diagnostic(
    `both have left the tunnel ${Math.round(performance.now() - cutAt)} ms after the cut, with 3 probes 200 ms apart`,
  )
  assert.equal(await reaches(subject, left, right), true)
  assert.deepEqual(await spisOf(subject, left, right), spis)
  await subject.restore(left.tunnel.localAddress, left.tunnel.remoteAddress)
  await settle(carriedBy(true))
  assert.equal(await reaches(subject, left, right), true)
  assert.deepEqual(await spisOf(subject, left, right), spis)
})

test('a server that comes is given way, and nothing that is right is touched by either when it comes and goes', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const { left, right, installation } = subject
  await spawnKeeper(installation, 'this')
  await settle(() => areUp(subject, left, right))
  const spis = await spisOf(subject, left, right)
  const release = await takeDrive(installation.runFolder, systemClock)
  const pid = await kill(subject, left, left.second.id)
  // A keeper that drove would have it back by its next look, which a check that it runs comes after.
  const state = await keeperOf(subject)
  process.kill(state.keeper.pid, 'SIGKILL')
  await keeperOf(subject, state)
  const there = () => processesIn([new Names(installation).tunnel(left.gateway, left.second.id)], ['charon-systemd'])
  assert.deepEqual(await there(), [])
  release()
  await settle(async () => (await there()).length === 1 && (await areUp(subject, left, right)))
  assert.ok(!(await there()).includes(pid))
  const after = await spisOf(subject, left, right)
  assert.equal(after.filter((spi) => spis.includes(spi)).length, 2)
})

test('a keeper that was killed is back, and so is what starts it again, with the verdicts that were there', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t, (left, right) => [intentFor(left, checkOf(left, right, 77)), intentFor(right)])
  const { left, installation } = subject
  await spawnKeeper(installation, 'this')
  const verdict = async () => (await tunnelsOf(subject, left))[0]?.health?.verdict
  await settle(async () => (await verdict())?.passes === true)
  const first = { state: await keeperOf(subject), verdict: await verdict() }
  process.kill(first.state.keeper.pid, 'SIGKILL')
  const second = await keeperOf(subject, first.state)
  assert.equal(second.supervisor.pid, first.state.supervisor.pid)
  assert.deepEqual(await verdict(), first.verdict)
  process.kill(second.supervisor.pid, 'SIGKILL')
  const third = await keeperOf(subject, second)
  assert.notEqual(third.supervisor.pid, second.supervisor.pid)
  assert.deepEqual(await verdict(), first.verdict)
})

test('a server starts a keeper where none is, leaves one of its own program alone, and replaces one of another', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t, (left, right) => [intentFor(left, checkOf(left, right, 77)), intentFor(right)])
  const { left, installation } = subject
  const keep = () => {
    const leave = stayKept({ ...installation, clock: systemClock, onProblem: (error) => assert.fail(String(error)) })
    subject.cleanUps.push(leave)
    return leave
  }
  await spawnKeeper(installation, 'an older one')
  const verdict = async () => (await tunnelsOf(subject, left))[0]?.health?.verdict
  await settle(async () => (await verdict())?.passes === true)
  const [older, before] = [await keeperOf(subject), await verdict()]
  const leave = keep()
  const replaced = await keeperOf(subject, older)
  assert.notEqual(replaced.program, older.program)
  assert.deepEqual(await verdict(), before)
  for (const { pid } of [replaced.supervisor, replaced.keeper]) process.kill(pid, 'SIGKILL')
  const again = await keeperOf(subject, replaced)
  await leave()
  keep()
  assert.equal((await keeperOf(subject)).keeper.pid, again.keeper.pid)
})

test('a second keeper ends while the first goes on, and a keeper ends when it is told to or nothing is left to keep', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t, () => [])
  const { installation } = subject
  const running = () => processesWith(undefined, keeperVariable, installation.runFolder)
  await spawnKeeper(installation, 'this')
  const first = await keeperOf(subject)
  await spawnKeeper(installation, 'this')
  await settle(async () => (await running()).length > 2)
  await settle(async () => (await running()).length === 2)
  assert.deepEqual(await keeperOf(subject), first)
  await endKeeper(installation, systemClock)
  assert.deepEqual(await running(), [])
  await spawnKeeper(installation, 'this')
  await keeperOf(subject, first)
  // The keeper may write into it at this very moment.
  await rm(installation.runFolder, { recursive: true, maxRetries: 10 })
  await settle(async () => (await running()).length === 0)
})

test('without a server a BIRD that was killed is back with its sessions, and what is learned with them', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const bird = (await lookAtHost()).find(({ name }) => name === 'bird')
  if (bird?.ok !== true) return t.skip(`bird: ${bird?.found}`)
  const { left, right } = makeSpeakers()
  const subject = await start(t, () =>
    [left, right].map((site) => ({
      ...intentOfSingle({ ...site, tunnel: { ...site.tunnel, startAction: site === left ? 'start' : 'none' } }),
      candidates: [],
      bgp: bgpOf(site, [neighborOf(site)]),
    })),
  )
  await spawnKeeper(subject.installation, 'this')
  const sessions = async () =>
    (await Promise.all([left, right].map((site) => observed(subject, site)))).flatMap(
      (gateway) => gateway?.bgp?.sessions ?? [],
    )
  const areEstablished = async () => {
    const all = await sessions()
    return all.length === 2 && all.every(({ state, received }) => state === 'established' && received.length === 1)
  }
  await settle(areEstablished)
  const birds = () =>
    processesWith('bird', birdFolderVariable, `${new Names(subject.installation).bgpFolder(left.gateway)}/`)
  const [pid] = await birds()
  assert.ok(pid !== undefined)
  process.kill(pid, 'SIGKILL')
  await settle(async () => {
    const pids = await birds()
    return pids.length === 1 && !pids.includes(pid) && (await areEstablished())
  })
  await settle(() => reaches(subject, left, right))
})
