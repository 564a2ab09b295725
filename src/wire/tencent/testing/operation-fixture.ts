/** How to speak to this cloud, and what is derived from the declarations: good requests of each operation, by noun. */
import { nameOf } from '../../http/testing/asked.ts'
import { openTestInstallation } from '../../http/testing/installation.ts'
import type { OperationClient, OperationFixture } from '../../http/testing/operation-fixture.ts'
import type { Tree } from '../../http/testing/request-places.ts'
import { tencent } from '../dialect.ts'
import { extras } from '../extras.ts'
import { operations } from '../operations/actions.ts'
import { answerTo, region, tc3Request } from './client.ts'
import { gateway, peer, twoVpcs } from './made.ts'
import { producible } from './producible.ts'
import { accountTagFixture } from './requests/account-tag.ts'
import { assistantCidrFixture } from './requests/assistant-cidr.ts'
import { camFixture } from './requests/cam.ts'
import { ccnFixture } from './requests/ccn.ts'
import { customerGatewayFixture } from './requests/customer-gateway.ts'
import type { NounFixture } from './requests/noun-fixture.ts'
import { peerConfigurationFixture } from './requests/peer-configuration.ts'
import { regionFixture } from './requests/region.ts'
import { routeFixture } from './requests/route.ts'
import { stsFixture } from './requests/sts.ts'
import { subnetFixture } from './requests/subnet.ts'
import { tagFixture } from './requests/tag.ts'
import { taskFixture } from './requests/task.ts'
import { vpcFixture } from './requests/vpc.ts'
import { vpcLimitFixture } from './requests/vpc-limit.ts'
import { vpcResourceFixture } from './requests/vpc-resource.ts'
import { vpnConnectionFixture } from './requests/vpn-connection.ts'
import { vpnGatewayFixture } from './requests/vpn-gateway.ts'
import { vpnGatewayRouteFixture } from './requests/vpn-gateway-route.ts'

const nouns: readonly NounFixture[] = [
  accountTagFixture,
  assistantCidrFixture,
  ccnFixture,
  camFixture,
  customerGatewayFixture,
  peerConfigurationFixture,
  regionFixture,
  routeFixture,
  stsFixture,
  subnetFixture,
  tagFixture,
  taskFixture,
  vpcFixture,
  vpcLimitFixture,
  vpcResourceFixture,
  vpnConnectionFixture,
  vpnGatewayFixture,
  vpnGatewayRouteFixture,
]

/** A part of all nouns' fixtures together. */
const merged = <P extends keyof NounFixture>(part: P): NonNullable<NounFixture[P]> =>
  Object.assign({}, ...nouns.map((noun) => noun[part]))

async function open(onRead?: Parameters<OperationFixture['open']>[0]): Promise<OperationClient> {
  const installation = await openTestInstallation(tencent, onRead === undefined ? {} : { onRead })
  const client: OperationClient = {
    installation,
    async send(asked, parameters) {
      const { action, version = '' } = nameOf(operations, asked)
      const body = await answerTo(
        installation,
        tc3Request(installation, { action, version, parameters }, client.signer),
      )
      const { Error: error } = body
      return error === undefined ? { body } : { code: error.Code, message: error.Message, body }
    },
    [Symbol.asyncDispose]: () => installation[Symbol.asyncDispose](),
  }
  return client
}

/** Of fields that operations on several nouns have. */
const values: OperationFixture['values'] = {
  CustomerGatewayId: async (client) => [await peer(client, '198.51.100.18'), await peer(client, '198.51.100.19')],
  VpnGatewayId: async (client) => [await gateway(client, '10.2.0.0/16'), await gateway(client, '10.3.0.0/16')],
  VpcId: twoVpcs,
  Zone: async () => [`${region}-3`, `${region}-4`],
}

const tagsOf = ({ TagSet = [] }: Tree) => TagSet as readonly Tree[]

const shownAs: OperationFixture['shownAs'] = {
  'tag-key': 'TagSet.Key',
  'tag:one': (element) => tagsOf(element).flatMap(({ Key, Value }) => (Key === 'one' ? [Value] : [])),
}

export const operationFixture: OperationFixture = {
  operations,
  extras,
  open,
  producible,
  firstIndex: 0,
  whereabouts: [],
  nothing: undefined,
  written: (value) => value,
  tells: {
    unknown: (path) => ({ code: 'UnknownParameter', message: `The parameter \`${path}\` is not recognized.` }),
    missing: (path, own = 'MissingParameter') => ({
      code: own,
      message: `The request is missing a required parameter \`${path}\`.`,
    }),
    wrongType: (path) => ({
      code: 'InvalidParameter',
      message: `The value type of parameter \`${path}\` is not valid.`,
    }),
    refused: (path, own = 'UnsupportedOperation') => ({
      code: own,
      message: new RegExp(`^The parameter \`${path}\` is not supported as given: `),
    }),
  },
  common: ['AuthFailure.UnauthorizedOperation', 'RequestLimitExceeded'],
  requests: merged('requests'),
  refusedLate: merged('refusedLate'),
  joined: merged('joined'),
  follows: merged('follows'),
  values: { ...values, ...merged('values') },
  shownAs: { ...shownAs, ...merged('shownAs') },
}
