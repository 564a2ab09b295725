import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  ModifyVpcAttribute: {
    'network-not-found': { code: notFound, provoke: () => ({ VpcId: 'vpc-00000000' }) },
  },
  DeleteVpc: {
    'network-not-found': { code: notFound, provoke: () => ({ VpcId: 'vpc-00000000' }) },
    'in-use': { code: 'ResourceInUse', provoke: ({ vpc }) => ({ VpcId: vpc }) },
  },
})
