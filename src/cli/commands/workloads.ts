import { plainTable } from '../../terminal/plain-table.ts'
import { createNativeClient, type NativeClient, type WorkloadBody } from '../../wire/native/client.ts'
import type { WorkloadView } from '../../wire/native/workloads.ts'
import { serverOf } from './accounts.ts'

interface Options {
  readonly data: string
  readonly admin?: string
  readonly json?: true
}

export interface AddOptions extends Options, Omit<WorkloadBody, 'routes'> {
  readonly route?: readonly string[]
}

const clientOf = ({ data, admin }: Options): NativeClient =>
  admin === undefined ? serverOf(data) : createNativeClient(admin)

/** What is plugged in, as a person would name it. */
function whatIs({ device, bridge, namespace, pid, namespaceFile, interface: inner = '' }: WorkloadView): string {
  if (device !== undefined) return `device ${device}`
  if (bridge !== undefined) return `bridge ${bridge}`
  if (namespace !== undefined) return `${inner} in namespace ${namespace}`
  return pid === undefined ? `${inner} in ${namespaceFile}` : `${inner} of process ${pid}`
}

const rows = (workloads: readonly WorkloadView[]): readonly (readonly string[])[] => [
  ['WORKLOAD', 'NAME', 'SUBNET', 'WHAT', 'ADDRESS', 'STATE'],
  ...workloads.map((workload) => {
    const { id, name, subnet, address = '-', state, reason } = workload
    return [id, name || '-', subnet, whatIs(workload), address, reason === undefined ? state : `${state}: ${reason}`]
  }),
]

function print(value: unknown, workloads: readonly WorkloadView[], { json }: Options): void {
  const text = json
    ? JSON.stringify(value)
    : workloads.length === 0
      ? 'Nothing is plugged in.'
      : plainTable(rows(workloads))
  process.stdout.write(`${text}\n`)
}

export async function listWorkloads(options: Options): Promise<void> {
  const workloads = await clientOf(options).workloads()
  print(workloads, workloads, options)
}

export async function addWorkload({ route: routes, data, admin, json, ...body }: AddOptions): Promise<void> {
  const options = { data, ...(admin === undefined ? {} : { admin }), ...(json ? { json } : {}) }
  const added = await clientOf(options).addWorkload({ ...body, ...(routes === undefined ? {} : { routes }) })
  print(added, [added], options)
}

export async function removeWorkload(id: string, options: Options): Promise<void> {
  await clientOf(options).removeWorkload(id)
  if (options.json) process.stdout.write(`${JSON.stringify({ id })}\n`)
}
