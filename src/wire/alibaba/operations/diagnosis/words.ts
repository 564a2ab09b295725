/** What the data plane has seen of a tunnel, in the words of DiagnoseVpnConnections and DescribeVpnConnectionLogs. */
import type { Suspension } from '../../../../domain/billing.ts'
import type { Cause } from '../../../../domain/cause.ts'
import type { FailureReason, NegotiationFailure } from '../../../../domain/negotiation-failure.ts'
import type { SeenChange } from '../../../../domain/tunnel-change.ts'

interface Words {
  readonly code: string
  readonly reason: string
}

const phaseNumber = { ike: 1, child: 2 } as const

/** Of the codes the document names Phase1NegotiationTimeout alone; the others are made after it. */
const words: Readonly<Record<FailureReason, (phase: 1 | 2) => Words>> = {
  'peer-silent': (phase) => ({ code: `Phase${phase}NegotiationTimeout`, reason: `Phase${phase} negotiation timeout` }),
  'peer-unreachable': () => ({ code: 'PeerUnreachable', reason: 'No route leads to the customer gateway' }),
  'peer-dead': () => ({ code: 'DpdTimeout', reason: 'DPD timeout' }),
  'ended-by-peer': (phase) => ({ code: `Phase${phase}DeletedByPeer`, reason: `Phase${phase} SA deleted by the peer` }),
  'lifetime-ended': (phase) => ({ code: `Phase${phase}LifetimeExpired`, reason: `Phase${phase} SA lifetime expired` }),
  'no-proposal-chosen': (phase) => ({
    code: `Phase${phase}ProposalMismatch`,
    reason: `Phase${phase} proposal mismatch`,
  }),
  'authentication-failed': () => ({ code: 'AuthenticationFailed', reason: 'Pre-shared key or identity mismatch' }),
  'selectors-unacceptable': () => ({ code: 'TrafficSelectorMismatch', reason: 'Local and remote subnet mismatch' }),
  'no-configuration': () => ({ code: 'ConfigurationNotFound', reason: 'No configuration for these ends' }),
  'installation-failed': () => ({ code: 'InstallationFailed', reason: 'IPsec SA could not be installed' }),
  other: (phase) => ({ code: `Phase${phase}NegotiationFailed`, reason: `Phase${phase} negotiation failed` }),
}

/** Where it is known what differs, the code says it. */
const causes: Readonly<Partial<Record<Cause, Words>>> = {
  'pre-shared-key': { code: 'PskMismatch', reason: 'Pre-shared key mismatch' },
  certificate: { code: 'CertificateMismatch', reason: 'Certificate mismatch' },
  identity: { code: 'IdentityMismatch', reason: 'LocalId or RemoteId mismatch' },
  nat: { code: 'IdentityMismatch', reason: 'LocalId or RemoteId mismatch: an end is behind NAT' },
  'ike-version': { code: 'IkeVersionMismatch', reason: 'IKE version mismatch' },
  'exchange-mode': { code: 'IkeModeMismatch', reason: 'IKE mode mismatch' },
  'perfect-forward-secrecy': { code: 'Phase2PfsMismatch', reason: 'Phase2 PFS mismatch' },
}

export const wordsOfCause = (cause: Cause | undefined): Words | undefined =>
  cause === undefined ? undefined : causes[cause]

export const wordsFor = ({ reason, phase }: Pick<NegotiationFailure, 'reason' | 'phase'>): Words =>
  words[reason](phaseNumber[phase])

export const daemonDead: Words = { code: 'DaemonNotRunning', reason: 'The IKE daemon of the tunnel is not running' }

const suspensionReasons: Readonly<Record<Suspension, string>> = {
  unpaid: 'Nobody has paid for it yet',
  expired: 'The term that it was paid for is over',
  overdue: 'The account is in debt',
  'by-operator': 'It was stopped by the operator',
}

/** Made after the word that a gateway's BusinessStatus has for it. */
export const suspendedAs = (suspended: Suspension): Words => ({
  code: 'FinancialLocked',
  reason: suspensionReasons[suspended],
})

/** "2023-01-13 11:39:21", of UTC. */
const time = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

const states: Readonly<Record<SeenChange['from'] | SeenChange['to'], string>> = {
  unseen: 'not seen yet',
  'ike-down': 'IKE SA not established',
  'ike-up': 'IKE SA established',
  'child-down': 'IPsec SA not established',
  'child-up': 'IPsec SA established',
  gone: 'removed',
}

function because(failure: SeenChange['failure']): string {
  if (failure === undefined) return ''
  if (failure === 'daemon-dead') return `: ${daemonDead.reason}`
  return `: ${failure.reason}, refused by the ${failure.refusedBy} end: ${failure.detail}`
}

export const failureLine = (connection: string, tunnel: string, { detail, at }: NegotiationFailure): string =>
  `${time(at)} ${connection} ${tunnel} [PROTO_ERR]: ${detail}`

export function changeLine(connection: string, { tunnel, from, to, failure, at }: SeenChange): string {
  const level = failure === undefined ? 'INFO' : 'PROTO_ERR'
  return `${time(at)} ${connection} ${tunnel} [${level}]: ${states[to]} (before: ${states[from]})${because(failure)}`
}
