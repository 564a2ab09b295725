import assert from 'node:assert/strict'
import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import type { DomainErrorCode } from '../../domain/error.ts'
import type { PreSharedKey } from '../../domain/ike.ts'
import type { Tunnel } from '../../domain/resource.ts'
import type { Change, Command } from '../command.ts'
import { type CreateConnection, createConnection } from '../connection.ts'
import { createCustomerGateway } from '../customer-gateway.ts'
import { createGateway } from '../gateway.ts'
import { createNetwork, createSubnet } from '../network.ts'
import { createInMemoryResources, type InMemoryResources } from './in-memory-resources.ts'

export const newResource = (id: string) => ({ id, account: 'a', region: 'r', name: id, createdAt: 1 })
export const prefix = (text: string) => text as Ipv4Prefix
export const address = (text: string) => text as Ipv4Address
export const pool = prefix('198.51.100.0/24')

const proposal = { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' } as const

export const tunnel = (id: string, change: Partial<Tunnel> = {}): Tunnel => ({
  id,
  index: 1,
  customerGateway: 'peer',
  ike: { version: 2, mode: 'main', proposal, lifetimeSeconds: 86_400, preSharedKey: 'a-key' as PreSharedKey },
  child: { proposal, lifetimeSeconds: 86_400 },
  natTraversal: true,
  ...change,
})

/** A connection whose traffic routes decide of. */
export const routed = (id: string, change: Partial<CreateConnection> = {}): CreateConnection => ({
  ...newResource(id),
  selectors: [{ local: [prefix('0.0.0.0/0')], remote: [prefix('0.0.0.0/0')] }],
  tunnels: [tunnel(`${id}-t`)],
  startAction: 'start',
  automaticRoutes: false,
  ...change,
})

export async function accepted<I, C>(world: InMemoryResources, command: Command<I, C>, input: I): Promise<Change> {
  const outcome = await world.run(command, input)
  assert.ok(outcome.ok, outcome.ok ? '' : `${command.name}: ${outcome.error.code}: ${outcome.error.detail}`)
  return outcome.value
}

export async function refused<I, C>(
  world: InMemoryResources,
  command: Command<I, C>,
  input: I,
  code: DomainErrorCode,
): Promise<void> {
  const before = JSON.stringify(world.resources())
  const outcome = await world.run(command, input)
  assert.equal(outcome.ok ? 'accepted' : outcome.error.code, code)
  assert.equal(JSON.stringify(world.resources()), before, 'a refusal leaves everything as it was')
}

/** A gateway of the network, which is made. */
export async function addGateway(world: InMemoryResources, id: string, network = 'net'): Promise<void> {
  const where = { network, subnets: [`${network}-sub`], outerPool: pool, bandwidthMbps: 10, addressCount: 1 as const }
  await accepted(world, createGateway, { ...newResource(id), ...where })
  world.apply(id)
}

export async function addNetwork(world: InMemoryResources, id: string, text: string): Promise<void> {
  await accepted(world, createNetwork, { ...newResource(id), prefix: prefix(`${text}.0.0/16`) })
  const subnet = { network: id, prefix: prefix(`${text}.1.0/24`), zone: 'z' }
  await accepted(world, createSubnet, { ...newResource(`${id}-sub`), ...subnet })
}

/** A connection `id` of the gateway, or of none, to a peer of its own at 203.0.113.`last`. */
export async function addConnection(world: InMemoryResources, id: string, last: number, gateway?: string) {
  await accepted(world, createCustomerGateway, { ...newResource(`${id}-peer`), address: address(`203.0.113.${last}`) })
  const tunnels = [tunnel(`${id}-t`, { customerGateway: `${id}-peer` })]
  const input = routed(id, { tunnels, ...(gateway === undefined ? {} : { gateway }) })
  return accepted(world, createConnection, input)
}

/** The network 10.1.0.0/16, its gateway "gw" with the connections "c" and "d", and "free", which nothing terminates. */
export async function routedSite(): Promise<InMemoryResources> {
  const world = createInMemoryResources()
  await addNetwork(world, 'net', '10.1')
  await addGateway(world, 'gw')
  await addConnection(world, 'c', 9, 'gw')
  await addConnection(world, 'd', 10, 'gw')
  await addConnection(world, 'free', 11)
  return world
}
