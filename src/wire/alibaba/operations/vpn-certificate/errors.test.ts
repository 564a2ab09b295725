import type { Caller } from '../../testing/caller.ts'
import { deleted, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { bareShangMiGateway, readyGateway, withoutShangMi } from '../../testing/resources.ts'

const held = { CertificateType: 'Signature', CertificateId: 'a certificate' }

const noGateway = async () => ({ VpnGatewayId: 'vpn-none', ...held })

const leaving = async (caller: Caller) => ({
  ...(await deleted('DeleteVpnGateway', 'VpnGatewayId', bareShangMiGateway)(caller)),
  ...held,
})

await testDeclaredErrors(import.meta.dirname, {
  AssociateVpnGatewayWithCertificate: {
    'gateway-not-found': noGateway,
    'algorithms-unsupported': async (caller) => {
      const VpnGatewayId = await bareShangMiGateway(caller)
      withoutShangMi(caller)
      return { VpnGatewayId, ...held }
    },
    'algorithms-mixed': async (caller) => ({ VpnGatewayId: await readyGateway(caller), ...held }),
    'certificate-exists': async (caller) => {
      const good = { VpnGatewayId: await bareShangMiGateway(caller), ...held }
      await caller.ok('AssociateVpnGatewayWithCertificate', good)
      return { ...good, CertificateType: 'Encryption' }
    },
    busy: leaving,
  },
  DissociateVpnGatewayWithCertificate: {
    'gateway-not-found': noGateway,
    'certificate-not-found': async (caller) => {
      const VpnGatewayId = await bareShangMiGateway(caller)
      await caller.ok('AssociateVpnGatewayWithCertificate', { VpnGatewayId, ...held })
      // It is there for another use.
      return { VpnGatewayId, ...held, CertificateType: 'Encryption' }
    },
    busy: leaving,
  },
})
