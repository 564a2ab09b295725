/** Asks for every error code of operations' documents over the wire, but for those that have a reason not to occur. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SettingChange } from '../../../domain/setting.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import { openSite, type Site } from './site.ts'

/** Makes what has to be there, and answers with the parameters that are refused. */
export type Provoke = (site: Site) => object | Promise<object>

/** By code. They are provoked one after the other at one site. */
export type Codes = Readonly<Record<string, Provoke>>

export function testDocumentedCodes(tables: readonly (readonly [Operation<CallContext>, Codes])[]): void {
  for (const [{ action, documented = [], neverOccurs = {}, notYet = {} }, codes] of tables) {
    test(`${action}: every code of its document that has no reason not to occur is answered`, async () => {
      const occurring = documented.filter((code) => !(code in neverOccurs) && !(code in notYet))
      assert.deepEqual(Object.keys(codes).sort(), occurring.sort())
      await using site = await openSite()
      // Each code takes a customer gateway of its own, or more.
      await site.set({ 'quota.appid-max-custom-gateways': 1000 })
      for (const [code, provoke] of Object.entries(codes)) {
        assert.equal(await site.refusal(action, await provoke(site)), code)
      }
    })
  }
}

const tagged = { Tags: [{ Key: 'team', Value: 'network' }] }

/** What an operator may set for it to be so; back to what is usual otherwise. */
const settings = {
  'InvalidParameterValue.TagDuplicateResourceType': { 'tags.failure': 'duplicate-resource-type' },
  'InvalidParameterValue.TagKeyNotExists': { 'tags.known': 'env=a' },
  'InvalidParameterValue.TagNotAllocatedQuota': { 'tags.refused': 'team:without-quota' },
  'InvalidParameterValue.TagNotExisted': { 'tags.known': 'team=a,env=network' },
  'InvalidParameterValue.TagNotSupportTag': { 'tags.untagged': 'vpc,subnet,rtb,vpngw,cgw,vpnx,ccn' },
  'InvalidParameterValue.TagResourceFormatError': { 'tags.failure': 'resource-format' },
  'InvalidParameterValue.TagTimestampExceeded': { 'tags.failure': 'timestamp' },
  'InvalidParameterValue.TagValNotExists': { 'tags.known': 'team=a' },
  'LimitExceeded.TagKeyExceeded': { 'quota.tag-keys': 0 },
  'LimitExceeded.TagNotEnoughQuota': { 'tags.refused': 'team:quota-used-up' },
  'LimitExceeded.TagQuota': { 'quota.resources-with-a-tag': 0 },
  'LimitExceeded.TagQuotaExceeded': { 'quota.tags': 0 },
  'UnsupportedOperation.TagAllocate': { 'tags.refused': 'team:being-assigned' },
  'UnsupportedOperation.TagFree': { 'tags.refused': 'team:being-released' },
} as const satisfies Readonly<Record<string, SettingChange>>

const names = [...new Set(Object.values(settings).flatMap((change) => Object.keys(change)))]
const usual: SettingChange = Object.fromEntries(names.map((name) => [name, null]))

/** What the tag service says to a Create operation; `request` is good without tags. */
export function tagServiceCodes(request: Provoke): Codes {
  const withTags = async (site: Site) => ({ ...(await request(site)), ...tagged })
  const set = Object.entries(settings).map(([code, change]): [string, Provoke] => [
    code,
    async (site) => {
      const parameters = await withTags(site)
      await site.set({ ...usual, ...change })
      return parameters
    },
  ])
  return {
    ...Object.fromEntries(set),
    // A key that is there, with another value.
    async 'LimitExceeded.TagTagsExceeded'(site) {
      const parameters = await withTags(site)
      await site.set(usual)
      await site.make(
        'CreateVpc',
        { VpcName: 'n', CidrBlock: '10.9.0.0/16', Tags: [{ Key: 'team', Value: 'x' }] },
        'Vpc.VpcId',
      )
      await site.set({ 'quota.tag-values': 1 })
      return parameters
    },
  }
}
