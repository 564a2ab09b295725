/**
 * What a caller is told who is not allowed something. Sources: error codes of the VPN pages (VPC API), and of the VPC, RAM
 * and STS pages of 2021; "How to troubleshoot an access denied error" (2023).
 */
import type { Layer } from '../../access/authorize.ts'
import type { WireError } from '../../operations/operation.ts'
import type { Denial } from '../http/dialect.ts'

interface Told {
  readonly code: string
  readonly message: string
}

const forbidden = (code: string): Told => ({
  code,
  message: 'User not authorized to operate on the specified resource.',
})

/** The double b is the cloud's. */
const subUser: Told = {
  code: 'Forbbiden.SubUser',
  message: 'User not authorized to operate on the specified resource as your account is created by another user.',
}

const noPermission: Told = {
  code: 'NoPermission',
  message: 'You are not authorized to do this action. You should be authorized by RAM.',
}

const ofRam: Told = { code: 'NoPermission', message: 'You are not authorized to do this action.' }

const ofOthers: Told = {
  code: 'Forbidden.RAM',
  message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
}

const ofVpn = /^vpc:.*(Vpn|CustomerGateway|Vco|Tunnel|Ssl|Ipsec)/

/**
 * VPN's own pages have two codes and do not say which is when: a RAM user gets the one that tells him to ask for more, and
 * everybody else the one that does not. The other pages of VPC have one. CEN's pages name none that a request can end in;
 * RAM, STS and Resource Management have one, and most other products another.
 */
function told(action: string, kind: Denial['principal']['kind']): Told {
  if (action.startsWith('cen:')) return forbidden('Forbidden')
  if (action.startsWith('ram:')) return ofRam
  if (/^(sts|resourcemanager):/.test(action)) return noPermission
  if (!action.startsWith('vpc:')) return ofOthers
  if (!ofVpn.test(action)) return forbidden('Forbbiden')
  return kind === 'user' ? subUser : forbidden('Forbidden')
}

/** The codes that an operation's denial may have. */
export const denialCodes = (action: string): readonly string[] => [
  ...new Set((['user', 'role'] as const).map((kind) => told(action, kind).code)),
]

const policyTypes: Readonly<Record<Layer, string>> = {
  session: 'SessionPolicy',
  account: 'AccountLevelIdentityBasedPolicy',
  'resource-group': 'ResourceGroupLevelIdentityBasedPolicy',
}

/** Users of `AccessDeniedDetail` find out from it which policy to change, and whose. */
const detail = ({ principal, action, decision }: Denial) => ({
  AuthAction: action,
  AuthResource: decision.resource,
  AuthPrincipalType: principal.kind === 'user' ? 'SubUser' : 'AssumedRoleUser',
  AuthPrincipalOwnerId: principal.account,
  AuthPrincipalDisplayName: principal.kind === 'user' ? principal.id : `${principal.name}:${principal.session ?? ''}`,
  NoPermissionType: decision.why === 'denied' ? 'ExplicitDeny' : 'ImplicitDeny',
  PolicyType: policyTypes[decision.by],
})

export const deny = (denial: Denial): WireError => ({
  status: 403,
  ...told(denial.action, denial.principal.kind),
  besides: { AccessDeniedDetail: detail(denial) },
})
