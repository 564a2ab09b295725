import assert from 'node:assert/strict'
import { desiredGateway, desiredNetwork } from '../../../reconcile/desired.ts'
import { readGatewaySnapshot } from '../../../reconcile/gateway-snapshot.ts'
import type { Store } from '../../../store/port.ts'

/** What the data plane is to hold: the table of each subnet, and what the gateway's link leads to by each table. */
export async function desiredRouting(store: Store, vpc: string, gateway: string) {
  const { network, subnets, snapshot } = await store.read(async (reader) => ({
    network: await reader.get('network', vpc),
    subnets: await reader.referencing(vpc, 'subnet'),
    snapshot: await readGatewaySnapshot(reader, gateway),
  }))
  assert.ok(network && snapshot)
  const [link] = desiredGateway(snapshot, undefined)?.links ?? []
  const routed = desiredNetwork(network, subnets).subnets.flatMap(({ id, table }) =>
    table === undefined ? [] : [[id, table]],
  )
  return { routed, beyond: link?.beyond, tables: link?.tables }
}
