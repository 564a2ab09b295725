import type { Ipv4Address } from './address.ts'
import type { Claim } from './page.ts'
import type { PrincipalKind } from './principal-kinds.ts'
import type { RouteEntry } from './route-entry.ts'

interface Place {
  readonly account: string
  readonly region: string
}

/** An account knows a device at the far end under one customer gateway a region. */
export const customerGatewayAddress = ({ account, region }: Place, address: Ipv4Address): Claim => ({
  scope: `customer gateway address ${account} ${region}`,
  value: address,
})

/** A group has one router a region. */
export const routerOfGroup = ({ account, region }: Place, group: string): Claim => ({
  scope: `router of group ${account} ${region}`,
  value: group,
})

/** A place has one route of a source and destination into each next hop. */
export const routeOfPlace = ({ place, source, destination, nextHop }: RouteEntry): Claim => ({
  scope: `route of ${place.kind} ${place.id}`,
  value: `${source ?? 'any'} ${destination} ${nextHop}`,
})

/** Names of one kind differ in more than the case of their letters. */
export const principalName = (kind: PrincipalKind, account: string, name: string): Claim => ({
  scope: `${kind} name ${account}`,
  value: name.toLowerCase(),
})

/** A route table of a router has one entry for a destination. */
export const routeOfTable = ({
  table,
  destination,
}: {
  readonly table: string
  readonly destination: string
}): Claim => ({
  scope: `route of table ${table}`,
  value: destination,
})

/** A network or connection is granted to a group of routers once. */
export const grantOfTarget = (target: string, group: string): Claim => ({
  scope: `grant of ${target}`,
  value: group,
})
