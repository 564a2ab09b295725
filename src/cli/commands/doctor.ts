import { lookAtHost, requiredFor } from '../../dataplane/linux/capabilities.ts'
import { chooseEsp } from '../../dataplane/linux/kernel-esp.ts'
import { Names, runFolderOf } from '../../dataplane/linux/names.ts'
import { type Finding, lookAtUplink } from '../../dataplane/linux/uplink-path.ts'
import { lookAtWorkloads, type PluggedWorkload } from '../../dataplane/linux/workload.ts'
import { espInWords } from '../../domain/esp.ts'
import { canRunLinux, type DoctorRow, doctorReport } from '../../host/doctor.ts'
import { type KeptInstallation, keptInstallations } from '../../keeper/doctor.ts'

const ownRows = (): readonly DoctorRow[] => [
  {
    name: 'Node.js',
    ok: true,
    found: `${process.version}, of this checkout`,
    neededFor: 'everything',
    required: true,
    howToInstall: 'npm ci',
  },
]

/** Two installations may be on one host, and one that nobody keeps is worth knowing of. */
export function keeperRow(installations: readonly KeptInstallation[]): DoctorRow {
  const named = installations.map(({ tag, pid }) => `${tag} ${pid === undefined ? 'has none' : `process ${pid}`}`)
  return {
    name: 'keepers',
    ok: installations.every(({ pid }) => pid !== undefined),
    found: named.length === 0 ? 'no installation has something here' : named.join(', '),
    neededFor: 'health checks, and all that goes on while no server runs',
    required: false,
    howToInstall: 'the next server of the installation starts it: culvert serve',
  }
}

/** Of each installation that has one: what a packet from outside would meet. */
export const uplinkRows = (tag: string, findings: readonly Finding[]): readonly DoctorRow[] =>
  findings.map(({ about, ok, found, remedy }) => ({
    name: about === 'uplink' ? `uplink of ${tag}` : `${about} of ${tag}`,
    ok,
    found,
    neededFor: 'tunnels to devices elsewhere',
    required: false,
    howToInstall: remedy,
  }))

/** Of each installation that has any: what of this machine is plugged into its subnets. */
export function workloadRow(tag: string, workloads: readonly PluggedWorkload[]): readonly DoctorRow[] {
  if (workloads.length === 0) return []
  const named = workloads.map(({ what, reason }) => (reason === undefined ? what : `${what} (${reason})`))
  return [
    {
      name: `workloads of ${tag}`,
      ok: workloads.every(({ reason }) => reason === undefined),
      found: named.join(', '),
      neededFor: 'traffic of this machine through tunnels',
      required: false,
      howToInstall: 'a server of the installation plugs in what can be: culvert workloads says what it waits for',
    },
  ]
}

const lookByTag = (tag: string) => lookAtUplink(new Names({ tag, runFolder: runFolderOf(tag) }))

/** One that cannot be looked at, as without `nft`, keeps nothing else from being told. */
export async function lookAtUplinks(tags: readonly string[], look = lookByTag): Promise<readonly DoctorRow[]> {
  const rows = await Promise.all(
    tags.map(async (tag) => {
      const findings = await look(tag).catch((cause: unknown): readonly Finding[] => [
        {
          about: 'uplink',
          ok: false,
          found: `cannot be looked at: ${String(cause)}`,
          remedy: 'what else is missing here',
        },
      ])
      return uplinkRows(tag, findings ?? [])
    }),
  )
  return rows.flat()
}

export async function doctor(options: { readonly json?: true }): Promise<void> {
  const kept = await keptInstallations()
  const uplinks = await lookAtUplinks(kept.map(({ tag }) => tag))
  const esp = await chooseEsp('auto')
  const workloads = await Promise.all(
    kept.map(async ({ tag }) =>
      workloadRow(tag, await lookAtWorkloads(new Names({ tag, runFolder: runFolderOf(tag) }))),
    ),
  )
  const host = requiredFor(esp, await lookAtHost())
  const rows = [...ownRows(), ...host, keeperRow(kept), ...uplinks, ...workloads.flat()]
  const linux = canRunLinux(rows)
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ dataPlanes: { simulated: true, linux }, esp, rows })}\n`
      : doctorReport(rows, espInWords[esp]),
  )
  if (!linux) process.exitCode = 1
}
