import type { TunnelSpec } from '../dataplane/port.ts'
import type { ChildProposal } from '../domain/ike.ts'
import type { Tunnel } from '../domain/resource.ts'
import type { Store, StoreTransaction } from '../store/port.ts'
import type { Mutant } from './mutant.ts'

type Planted = Partial<Omit<Mutant, 'name'>>
type Overriding = (store: Store, change: (transaction: StoreTransaction) => Partial<StoreTransaction>) => Store

const withoutKeyExchange = ({ keyExchange: _, ...proposal }: ChildProposal): ChildProposal => proposal

/** The tunnel of a handler that does not read one of its parameters: the default is stored instead. */
const forgotten: Readonly<Record<string, (tunnel: Tunnel) => Tunnel>> = {
  'the IKE lifetime': (tunnel) => ({ ...tunnel, ike: { ...tunnel.ike, lifetimeSeconds: 86_400 } }),
  'the exchange mode': (tunnel) => ({ ...tunnel, ike: { ...tunnel.ike, mode: 'main' } }),
  'the IKE integrity algorithm': (tunnel) => ({
    ...tunnel,
    ike: { ...tunnel.ike, proposal: { ...tunnel.ike.proposal, integrity: 'sha1' } },
  }),
  'the IKE key exchange group': (tunnel) => ({
    ...tunnel,
    ike: { ...tunnel.ike, proposal: { ...tunnel.ike.proposal, keyExchange: 'modp1024' } },
  }),
  'the local identity': ({ ike: { localIdentity: _, ...ike }, ...tunnel }) => ({ ...tunnel, ike }),
  'the remote identity': ({ ike: { remoteIdentity: _, ...ike }, ...tunnel }) => ({ ...tunnel, ike }),
  'the Child SA lifetime': (tunnel) => ({ ...tunnel, child: { ...tunnel.child, lifetimeSeconds: 86_400 } }),
  'the Child SA lifetime in kilobytes': ({ child: { lifetimeKilobytes: _, ...child }, ...tunnel }) => ({
    ...tunnel,
    child,
  }),
  'perfect forward secrecy': (tunnel) => ({
    ...tunnel,
    child: { ...tunnel.child, proposal: withoutKeyExchange(tunnel.child.proposal) },
  }),
  'the Child SA encryption': (tunnel) => ({
    ...tunnel,
    child: { ...tunnel.child, proposal: { ...tunnel.child.proposal, encryption: 'aes128' } },
  }),
  'dead peer detection': ({ deadPeerDetection: _, ...tunnel }) => tunnel,
  'the BGP configuration': ({ bgp: _, ...tunnel }) => tunnel,
  'the switch of NAT traversal': (tunnel) => ({ ...tunnel, natTraversal: true }),
}

/** The same on the way to the daemon. */
const unconfigured: Readonly<Record<string, (tunnel: TunnelSpec) => TunnelSpec>> = {
  'the Child SA lifetime': (tunnel) => ({ ...tunnel, child: { ...tunnel.child, lifetimeSeconds: 86_400 } }),
  'dead peer detection': ({ deadPeerDetection: _, ...tunnel }) => tunnel,
}

const storing = (transacting: Overriding, change: (tunnel: Tunnel) => Tunnel): Planted => ({
  store: (store) =>
    transacting(store, (transaction) => ({
      put(resource) {
        if (resource.kind !== 'connection') return transaction.put(resource)
        const { spec } = resource
        return transaction.put({ ...resource, spec: { ...spec, tunnels: spec.tunnels.map(change) } })
      },
    })),
})

const configuring = (change: (tunnel: TunnelSpec) => TunnelSpec): Planted => ({
  plane: (plane) => ({
    ...plane,
    perform: (step) => plane.perform(step.do === 'configure-tunnel' ? { ...step, tunnel: change(step.tunnel) } : step),
  }),
})

/** A fault for each kind of parameter that could be accepted and then ignored. */
export const droppedParameters = (transacting: Overriding): Readonly<Record<string, Planted>> => ({
  ...Object.fromEntries(
    Object.entries(forgotten).map(([what, change]) => [
      `${what} is accepted and ignored`,
      storing(transacting, change),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(unconfigured).map(([what, change]) => [`${what} does not reach the daemon`, configuring(change)]),
  ),
})
