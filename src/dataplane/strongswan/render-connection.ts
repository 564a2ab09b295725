import type { Ipv4Prefix } from '../../domain/address.ts'
import type { Esp } from '../../domain/esp.ts'
import { type IkeIdentity, isAddress, parseIkeIdentity } from '../../domain/identity.ts'
import { type ChildParameters, type TrafficSelectors, usesShangMi } from '../../domain/ike.ts'
import { childrenOf } from '../children.ts'
import { digestTunnel } from '../digest.ts'
import type { TunnelSpec } from '../port.ts'
import type { PreflightPlan } from '../preflight.ts'
import { spellChildProposal, spellIkeProposal } from '../proposal.ts'
import { liveness } from './render-settings.ts'
import type { ViciMessage } from './vici/message.ts'

/** Neither 5.9.8 nor any plugin of Debian's has RFC 8998's, or GM/T 0022's, algorithms. */
export const noShangMi = 'strongSwan, which carries tunnels here, does not have the ShangMi algorithms'

/** The number of the XFRM interface that a tunnel's SAs belong to where the kernel has them; a namespace has no other. */
export const interfaceId = '1'

/**
 * A tunnel as VICI's `load-conn` and `load-shared` take it (strongSwan's vici README and swanctl.conf(5)). Pure.
 */
export interface RenderedTunnel {
  /** The digest of the tunnel: the connection's name and the key's id, so that the daemon itself tells what it runs with. */
  readonly name: string
  readonly loadConn: ViciMessage
  readonly loadShared: ViciMessage
}

export function renderTunnel(tunnel: TunnelSpec, esp: Esp): RenderedTunnel {
  // Refused where it is asked for; what another data plane has left behind comes here.
  if (isShangMi(tunnel)) throw new TypeError(noShangMi)
  const name = digestTunnel(tunnel)
  return {
    name,
    loadConn: { [name]: renderConnection(tunnel, esp) },
    // Without owners it fits any identity: the daemon has this one connection, and IKEv1's main mode has to choose the key
    // before it has read an identity (RFC 2409 section 5.4).
    loadShared: { id: name, type: 'IKE', data: tunnel.preSharedKey },
  }
}

const isShangMi = ({ certificateAuthority, proposal, child }: TunnelSpec): boolean =>
  certificateAuthority !== undefined || usesShangMi(proposal) || usesShangMi(child.proposal)

/**
 * charon sends nothing of its own accord: `start_action` is none, and the reconciler says when to initiate. What it does by
 * itself is to restart towards a dead peer, where that was asked for.
 *
 * `encap` forces UDP encapsulation: ESP in user space has no other way out of the process. The kernel's is encapsulated where
 * a NAT is found on the way. charon offers NAT traversal (RFC 3947, RFC 7296 section 2.23) to every peer, and has no setting
 * to refuse it, so `natTraversal: false` is not rendered: such a tunnel comes up with encapsulation all the same.
 */
function renderConnection(tunnel: TunnelSpec, esp: Esp): ViciMessage {
  const { lifetimeSeconds, deadPeerDetection } = tunnel
  const rekeySeconds = rekeyAt(lifetimeSeconds)
  return {
    version: String(tunnel.version),
    ...(tunnel.version === 1 ? { aggressive: tunnel.mode === 'aggressive' ? 'yes' : 'no' } : {}),
    local_addrs: [tunnel.localAddress],
    remote_addrs: [tunnel.remoteAddress],
    proposals: [spellIkeProposal(tunnel.proposal)],
    ...(esp === 'kernel' ? { if_id_in: interfaceId, if_id_out: interfaceId } : { encap: 'yes' }),
    mobike: 'no',
    keyingtries: '1',
    dpd_delay: `${liveness(deadPeerDetection).checkSeconds}s`,
    // Read by IKEv1 alone (RFC 3706).
    ...(deadPeerDetection === undefined ? {} : { dpd_timeout: `${deadPeerDetection.timeoutSeconds}s` }),
    rekey_time: `${rekeySeconds}s`,
    over_time: `${lifetimeSeconds - rekeySeconds}s`,
    // Nothing reads it where a key authenticates. Without a difference that charon sees (it looks at no name, and at no key), it
    // would put the Child SAs of this configuration into an IKE SA of the one before.
    local: { auth: 'psk', id: spellIdentity(tunnel.localIdentity), aaa_id: `fqdn:${digestTunnel(tunnel)}` },
    remote: { auth: 'psk', id: spellIdentity(tunnel.remoteIdentity) },
    children: renderChildren(tunnel),
  }
}

