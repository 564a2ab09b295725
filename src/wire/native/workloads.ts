import { createWorkload, deleteWorkload } from '../../commands/workload.ts'
import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { AskedEnd, FoundEnd, ObservedWorkload, WorkloadEnd, WorkloadSpec } from '../../domain/workload.ts'
import { workloadSpecOf } from '../../domain/workload-spec.ts'
import type { Store, StoreReader } from '../../store/port.ts'
import { carryOut } from '../http/store-change.ts'
import { type AuditParts, noteChange } from './audit.ts'

/** What is plugged in, in the words in which it is asked for: one of device, bridge, namespace, pid and namespaceFile. */
export interface EndView {
  readonly device?: string
  readonly bridge?: string
  readonly namespace?: string
  readonly pid?: number
  readonly namespaceFile?: string
  /** Of the device that is made in a namespace. */
  readonly interface?: string
  /** In bytes. */
  readonly mtu?: number
  readonly routes?: readonly Ipv4Prefix[]
}

/**
 * `plugged` where packets pass between it and the subnet; `waiting` for what the reason says; `plugging` while it is being
 * made; `leaving` once it was deleted, until the machine has back what is its own.
 */
export interface WorkloadView extends EndView {
  readonly id: string
  readonly name: string
  readonly subnet: string
  readonly address?: Ipv4Address
  readonly state: 'plugged' | 'plugging' | 'waiting' | 'leaving'
  readonly reason?: string
}

/** A page of workloads, newest first; `total` counts all there are, and `next` is where the next page begins. */
export interface WorkloadPage {
  readonly workloads: readonly WorkloadView[]
  readonly total: number
  readonly next?: number
}

export interface NewWorkload {
  readonly name: string
  readonly subnet: string
  readonly end: AskedEnd
  readonly address?: Ipv4Address
}

/** What is asked of the machine; the data plane answers. */
export interface WorkloadLab {
  observeWorkload(workload: WorkloadSpec): Promise<ObservedWorkload>
  findEnd(asked: AskedEnd): Promise<FoundEnd>
}

export interface WorkloadParts extends AuditParts {
  readonly store: Store
  readonly lab: WorkloadLab
}

const lettersAndDigits = '0123456789abcdefghijklmnopqrstuvwxyz'

function endView(end: WorkloadEnd): EndView {
  if (end.kind === 'device') return { device: end.device }
  if (end.kind === 'bridge') return { bridge: end.bridge }
  const { interface: inner, mtu, routes } = end
  const made = { interface: inner, mtu, routes }
  if (end.kind === 'namespace') return { namespace: end.namespace, ...made }
  return end.kind === 'process' ? { pid: end.pid, ...made } : { namespaceFile: end.file, ...made }
}

type State = Pick<WorkloadView, 'state' | 'reason'>

async function stateOf(lab: WorkloadLab, { deleting }: Resource, spec: WorkloadSpec | undefined): Promise<State> {
  if (deleting) return { state: 'leaving' }
  const { digest, reason, failure } = spec === undefined ? {} : await lab.observeWorkload(spec)
  const why = reason ?? failure
  if (digest !== undefined) return { state: 'plugged' }
  return why === undefined ? { state: 'plugging' } : { state: 'waiting', reason: why }
}

interface Found {
  readonly workload: Resource<'workload'>
  readonly spec: WorkloadSpec | undefined
}

const withSubnet = async (reader: StoreReader, workload: Resource<'workload'>): Promise<Found> => ({
  workload,
  spec: workloadSpecOf(workload, await reader.get('subnet', workload.spec.subnet)),
})

/** As the world stands: outside of any transaction, as a look takes milliseconds. */
async function view(lab: WorkloadLab, { workload, spec }: Found): Promise<WorkloadView> {
  const { id, name } = workload
  const { subnet, end, address } = workload.spec
  const own = address === undefined ? {} : { address }
  return { id, name, subnet, ...endView(end), ...own, ...(await stateOf(lab, workload, spec)) }
}

/** Undefined when there is no such workload. */
export async function readWorkload({ store, lab }: WorkloadParts, id: string): Promise<WorkloadView | undefined> {
  const found = await store.read(async (reader) => {
    const workload = await reader.get('workload', id)
    return workload && withSubnet(reader, workload)
  })
  return found && view(lab, found)
}

export async function listWorkloads(
  { store, lab }: WorkloadParts,
  query: { readonly limit: number; readonly after?: number },
): Promise<WorkloadPage> {
  const { found, total, next } = await store.read(async (reader) => {
    const { items, ...page } = await reader.page('workload', query)
    return { ...page, found: await Promise.all(items.map((workload) => withSubnet(reader, workload))) }
  })
  const workloads = await Promise.all(found.map((one) => view(lab, one)))
  return { workloads, total, ...(next === undefined ? {} : { next }) }
}

const noSubnet = (id: string) => fail(domainError('subnet-not-found', 'no such subnet', id))

export async function addWorkload(
  parts: WorkloadParts,
  { end: asked, ...workload }: NewWorkload,
): Promise<Result<WorkloadView, DomainError>> {
  const { store, lab, clock, random } = parts
  const subnet = await store.read((reader) => reader.get('subnet', workload.subnet))
  if (subnet === undefined) return noSubnet(workload.subnet)
  const found = await lab.findEnd(asked)
  if ('reason' in found) return fail(domainError('workload-unfit', found.reason))
  const scope = { account: subnet.account, region: subnet.region }
  const resource = { id: `workload-${random.token(12, lettersAndDigits)}`, ...scope, createdAt: clock.now() }
  const input = { ...resource, ...workload, end: found.end }
  const decided = await carryOut(store, scope, createWorkload, input, (transaction, { put }) =>
    noteChange(transaction, parts, { ...scope, action: createWorkload.name, resources: put }),
  )
  if (!decided.ok) return decided
  const view = await readWorkload(parts, resource.id)
  return view === undefined ? fail(domainError('workload-not-found', 'it has gone already', resource.id)) : ok(view)
}

export async function removeWorkload(parts: WorkloadParts, id: string): Promise<Result<null, DomainError>> {
  const { store } = parts
  const found = await store.read((reader) => reader.get('workload', id))
  if (found === undefined) return fail(domainError('workload-not-found', 'no such workload', id))
  const scope = { account: found.account, region: found.region }
  const decided = await carryOut(store, scope, deleteWorkload, { id }, (transaction, { put }) =>
    noteChange(transaction, parts, { ...scope, action: deleteWorkload.name, resources: put }),
  )
  return decided.ok ? ok(null) : decided
}
