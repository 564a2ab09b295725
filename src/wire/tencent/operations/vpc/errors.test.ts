import {
  notFound,
  tagQuotaProvocations,
  testDeclaredErrors,
  untaggable,
  usedUp,
} from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  CreateVpc: {
    'tag-denied': untaggable(() => ({ VpcName: 'v', CidrBlock: '10.2.0.0/16' })),
    ...tagQuotaProvocations(() => ({ VpcName: 'v', CidrBlock: '10.2.0.0/16' })),
    'quota-exhausted': usedUp('appid-max-vpcs', () => ({ VpcName: 'v', CidrBlock: '10.2.0.0/16' })),
  },
  ModifyVpcAttribute: {
    'network-not-found': { code: notFound, provoke: () => ({ VpcId: 'vpc-00000000' }) },
  },
  DeleteVpc: {
    'network-not-found': { code: notFound, provoke: () => ({ VpcId: 'vpc-00000000' }) },
    'in-use': { code: 'ResourceInUse', provoke: ({ vpc }) => ({ VpcId: vpc }) },
  },
})
