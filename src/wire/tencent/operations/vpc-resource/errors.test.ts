import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  DescribeVpcResourceDashboard: {
    'network-not-found': { code: notFound, provoke: ({ vpc }) => ({ VpcIds: [vpc, 'vpc-00000000'] }) },
  },
})
