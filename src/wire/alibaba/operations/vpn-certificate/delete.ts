import { removeCertificate } from '../../../../commands/gateway-certificate.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { about, vpn } from '../shared/service.ts'
import { configuring } from '../vpn-gateway/errors.ts'
import { certificateFields, certificateUses, documentedCodes } from './request.ts'

export const dissociateVpnGatewayWithCertificate = operation({
  ...about('DissociateVpnGatewayWithCertificate', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Takes a certificate from a VPN gateway, which carries nothing until it has another for the same use.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...certificateFields,
    CertificateId: {
      ...certificateFields.CertificateId,
      note: 'as ListVpnCertificateAssociations tells it, or as it was associated',
    },
  },
  response: {},
  errors: { 'gateway-not-found': true, 'certificate-not-found': true, busy: configuring },
  documented: documentedCodes,
  async run(context: CallContext, { VpnGatewayId: gateway, CertificateType, CertificateId: certificate }) {
    const use = certificateUses[CertificateType]
    const dissociated = await context.execute(removeCertificate, { gateway, certificate, use })
    return dissociated.ok ? ok({}) : dissociated
  },
})
