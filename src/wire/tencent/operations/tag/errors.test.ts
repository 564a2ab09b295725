import type { SettingChange } from '../../../../domain/setting.ts'
import { region } from '../../testing/client.ts'
import { type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'

const ReplaceTags = [{ TagKey: 'a', TagValue: 'b' }]

const absent = (prefix: string) => ({
  code: 'InvalidParameterValue.ResourceDescriptionError',
  provoke: () => ({ Resource: `qcs::vpc:${region}:uin/:${prefix}/${prefix}-00000000`, ReplaceTags }),
})

const absentOfCam = (prefix: string) => ({
  ...absent(prefix),
  provoke: () => ({ Resource: `qcs::cam::uin/:${prefix}/999999999`, ReplaceTags }),
})

/** With one tag of the account, which the customer gateway has. */
const full = (code: string, change: SettingChange, TagKey = 'new', TagValue = 'x'): Provocation => ({
  code,
  peer: { Tags: [{ Key: 'k', Value: 'a' }] },
  async provoke({ set, gateway }) {
    await set(change)
    return { Resource: `qcs::vpc:${region}:uin/:vpngw/${gateway}`, ReplaceTags: [{ TagKey, TagValue }] }
  },
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
    'tag-keys-exhausted': full('LimitExceeded.TagKey', { 'quota.tag-keys': 1 }),
    'tag-values-exhausted': full('LimitExceeded.TagValue', { 'quota.tag-values': 1 }, 'k', 'b'),
    'account-tags-exhausted': full('LimitExceeded.Quota', { 'quota.tags': 1 }),
    'tag-uses-exhausted': full('LimitExceeded.Quota', { 'quota.resources-with-a-tag': 1 }, 'k', 'a'),
    'tags-exhausted': {
      code: 'LimitExceeded.ResourceAttachedTags',
      gateway: { Tags: Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' })) },
      provoke: ({ gateway }) => ({ Resource: `qcs::vpc:${region}:uin/:vpngw/${gateway}`, ReplaceTags }),
    },
  },
})
