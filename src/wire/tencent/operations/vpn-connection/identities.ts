import type { Ipv4Address } from '../../../../domain/address.ts'
import type { IkeIdentity } from '../../../../domain/identity.ts'

/** What each end calls itself, in the API's own members; kept as they were given, to be shown so. */
export interface Identities {
  readonly LocalIdentity: 'ADDRESS' | 'FQDN'
  readonly RemoteIdentity: 'ADDRESS' | 'FQDN'
  readonly LocalAddress: string
  readonly RemoteAddress: string
  readonly LocalFqdnName: string
  readonly RemoteFqdnName: string
}

export type IdentityTexts = { readonly [N in keyof Identities]?: Identities[N] | undefined }

const none: Identities = {
  LocalIdentity: 'ADDRESS',
  RemoteIdentity: 'ADDRESS',
  LocalAddress: '',
  RemoteAddress: '',
  LocalFqdnName: '',
  RemoteFqdnName: '',
}

/**
 * What is named in `texts` replaces what was there, member by member; with another kind of identity, what the old kind
 * had does not stay.
 */
export function mergeIdentities(texts: IdentityTexts, before: Identities = none): Identities {
  const { LocalIdentity = before.LocalIdentity, RemoteIdentity = before.RemoteIdentity } = texts
  const local = LocalIdentity === before.LocalIdentity ? before : none
  const remote = RemoteIdentity === before.RemoteIdentity ? before : none
  return {
    LocalIdentity,
    RemoteIdentity,
    LocalAddress: texts.LocalAddress ?? local.LocalAddress,
    RemoteAddress: texts.RemoteAddress ?? remote.RemoteAddress,
    LocalFqdnName: texts.LocalFqdnName ?? local.LocalFqdnName,
    RemoteFqdnName: texts.RemoteFqdnName ?? remote.RemoteFqdnName,
  }
}

export const namesIdentity = (texts: IdentityTexts): boolean =>
  Object.keys(none).some((name) => texts[name as keyof Identities] !== undefined)

/** The decoder has made sure of their form. Undefined stands for the end's own outer address. */
const identity = (text: string): IkeIdentity | undefined => (text === '' ? undefined : (text as IkeIdentity))

interface IkeIdentities {
  readonly localIdentity?: IkeIdentity
  readonly remoteIdentity?: IkeIdentity
}

export function toIkeIdentities(identities: Identities): IkeIdentities {
  const { LocalIdentity, LocalAddress, LocalFqdnName, RemoteIdentity, RemoteAddress, RemoteFqdnName } = identities
  const local = identity(LocalIdentity === 'FQDN' ? LocalFqdnName : LocalAddress)
  const remote = identity(RemoteIdentity === 'FQDN' ? RemoteFqdnName || RemoteAddress : RemoteAddress)
  return {
    ...(local === undefined ? {} : { localIdentity: local }),
    ...(remote === undefined ? {} : { remoteIdentity: remote }),
  }
}

/** The same for a tunnel that had others: what was set before can be replaced, but not taken back. */
export const toIkeIdentitiesBetween = (
  identities: Identities,
  own: Ipv4Address | undefined,
  peer: Ipv4Address | undefined,
): IkeIdentities => toIkeIdentities(withAddresses(identities, own, peer))

/** With the addresses that stand in where ADDRESS came without one. */
const withAddresses = (
  identities: Identities,
  own: Ipv4Address | undefined,
  peer: Ipv4Address | undefined,
): Identities => ({
  ...identities,
  LocalAddress: identities.LocalAddress || (identities.LocalIdentity === 'ADDRESS' ? (own ?? '') : ''),
  RemoteAddress: identities.RemoteAddress || (identities.RemoteIdentity === 'ADDRESS' ? (peer ?? '') : ''),
})

/**
 * The same as they are shown. Where a name was given, though the identity is an address, nothing is filled in: the Terraform
 * provider sends RemoteFqdnName by what LocalIdentity is, and would take an address beside it for a change.
 */
export const shownIdentities = (
  identities: Identities,
  own: Ipv4Address | undefined,
  peer: Ipv4Address | undefined,
): Identities =>
  withAddresses(
    identities,
    identities.LocalFqdnName === '' ? own : undefined,
    identities.RemoteFqdnName === '' ? peer : undefined,
  )
