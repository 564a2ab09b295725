import type { CertificateUse } from '../../../../domain/gateway-certificates.ts'
import { required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { clientToken, dryRun, id, region } from '../shared/request-fields.ts'

export const certificateUses = { Encryption: 'encryption', Signature: 'signature' } as const satisfies Record<
  string,
  CertificateUse
>

export const certificateTypes = { encryption: 'Encryption', signature: 'Signature' } as const

export const certificateType = t.word('Encryption', 'Signature')

const worldless = 'what counts for peers is that there is one for each use'

/** A certificate of a gateway. */
export const certificateFields = {
  ...region,
  VpnGatewayId: required(id),
  CertificateType: required(certificateType, { code: 'IllegalParam.CertificateType', worldless }),
  CertificateId: required(id, { worldless }),
  ...clientToken,
  ...dryRun,
}

/** Of both operations that change them. */
export const documentedCodes = [
  'IllegalParam.CertificateType',
  'VpnGateway.Configuring',
  'Forbidden',
  'InvalidVpnGatewayInstanceId.NotFound',
] as const
