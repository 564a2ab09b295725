import { addressAt } from './address.ts'
import type { Resource } from './resource.ts'
import type { WorkloadSpec } from './workload.ts'

/** Undefined where its subnet is not there any more. */
export function workloadSpecOf(
  { id, spec }: Resource<'workload'>,
  subnet: Resource<'subnet'> | undefined,
): WorkloadSpec | undefined {
  if (subnet === undefined) return undefined
  const { network, prefix } = subnet.spec
  const routerAddress = addressAt(prefix, 1)
  if (routerAddress === undefined) return undefined
  const address = spec.address === undefined ? {} : { address: spec.address }
  return { id, network, subnet: { id: subnet.id, prefix, routerAddress }, end: spec.end, ...address }
}
