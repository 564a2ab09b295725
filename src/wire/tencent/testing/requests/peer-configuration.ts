import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { connection } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const cisco = { Platform: 'ios', SoftwareVersion: 'V15.4', VendorName: 'cisco' }
const h3c = { Platform: 'comware', SoftwareVersion: 'V1.0', VendorName: 'h3c' }

/** The three of a vendor go together. */
const member = (name: keyof typeof cisco) => async () =>
  [cisco, h3c].map((CustomerGatewayVendor) => new Together(CustomerGatewayVendor[name], { CustomerGatewayVendor }))

const good = async (client: OperationClient): Promise<Tree> => ({
  ...(await connection(client)),
  CustomerGatewayVendor: h3c,
  InterfaceName: 'eth0',
})

export const peerConfigurationFixture: NounFixture = {
  requests: { DownloadCustomerGatewayConfiguration: async (client) => [await good(client)] },
  values: {
    'CustomerGatewayVendor.Platform': member('Platform'),
    'CustomerGatewayVendor.SoftwareVersion': member('SoftwareVersion'),
    'CustomerGatewayVendor.VendorName': member('VendorName'),
  },
}
