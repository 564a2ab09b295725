import { type DomainError, domainError } from '../domain/error.ts'
import { isCertified } from '../domain/gateway-certificates.ts'
import { usesShangMi } from '../domain/ike.ts'
import type { Connection, Gateway, Tunnel } from '../domain/resource.ts'

const wordsOfShangMi = ({ ike, child }: Tunnel): readonly boolean[] => [
  ike.proposal.encryption === 'sm4',
  ike.proposal.integrity === 'sm3',
  child.proposal.encryption === 'sm4',
  child.proposal.integrity === 'sm3',
]

function checkTunnel(tunnel: Tunnel): DomainError | undefined {
  const { id, ike } = tunnel
  if (ike.certificateAuthority === undefined) {
    return domainError('certificate-missing', 'name the authority of the peer’s certificate', id)
  }
  if (ike.remoteIdentity === undefined) {
    return domainError('remote-identity-missing', 'name whom the peer’s certificate is of', id)
  }
  if (!wordsOfShangMi(tunnel).every(Boolean))
    return domainError('algorithms-mixed', 'must be sm4 and sm3 throughout', id)
  if (ike.version === 1 && ike.mode === 'main') return undefined
  return domainError('algorithms-mixed', 'sm4 and sm3 go with IKEv1 in main mode alone', id)
}

const isMeant = ({ tunnels }: Connection): boolean =>
  tunnels.some((tunnel) => tunnel.ike.certificateAuthority !== undefined || wordsOfShangMi(tunnel).includes(true))

/**
 * Whether the tunnels have all of ShangMi or nothing of it: as the gateway is, or as any of them says where there is none.
 * `lacks` says why the data plane does not have the algorithms.
 */
export function checkShangMi(
  connection: Connection,
  gateway: Gateway | undefined,
  lacks: string | undefined,
): DomainError | undefined {
  const isShangMi = gateway === undefined ? isMeant(connection) : gateway.isShangMi === true
  if (!isShangMi) {
    if (!isMeant(connection)) return undefined
    return domainError('algorithms-mixed', 'ShangMi is for gateways that were made for it', connection.gateway)
  }
  if (lacks !== undefined) return domainError('algorithms-unsupported', lacks, connection.gateway)
  if (gateway !== undefined && !isCertified(gateway)) {
    return domainError(
      'certificate-missing',
      'the gateway needs one to sign and one to encrypt with',
      connection.gateway,
    )
  }
  for (const tunnel of connection.tunnels) {
    const refusal = checkTunnel(tunnel)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** The same where they are some algorithms among others, which go with a pre-shared key and any gateway. */
export function checkShangMiByKey({ tunnels }: Connection, lacks: string | undefined): DomainError | undefined {
  const using = tunnels.find(({ ike, child }) => usesShangMi(ike.proposal) || usesShangMi(child.proposal))
  return using === undefined || lacks === undefined ? undefined : domainError('algorithms-unsupported', lacks, using.id)
}
