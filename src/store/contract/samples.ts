import { everything, type Ipv4Address, type Ipv4Prefix } from '../../domain/address.ts'
import type { PreSharedKey } from '../../domain/ike.ts'
import type { Reader } from '../../domain/reader.ts'
import { type Extras, type Kind, type Labels, noExtras, noLabels, type Resource } from '../../domain/resource.ts'
import type { RouteEntry, RoutePlace } from '../../domain/route-entry.ts'
import type { Scope } from '../port.ts'

export const here: Scope = { account: 'account-1', region: 'region-1' }
export const elsewhere: Scope = { account: 'account-1', region: 'region-2' }
export const others: Scope = { account: 'account-2', region: 'region-1' }

export const pool = '203.0.113.0/24' as Ipv4Prefix
export const address = (last: number) => `203.0.113.${last}` as Ipv4Address

interface Common {
  readonly scope?: Scope
  readonly generation?: number
  readonly labels?: Labels
  readonly extras?: Extras
  readonly name?: string
}

/** As some dialect may have written them. */
export const extrasOf = (values: object): Extras => values as Extras

const common = ({ scope = here, generation = 1, labels = noLabels, extras = noExtras, name = 'sample' }: Common) => ({
  ...scope,
  name,
  createdAt: 1_700_000_000_000,
  generation,
  deleting: false,
  labels,
  extras,
})

export const network = (id: string, options: Common = {}): Resource<'network'> => ({
  ...common(options),
  kind: 'network',
  id,
  spec: { prefix: '10.0.0.0/8' as Ipv4Prefix },
})

export const subnet = (id: string, of: string, options: Common = {}): Resource<'subnet'> => ({
  ...common(options),
  kind: 'subnet',
  id,
  spec: { network: of, prefix: '10.1.0.0/16' as Ipv4Prefix, zone: 'a' },
})

export const customerGateway = (id: string, options: Common = {}): Resource<'customer-gateway'> => ({
  ...common(options),
  kind: 'customer-gateway',
  id,
  spec: { address: '198.51.100.7' as Ipv4Address },
})

export const gateway = (
  id: string,
  addresses: readonly Ipv4Address[],
  options: Common & { readonly network?: string; readonly subnets?: readonly string[] } = {},
): Resource<'gateway'> => ({
  ...common(options),
  kind: 'gateway',
  id,
  spec: {
    network: options.network ?? 'network-1',
    subnets: options.subnets ?? [],
    addresses,
    bandwidthMbps: 100,
  },
})

export const connection = (
  id: string,
  of: { readonly gateway?: string; readonly peers: readonly [string] | readonly [string, string] },
  options: Common = {},
): Resource<'connection'> => ({
  ...common(options),
  kind: 'connection',
  id,
  spec: {
    ...(of.gateway === undefined ? {} : { gateway: of.gateway }),
    selectors: [{ local: [everything], remote: ['10.2.0.0/16' as Ipv4Prefix] }],
    tunnels: of.peers.map((customerGateway, at) => ({
      id: `${id}-${at + 1}`,
      index: at === 0 ? 1 : 2,
      customerGateway,
      ike: {
        version: 2,
        mode: 'main',
        proposal: { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' },
        lifetimeSeconds: 86_400,
        preSharedKey: 'not "a" secret, \u{1f511}' as PreSharedKey,
      },
      child: { proposal: { encryption: 'aes256gcm16', integrity: 'sha256' }, lifetimeSeconds: 86_400 },
      natTraversal: true,
    })),
    startAction: 'start',
    automaticRoutes: true,
  },
})

export const routerGroup = (id: string, options: Common = {}): Resource<'router-group'> => ({
  ...common(options),
  kind: 'router-group',
  id,
  spec: {},
})

export const router = (id: string, group: string, options: Common = {}): Resource<'router'> => ({
  ...common(options),
  kind: 'router',
  id,
  spec: { group },
})

/** The connection's attachment to the router, which gives it the outer addresses. */
export const attachment = (
  id: string,
  of: { readonly router: string; readonly connection: string; readonly addresses?: readonly Ipv4Address[] },
  options: Common = {},
): Resource<'router-attachment'> => ({
  ...common(options),
  kind: 'router-attachment',
  id,
  spec: {
    router: of.router,
    target: { kind: 'connection', id: of.connection, addresses: of.addresses ?? [] },
    publishesRoutes: true,
  },
})

export const underlayHost = (id: string, at: Ipv4Address, options: Common = {}): Resource<'host'> => ({
  ...common(options),
  kind: 'host',
  id,
  spec: { place: { kind: 'underlay' }, address: at },
})

/** A route of the place; of a gateway unless another kind is said. */
export const route = (
  id: string,
  of: Partial<RouteEntry> & { readonly place: RoutePlace },
  options: Common = {},
): Resource<'route'> => ({
  ...common(options),
  kind: 'route',
  id,
  spec: {
    destination: '10.3.0.0/16' as Ipv4Prefix,
    nextHop: of.place.id,
    priority: 10,
    preference: 0,
    enabled: true,
    published: false,
    ...of,
  },
})

/** The resource one generation on, with changes. */
export const next = <R extends Resource>(
  resource: R,
  change: Partial<Pick<R, 'name' | 'deleting' | 'spec' | 'labels' | 'extras'>> = {},
): R => ({ ...resource, ...change, generation: resource.generation + 1 })

export const ids = (resources: readonly { readonly id: string }[]): readonly string[] => resources.map(({ id }) => id)

/** All of a kind that are in sight, newest first. */
export const listed = async <K extends Kind>(reader: Pick<Reader, 'page'>, kind: K): Promise<readonly Resource<K>[]> =>
  (await reader.page(kind, { limit: 1_000_000 })).items
