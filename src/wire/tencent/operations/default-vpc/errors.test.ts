import { testDeclaredErrors } from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  CreateDefaultVpc: {
    'network-full': {
      code: 'ResourceInsufficient.CidrBlock',
      async provoke({ ask, make }) {
        const VpcId = await make('CreateDefaultVpc', { Zone: 'ap-guangzhou-3' }, 'Vpc.VpcId')
        const Subnets = ['16.0/20', '32.0/19', '64.0/18', '128.0/17'].map((part) => ({
          ...{ SubnetName: 's', CidrBlock: `172.16.${part}`, Zone: 'ap-guangzhou-3' },
        }))
        await ask('CreateSubnets', { VpcId, Subnets })
        return { Zone: 'ap-guangzhou-4' }
      },
    },
  },
})
