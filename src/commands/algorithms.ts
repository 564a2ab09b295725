import { type DomainError, domainError } from '../domain/error.ts'
import { isAead } from '../domain/ike.ts'
import type { Connection, Gateway, Tunnel } from '../domain/resource.ts'
import { checkShangMi, checkShangMiByKey } from './shang-mi.ts'

/** IKEv1 has no attribute for an AEAD algorithm in an IKE SA: such a proposal cannot be sent (RFC 5282 is of IKEv2). */
const isUnsayable = ({ ike }: Tunnel): boolean => ike.version === 1 && isAead(ike.proposal.encryption)

/** What was so before is no reason to refuse a change of something else. */
export function checkAead({ tunnels }: Connection, before?: Connection): DomainError | undefined {
  const wasSo = (tunnel: Tunnel) => before?.tunnels.some((other) => other.index === tunnel.index && isUnsayable(other))
  const refused = tunnels.find((tunnel) => isUnsayable(tunnel) && wasSo(tunnel) !== true)
  if (refused === undefined) return undefined
  const { encryption } = refused.ike.proposal
  return domainError('ikev1-aead', `IKEv1 cannot propose ${encryption} for an IKE SA: use IKEv2`, refused.id)
}

/** What a connection may have beside what can be proposed. */
export interface AlgorithmRules {
  /** Why the data plane does not have the ShangMi algorithms, where it does not. */
  readonly lacksShangMi?: string | undefined
  /** Takes the ShangMi algorithms as some among others, with a pre-shared key and on any gateway. */
  readonly shangMiByKey?: boolean
}

/** Whether the algorithms can be proposed, and are there. `before` is what the connection had. */
export function checkAlgorithms(
  connection: Connection,
  gateway: Gateway | undefined,
  { lacksShangMi, shangMiByKey = false }: AlgorithmRules,
  before?: Connection,
): DomainError | undefined {
  return (
    checkAead(connection, before) ??
    (shangMiByKey ? checkShangMiByKey(connection, lacksShangMi) : checkShangMi(connection, gateway, lacksShangMi))
  )
}
