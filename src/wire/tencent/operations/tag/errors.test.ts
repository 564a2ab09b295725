import { region } from '../../testing/client.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'

const ReplaceTags = [{ TagKey: 'a', TagValue: 'b' }]

const absent = (prefix: string) => ({
  code: 'InvalidParameterValue.ResourceDescriptionError',
  provoke: () => ({ Resource: `qcs::vpc:${region}:uin/:${prefix}/${prefix}-00000000`, ReplaceTags }),
})

const absentOfCam = (prefix: string) => ({
  ...absent(prefix),
  provoke: () => ({ Resource: `qcs::cam::uin/:${prefix}/999999999`, ReplaceTags }),
})

await testDeclaredErrors(import.meta.dirname, {
  ModifyResourceTags: {
    'network-not-found': absent('vpc'),
    'subnet-not-found': absent('subnet'),
    'network-table-not-found': absent('rtb'),
    'gateway-not-found': absent('vpngw'),
    'customer-gateway-not-found': absent('cgw'),
    'connection-not-found': absent('vpnx'),
    'router-not-found': absent('ccn'),
    'user-not-found': absentOfCam('uin'),
    'policy-not-found': absentOfCam('policy'),
    'role-not-found': absentOfCam('role'),
    'tags-exhausted': {
      code: 'LimitExceeded.ResourceAttachedTags',
      gateway: { Tags: Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' })) },
      provoke: ({ gateway }) => ({ Resource: `qcs::vpc:${region}:uin/:vpngw/${gateway}`, ReplaceTags }),
    },
  },
})