/** SAs are rekeyed after nine tenths of their lifetime; charon takes a random part off, so that not both ends start. */
const rekeyAt = (lifetime: number): number => Math.floor(lifetime * 0.9)

/**
 * charon guesses an identity's type by its look ("%any", "a=b", "@x" are not names to it), so the type of a name is said,
 * and its bytes in hexadecimal: behind a type it would read "#2a" as such. An address is left to its look: after "ipv4:"
 * charon takes the characters themselves for the four bytes. Throws for what would be a pattern however it is spelt.
 */
function spellIdentity(identity: IkeIdentity): string {
  if (parseIkeIdentity(identity) === undefined) throw new TypeError(`the identity ${identity} is a pattern, not a name`)
  if (isAddress(identity)) return identity
  return `${identity.includes('@') ? 'email' : 'fqdn'}:#${Buffer.from(identity).toString('hex')}`
}

const renderChildren = (tunnel: TunnelSpec): ViciMessage =>
  Object.fromEntries(childrenOf(tunnel).map((selectors, index) => [childName(index), renderChild(tunnel, selectors)]))

export const childName = (index: number): string => `child-${index + 1}`

/**
 * The same connection for a pair of SAs beside the tunnel's own that is ended at once. `unique` has charon send no
 * INITIAL_CONTACT, and take the tunnel's own IKE SA for none of it. Where it may go no further than the IKE SA's proposal,
 * this end has nothing to authenticate with: charon then ends by itself what nobody else knows of.
 */
export function renderPreflight(tunnel: TunnelSpec, esp: Esp, { reach, children }: PreflightPlan): ViciMessage {
  // Towards a peer that falls silent it is not to begin again.
  const { deadPeerDetection: _, ...passing } = tunnel
  const { local, ...connection } = renderConnection(passing, esp)
  const authentication = reach === 'ike' ? { auth: 'pubkey', id: spellIdentity(tunnel.localIdentity) } : local
  return {
    ...connection,
    unique: 'never',
    ...(authentication === undefined ? {} : { local: authentication }),
    children: Object.fromEntries(
      children.map(({ selectors, proposed = selectors }, index) => [
        childName(index),
        { ...renderChild(passing, proposed), policies: 'no' },
      ]),
    ),
  }
}

function renderChild({ child, deadPeerDetection }: TunnelSpec, selectors: TrafficSelectors): ViciMessage {
  return {
    mode: 'tunnel',
    local_ts: selectors.local,
    remote_ts: selectors.remote,
    esp_proposals: [spellChildProposal(child.proposal)],
    start_action: 'none',
    close_action: 'none',
    ...(deadPeerDetection === undefined ? {} : { dpd_action: deadPeerDetection.action }),
    ...renderLifetimes(child),
  }
}

function renderLifetimes({ lifetimeSeconds, lifetimeKilobytes }: ChildParameters): ViciMessage {
  const seconds = { rekey_time: `${rekeyAt(lifetimeSeconds)}s`, life_time: `${lifetimeSeconds}s` }
  if (lifetimeKilobytes === undefined) return seconds
  const bytes = lifetimeKilobytes * 1024
  return { ...seconds, rekey_bytes: String(rekeyAt(bytes)), life_bytes: String(bytes) }
}

/** What the local selectors of the tunnel's Child SAs are at their widest. */
export const localPrefixes = (tunnel: TunnelSpec): readonly Ipv4Prefix[] => [
  ...new Set(tunnel.selectors.flatMap(({ local }) => local)),
]
