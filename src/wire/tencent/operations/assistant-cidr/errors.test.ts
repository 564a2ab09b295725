import { region } from '../../testing/client.ts'
import { notFound, type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import type { Site } from '../../testing/site.ts'

const absent = { VpcId: 'vpc-00000000' }

/** The site's VPC, and that it has a secondary range with a subnet in it. */
async function occupied({ ask, vpc }: Site) {
  await ask('CreateAssistantCidr', { VpcId: vpc, CidrBlocks: ['172.20.0.0/16'] })
  const Zone = `${region}-3`
  await ask('CreateSubnet', { VpcId: vpc, SubnetName: 's', CidrBlock: '172.20.1.0/24', Zone })
}

const adding = (named: (CidrBlocks: readonly string[]) => object): Readonly<Record<string, Provocation>> => ({
  'network-not-found': { code: notFound, provoke: () => ({ ...named(['172.20.0.0/16']), ...absent }) },
  'range-overlaps': {
    code: 'InvalidParameterValue.VpcCidrConflict',
    provoke: ({ vpc }) => ({ VpcId: vpc, ...named(['10.0.0.0/12']) }),
  },
  'ranges-exhausted': {
    code: 'LimitExceeded',
    async provoke({ ask, vpc }) {
      const CidrBlocks = [1, 2, 3, 4, 5].map((part) => `172.${16 + part}.0.0/16`)
      await ask('CreateAssistantCidr', { VpcId: vpc, CidrBlocks })
      return { VpcId: vpc, ...named(['172.16.0.0/16']) }
    },
  },
  'remote-overlaps-network': {
    code: 'InvalidParameterValue.VpcCidrOverlapRoute',
    async provoke(site) {
      const route = { DestinationCidrBlock: '172.20.1.0/24', GatewayType: 'VPN', GatewayId: site.gateway }
      await site.ask('CreateRoutes', { RouteTableId: site.vpc.replace('vpc', 'rtb'), Routes: [route] })
      return { VpcId: site.vpc, ...named(['172.20.0.0/16']) }
    },
  },
})

const removing = (named: (CidrBlocks: readonly string[]) => object): Readonly<Record<string, Provocation>> => ({
  'network-not-found': { code: notFound, provoke: () => ({ ...named(['172.20.0.0/16']), ...absent }) },
  'range-not-found': { code: notFound, provoke: ({ vpc }) => ({ VpcId: vpc, ...named(['10.1.0.0/16']) }) },
  'range-in-use': {
    code: 'ResourceInUse',
    async provoke(site) {
      await occupied(site)
      return { VpcId: site.vpc, ...named(['172.20.0.0/16']) }
    },
  },
})

const asGiven = (CidrBlocks: readonly string[]) => ({ CidrBlocks })

await testDeclaredErrors(import.meta.dirname, {
  CreateAssistantCidr: adding(asGiven),
  DeleteAssistantCidr: removing(asGiven),
  ModifyAssistantCidr: {
    ...adding((NewCidrBlocks) => ({ NewCidrBlocks })),
    ...removing((OldCidrBlocks) => ({ OldCidrBlocks })),
  },
  CheckAssistantCidr: {
    'network-not-found': { code: notFound, provoke: () => ({ ...absent, NewCidrBlocks: ['172.20.0.0/16'] }) },
  },
})
