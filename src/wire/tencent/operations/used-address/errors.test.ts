import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'

const absent = { VpcId: 'vpc-00000000' }

await testDeclaredErrors(import.meta.dirname, {
  DescribeUsedIpAddress: {
    'network-not-found': { code: notFound, provoke: () => absent },
    'not-in-network': {
      code: 'InvalidParameterValue.ParameterMismatch',
      provoke: ({ vpc }) => ({ VpcId: vpc, IpAddresses: ['10.2.0.1'] }),
    },
  },
  DescribeVpcPrivateIpAddresses: {
    'network-not-found': { code: notFound, provoke: () => ({ ...absent, PrivateIpAddresses: ['10.1.0.1'] }) },
  },
})
