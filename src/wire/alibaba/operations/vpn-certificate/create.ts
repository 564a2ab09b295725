import { addCertificate } from '../../../../commands/gateway-certificate.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { about, vpn } from '../shared/service.ts'
import { configuring } from '../vpn-gateway/errors.ts'
import { certificateFields, certificateUses, documentedCodes } from './request.ts'

export const associateVpnGatewayWithCertificate = operation({
  ...about('AssociateVpnGatewayWithCertificate', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Gives a NationalStandard VPN gateway a certificate: it needs one to sign and another to encrypt with.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...certificateFields,
    CertificateId: {
      ...certificateFields.CertificateId,
      note: 'nothing is asked about it: there is no keeper of certificates behind an installation',
    },
  },
  response: {},
  shownBy: {
    operation: 'ListVpnCertificateAssociations',
    by: 'VpnGatewayId',
    id: 'VpnGatewayId',
    at: 'VpnCertificateRelations',
  },
  errors: {
    'gateway-not-found': true,
    'algorithms-unsupported': true,
    'algorithms-mixed': {
      status: 400,
      code: 'OperationUnsupported.VpnType',
      message: 'The specified VpnType is not supported: %d.',
    },
    'certificate-exists': true,
    busy: configuring,
  },
  documented: documentedCodes,
  async run(context: CallContext, { VpnGatewayId, CertificateType, CertificateId }) {
    const associated = await context.execute(addCertificate, {
      gateway: VpnGatewayId,
      certificate: {
        id: context.random.uuid(),
        certificate: CertificateId,
        use: certificateUses[CertificateType],
        at: context.now,
      },
      lacksShangMi: context.lacks['shang-mi'],
    })
    return associated.ok ? ok({}) : associated
  },
})
