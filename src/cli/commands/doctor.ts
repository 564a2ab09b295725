import { lookAtHost } from '../../dataplane/linux/capabilities.ts'
import { canRunLinux, type DoctorRow, doctorReport } from '../../host/doctor.ts'

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

export async function doctor(options: { readonly json?: true }): Promise<void> {
  const rows = [...ownRows(), ...(await lookAtHost())]
  const linux = canRunLinux(rows)
  process.stdout.write(
    options.json ? `${JSON.stringify({ dataPlanes: { simulated: true, linux }, rows })}\n` : doctorReport(rows),
  )
  if (!linux) process.exitCode = 1
}
