/** What a caller is told who is not allowed something. Sources: error codes of the VPN pages (VPC API), and of the VPC and STS pages of 2021. */
import type { WireError } from '../../operations/operation.ts'
import type { Denial } from '../http/dialect.ts'

const forbidden = (code: string): WireError => ({
  status: 403,
  code,
  message: 'User not authorized to operate on the specified resource.',
})

/** The double b is the cloud's. */
const subUser: WireError = {
  status: 403,
  code: 'Forbbiden.SubUser',
  message: 'User not authorized to operate on the specified resource as your account is created by another user.',
}

const noPermission: WireError = {
  status: 403,
  code: 'NoPermission',
  message: 'You are not authorized to do this action. You should be authorized by RAM.',
}

const ofRam: WireError = {
  status: 403,
  code: 'Forbidden.RAM',
  message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
}

const ofVpn = /^vpc:.*(Vpn|CustomerGateway|Vco|Tunnel|Ssl|Ipsec)/

/**
 * VPN's own pages have two codes and do not say which is when: a RAM user gets the one that tells him to ask for more, and
 * everybody else the one that does not. The other pages of VPC have one. CEN's pages name none that a request can end in;
 * STS and Resource Management have one, and most other products another.
 */
export function deny({ action, principal }: Denial): WireError {
  if (action.startsWith('cen:')) return forbidden('Forbidden')
  if (/^(sts|resourcemanager):/.test(action)) return noPermission
  if (!action.startsWith('vpc:')) return ofRam
  if (!ofVpn.test(action)) return forbidden('Forbbiden')
  return principal.kind === 'user' ? subUser : forbidden('Forbidden')
}
