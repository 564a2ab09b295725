import { rm } from 'node:fs/promises'
import { folderVariable, daemonProcessName as routingProcessName } from '../bird/start-daemon.ts'
import { daemonProcessName, settingsVariable } from '../strongswan/start-daemon.ts'
import { devicesIn, ipBatch, namespaces } from './ip.ts'
import { type Installation, Names } from './names.ts'
import { removeNamespaces } from './namespace.ts'
import { endProcesses, processesIn, processesWith, type Timers } from './processes.ts'
import { removeUplink } from './uplink.ts'
import { listWorkloads, removeWorkload } from './workload.ts'

/** The programs that we start in namespaces. A shell that an operator has opened in one is not ours to end. */
export const ourProcesses = ['charon-systemd', 'bird', 'iperf3', 'ping']

/** The variable of its environment by which a keeper, and what starts it again, is found: it has the run folder. */
export const keeperVariable = 'CULVERT_KEEPER'

/** Ends the keeper, if one is there. What it has seen stays. */
export async function endKeeper({ runFolder }: Installation, timers: Timers): Promise<void> {
  // What starts a keeper again may have done so at the last moment.
  for (;;) {
    const pids = await processesWith(undefined, keeperVariable, runFolder)
    if (pids.length === 0) return
    await endProcesses(pids, timers)
  }
}

/** Of devices that are to go together; nobody's else, as a device of the machine's may be in the underlay. */
const leavingGroup = '2147483646'

/**
 * Removes everything of the installation from the machine: daemons, namespaces, links, the run folder. Needs no
 * server and no memory of one: what there is goes by its name. Repeatable.
 */
export async function purgeInstallation(installation: Installation, timers: Timers): Promise<void> {
  const names = new Names(installation)
  await endKeeper(installation, timers)
  const present = await namespaces(names.prefix)
  const pids = await processesIn(present, ourProcesses)
  // In namespaces that have lost their names, too.
  const daemons = await Promise.all([
    processesWith(daemonProcessName, settingsVariable, `${installation.runFolder}/`),
    processesWith(routingProcessName, folderVariable, `${installation.runFolder}/`),
  ])
  await endProcesses([...new Set([...pids, ...daemons.flat()])], timers)
  // While namespaces are there: a device that was moved into one is to be given back. One that cannot be would be lost with its
  // namespace, which stays for the next try; nothing else does.
  const failures: unknown[] = []
  const kept = new Set<string>()
  const keeping = (namespace: string) => (cause: unknown) => {
    failures.push(cause)
    kept.add(namespace)
  }
  for (const { id, network } of await listWorkloads(names)) {
    await removeWorkload(names, id).catch(keeping(names.network(network)))
  }
  await removeUplink(names).catch(keeping(names.underlay))
  const going = present.filter((namespace) => !kept.has(namespace))
  // All pairs of the underlay and of networks first, as `removeNetwork` says why.
  await Promise.all(going.filter((namespace) => names.mayHaveLinks(namespace)).map(removeLinks))
  await removeNamespaces(going)
  if (failures.length > 0) throw failures[0]
  await rm(installation.runFolder, { recursive: true, force: true })
}

async function removeLinks(namespace: string): Promise<void> {
  // The other end may be another namespace's, where the same pair is being removed right now.
  const pairs = ((await devicesIn(namespace)) ?? []).filter(({ ifname }) => /^(t|h|gw|w)-/.test(ifname))
  if (pairs.length === 0) return
  // The kernel waits at the end of each deletion until nobody is at the device any more, and of a group's devices once.
  await ipBatch(namespace, [
    ...pairs.map(({ ifname }) => ['link', 'set', ifname, 'group', leavingGroup]),
    ['link', 'delete', 'group', leavingGroup],
  ])
}
