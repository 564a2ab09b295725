import { plainTable } from '../terminal/plain-table.ts'

/** What was looked for on this host, and what was found. */
export interface DoctorRow {
  readonly name: string
  readonly ok: boolean
  readonly found: string
  readonly neededFor: string
  /** False where everything but a part works without it. */
  readonly required: boolean
  readonly howToInstall: string
}

const verdict = ({ ok, required }: DoctorRow) => (ok ? 'yes' : required ? 'NO' : 'no')

/** `carrier` is what would carry tunnels where nothing else is asked for. */
export function doctorReport(rows: readonly DoctorRow[], carrier: string): string {
  const table = plainTable([
    ['what', '', 'found', 'needed for'],
    ...rows.map((row) => [row.name, verdict(row), row.found, row.neededFor]),
  ])
  const missing = rows.filter(({ ok }) => !ok)
  const remedies = missing.map(({ name, howToInstall, required }) => [
    `  ${name}`,
    howToInstall,
    required ? '' : '(optional)',
  ])
  const conclusion = canRunLinux(rows)
    ? `The Linux data plane can run here, with tunnels in ${carrier}: culvert serve --dataplane linux`
    : 'The Linux data plane cannot run here. The simulated one can: culvert serve'
  return [
    table,
    ...(remedies.length === 0 ? [] : ['', 'What is missing, and where it comes from:', plainTable(remedies)]),
    '',
    conclusion,
    '',
  ].join('\n')
}

/** Whether the Linux data plane can run with what was found. */
export const canRunLinux = (rows: readonly DoctorRow[]): boolean => rows.every(({ ok, required }) => ok || !required)
