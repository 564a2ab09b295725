import type { SettingChange } from '../../../../domain/setting.ts'
import { region } from '../../testing/client.ts'
import { type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'

type Named = (prefix: string, id: string) => object

const ofCam: readonly string[] = ['uin', 'policy', 'role']

const single: Named = (prefix, id) => ({
  Resource: ofCam.includes(prefix) ? `qcs::cam::uin/:${prefix}/${id}` : `qcs::vpc:${region}:uin/:${prefix}/${id}`,
})

const several: Named = (ResourcePrefix, id) => ({
  ServiceType: ofCam.includes(ResourcePrefix) ? 'cam' : 'vpc',
  ResourcePrefix,
  ResourceIds: [id],
})

const prefixes = {
  'network-not-found': 'vpc',
  'subnet-not-found': 'subnet',
  'network-table-not-found': 'rtb',
  'gateway-not-found': 'vpngw',
  'customer-gateway-not-found': 'cgw',
  'connection-not-found': 'vpnx',
  'router-not-found': 'ccn',
  'user-not-found': 'uin',
  'policy-not-found': 'policy',
  'role-not-found': 'role',
}

const absent = (named: Named, tag: object): Readonly<Record<string, Provocation>> =>
  Object.fromEntries(
    Object.entries(prefixes).map(([error, prefix]): [string, Provocation] => [
      error,
      {
        code: 'InvalidParameterValue.ResourceDescriptionError',
        provoke: () => ({ ...tag, ...named(prefix, ofCam.includes(prefix) ? '999999999' : `${prefix}-00000000`) }),
      },
    ]),
  )

const tag = { TagKey: 'a', TagValue: 'b' }

/** The customer gateway has one tag, and of the same key the gateway has another, where its own is to change. */
const limits = (named: Named, own: boolean): Readonly<Record<string, Provocation>> => {
  const full = (code: string, change: SettingChange, TagKey: string, TagValue: string): Provocation => ({
    code: `LimitExceeded.${code}`,
    peer: { Tags: [{ Key: 'k', Value: 'a' }] },
    gateway: own ? { Tags: [{ Key: 'k', Value: 'b' }] } : {},
    async provoke({ set, gateway }) {
      await set(change)
      return { TagKey, TagValue, ...named('vpngw', gateway) }
    },
  })
  return {
    'tag-values-exhausted': full('TagValue', { 'quota.tag-values': 1 }, 'k', 'c'),
    'account-tags-exhausted': full('Quota', { 'quota.tags': 1 }, 'k', 'c'),
    'tag-uses-exhausted': full('Quota', { 'quota.resources-with-a-tag': 1 }, 'k', 'a'),
    ...(own ? {} : { 'tag-keys-exhausted': full('TagKey', { 'quota.tag-keys': 1 }, 'new', 'x') }),
  }
}

const adding = (named: Named): Readonly<Record<string, Provocation>> => ({
  ...absent(named, tag),
  ...limits(named, false),
  'tag-attached': {
    code: 'ResourceInUse.TagKeyAttached',
    gateway: { Tags: [{ Key: 'a', Value: 'b' }] },
    provoke: ({ gateway }) => ({ ...tag, ...named('vpngw', gateway) }),
  },
  'tags-exhausted': {
    code: 'LimitExceeded.ResourceAttachedTags',
    gateway: { Tags: Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' })) },
    provoke: ({ gateway }) => ({ ...tag, ...named('vpngw', gateway) }),
  },
})

const changing = (named: Named, more: object): Readonly<Record<string, Provocation>> => ({
  ...absent(named, more),
  'tag-not-attached': {
    code: 'ResourceNotFound.AttachedTagKeyNotFound',
    provoke: ({ gateway }) => ({ ...more, ...named('vpngw', gateway) }),
  },
})

await testDeclaredErrors(import.meta.dirname, {
  AddResourceTag: adding(single),
  AttachResourcesTag: adding(several),
  UpdateResourceTagValue: { ...changing(single, tag), ...limits(single, true) },
  ModifyResourcesTagValue: { ...changing(several, tag), ...limits(several, true) },
  DeleteResourceTag: changing(single, { TagKey: 'a' }),
  DetachResourcesTag: changing(several, { TagKey: 'a' }),
})
