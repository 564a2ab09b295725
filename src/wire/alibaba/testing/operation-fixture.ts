/** How to speak to this cloud, and what is derived from the declarations: good requests of each operation, by noun. */
import { nameOf } from '../../http/testing/asked.ts'
import { openTestInstallation } from '../../http/testing/installation.ts'
import type { OperationClient, OperationFixture } from '../../http/testing/operation-fixture.ts'
import { isTree, type Tree } from '../../http/testing/request-places.ts'
import { alibaba } from '../dialect.ts'
import { extras } from '../extras.ts'
import { operations } from '../operations/actions.ts'
import { tableIdIn } from '../operations/transit-router-route-table/view.ts'
import { quotaSettings } from '../settings/quotas.ts'
import { signV1 } from '../signature.ts'
import { flatten, formRequest, region } from './caller.ts'
import { producible } from './producible.ts'
import { assumedRoleFixture } from './requests/assumed-role.ts'
import { bssFixture } from './requests/bss.ts'
import { cenFixture } from './requests/cen.ts'
import { cenTagFixture } from './requests/cen-tag.ts'
import { customerGatewayFixture } from './requests/customer-gateway.ts'
import { diagnosisFixture } from './requests/diagnosis.ts'
import { enhancedVpnGatewayFixture } from './requests/enhanced-vpn-gateway.ts'
import { grantFixture } from './requests/grant.ts'
import type { NounFixture } from './requests/noun-fixture.ts'
import { peerConfigurationFixture } from './requests/peer-configuration.ts'
import { ramFixture } from './requests/ram.ts'
import { regionFixture } from './requests/region.ts'
import { resourceGroupFixture } from './requests/resource-group.ts'
import { routeEntryFixture } from './requests/route-entry.ts'
import { routeTableFixture } from './requests/route-table.ts'
import { routerAttachmentFixture } from './requests/router-attachment.ts'
import { certificateFixture } from './requests/shang-mi.ts'
import { tagFixture } from './requests/tag.ts'
import { transitRouterFixture } from './requests/transit-router.ts'
import { transitRouterCidrFixture } from './requests/transit-router-cidr.ts'
import { transitRouterRouteEntryFixture } from './requests/transit-router-route-entry.ts'
import { transitRouterTablesFixture } from './requests/transit-router-tables.ts'
import { values } from './requests/values.ts'
import { vcoRouteEntryFixture } from './requests/vco-route-entry.ts'
import { vpcFixture } from './requests/vpc.ts'
import { vpcCidrBlockFixture } from './requests/vpc-cidr-block.ts'
import { vpnAttachmentFixture } from './requests/vpn-attachment.ts'
import { vpnConnectionFixture } from './requests/vpn-connection.ts'
import { vpnGatewayFixture } from './requests/vpn-gateway.ts'
import { vpnPbrRouteEntryFixture } from './requests/vpn-pbr-route-entry.ts'
import { vpnRouteEntryFixture } from './requests/vpn-route-entry.ts'
import { vRouterFixture } from './requests/vrouter.ts'
import { vswitchFixture } from './requests/vswitch.ts'

const nouns: readonly NounFixture[] = [
  assumedRoleFixture,
  bssFixture,
  certificateFixture,
  cenFixture,
  cenTagFixture,
  customerGatewayFixture,
  regionFixture,
  enhancedVpnGatewayFixture,
  grantFixture,
  resourceGroupFixture,
  routeEntryFixture,
  routeTableFixture,
  diagnosisFixture,
  peerConfigurationFixture,
  ramFixture,
  routerAttachmentFixture,
  tagFixture,
  transitRouterCidrFixture,
  transitRouterFixture,
  vcoRouteEntryFixture,
  transitRouterRouteEntryFixture,
  transitRouterTablesFixture,
  vpcCidrBlockFixture,
  vpcFixture,
  vpnAttachmentFixture,
  vpnConnectionFixture,
  vpnGatewayFixture,
  vpnPbrRouteEntryFixture,
  vpnRouteEntryFixture,
  vRouterFixture,
  vswitchFixture,
]

/** A part of all nouns' fixtures together. */
const merged = <P extends keyof NounFixture>(part: P): NonNullable<NounFixture[P]> =>
  Object.assign({}, ...nouns.map((noun) => noun[part]))

/** One installation may be asked for more than an account is granted. */
const ampleQuotas = Object.fromEntries([...quotaSettings.keys()].map((name) => [name, 1000]))

async function open(onRead?: Parameters<OperationFixture['open']>[0]): Promise<OperationClient> {
  const installation = await openTestInstallation(alibaba, {
    account: { settings: ampleQuotas },
    ...(onRead === undefined ? {} : { onRead }),
  })
  let nonce = 0
  const client: OperationClient = {
    installation,
    async send(asked, parameters) {
      nonce += 1
      const { id: keyId, secret } = client.signer ?? installation.key
      const { action, version = '' } = nameOf(operations, asked)
      const signed = signV1({
        method: 'POST',
        parameters: [['Action', action], ['Version', version], ...flatten({ RegionId: region, ...parameters })],
        keyId,
        secret,
        timestampMs: installation.now,
        nonce: String(nonce),
      })
      const response = await installation.handle(formRequest(signed))
      const body = JSON.parse(response.body) as Tree
      if (response.status === 200) return { body }
      return { code: String(body.Code), message: String(body.Message), body }
    },
    [Symbol.asyncDispose]: () => installation[Symbol.asyncDispose](),
  }
  return client
}

const tagsOf = ({ Tags }: Tree): readonly unknown[] => [isTree(Tags) ? Tags.Tag : Tags].flat()

export const operationFixture: OperationFixture = {
  operations,
  extras,
  open,
  producible,
  firstIndex: 1,
  whereabouts: ['RegionId', 'ResourceType', 'RouteTableId', 'RouteEntries.RouteTableId'],
  placed: {
    TransitRouterRouteTableId: async ({ installation }, id) => {
      const route = await installation.store.read((reader) => reader.get('router-route', String(id)))
      return route && tableIdIn(route.spec.router, route.spec.table)
    },
  },
  nothing: '',
  written: (value) => (typeof value === 'object' ? JSON.stringify(value) : value),
  tells: {
    unknown: (path) => ({ code: 'InvalidParameter', message: new RegExp(`"${path}"`) }),
    missing(path, own) {
      const message = `The input parameter "${path}" that is mandatory for processing this request is not supplied.`
      return own === undefined ? { code: 'MissingParameter', message } : { code: own }
    },
    wrongType(path, own, { service }) {
      // The front looks for a region before anything knows the operation's types; other products have none.
      const front = path === 'RegionId' && /^(Vpc|Ecs) /.test(service) ? 'MissingParameter' : 'InvalidParameter'
      return { code: own ?? front }
    },
    refused: (path, own = `OperationUnsupported.${path.split('.').at(-1)}`) => ({ code: own }),
  },
  common: ['InternalError', 'InvalidRegionId.NotFound', 'InvalidParameter', 'MissingParameter'],
  requests: merged('requests'),
  joined: merged('joined'),
  follows: merged('follows'),
  values: { ...values, ...merged('values') },
  shownAs: { Tag: tagsOf, ...merged('shownAs') },
}
