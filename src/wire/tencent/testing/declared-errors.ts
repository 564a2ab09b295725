/** Provokes every domain error that a noun's operations declare. */
import assert from 'node:assert/strict'
import type { SettingChange } from '../../../domain/setting.ts'
import { type Provocations, testProvocations } from '../../http/testing/declared-errors.ts'
import type { QuotaName } from '../settings/quotas.ts'
import type { Parameters, TestClient } from './client.ts'
import { openSite, type Site } from './site.ts'

export interface Provocation {
  /** The cloud's word for it. */
  readonly code: string
  /** What the site's gateway and customer gateway are made with, beyond what they cannot be without. */
  readonly gateway?: Parameters
  readonly peer?: Parameters
  /** Who asks, where it is not the account itself. */
  readonly as?: (site: Site) => Promise<TestClient>
  /** Makes what has to be there, and answers with the parameters that are refused. */
  readonly provoke: (site: Site) => unknown
}

export const notFound = 'ResourceNotFound'

/** The caller may do everything but put tags on what he makes. */
export const untaggable = (
  parameters: (site: Site) => Parameters,
  code = 'UnsupportedOperation.TagNotPermit',
): Provocation => ({
  code,
  async provoke(site) {
    await site.deny('tag:TagResources')
    return { ...parameters(site), Tags: [{ Key: 'a' }] }
  },
})

export const testDeclaredErrors = (folder: string, provocations: Provocations<Provocation>): Promise<void> =>
  testProvocations(
    folder,
    provocations,
    ({ provocation }) => provocation.code,
    async ({ operation, provocation: { code, gateway, peer, as, provoke } }) => {
      await using site = await openSite(gateway, peer)
      const parameters = await provoke(site)
      const asking = as === undefined ? site : await as(site)
      assert.equal(await asking.refusal(operation, parameters), code)
    },
  )

/** Of a Create operation, with nothing left of a quota. */
export const usedUp = (name: QuotaName, provoke: Provocation['provoke'], code = 'LimitExceeded'): Provocation => ({
  code,
  async provoke(site) {
    await site.set({ [`quota.${name}`]: 0 })
    return provoke(site)
  },
})

const tagged = { Tags: [{ Key: 'k', Value: 'a' }] }

const tagQuotaCodes = {
  keys: 'LimitExceeded.TagKeyExceeded',
  values: 'LimitExceeded.TagTagsExceeded',
  tags: 'LimitExceeded.TagQuotaExceeded',
  uses: 'LimitExceeded.TagQuota',
}

/** The quotas of tags, of an operation that gives a resource tags; `request` is good without any. */
export const tagQuotaProvocations = (request: (site: Site) => unknown, codes = tagQuotaCodes) => {
  const provoked = (code: string, change: SettingChange, Key: string, Value: string): Provocation => ({
    code,
    peer: tagged,
    async provoke(site) {
      await site.set(change)
      return { ...((await request(site)) as object), Tags: [{ Key, Value }] }
    },
  })
  return {
    'tag-keys-exhausted': provoked(codes.keys, { 'quota.tag-keys': 1 }, 'new', 'a'),
    'tag-values-exhausted': provoked(codes.values, { 'quota.tag-values': 1 }, 'k', 'b'),
    'account-tags-exhausted': provoked(codes.tags, { 'quota.tags': 1 }, 'k', 'b'),
    'tag-uses-exhausted': provoked(codes.uses, { 'quota.resources-with-a-tag': 1 }, 'k', 'a'),
  }
}

const tagLimit = 'InvalidParameter.TagLimitExceeded'

/** The same in CAM's words. */
export const camTagQuotaProvocations = (request: (site: Site) => unknown) =>
  tagQuotaProvocations(request, { keys: tagLimit, values: tagLimit, tags: tagLimit, uses: tagLimit })

/** Of what CAM makes with tags. */
export const camTagProvocations = (request: Parameters) => ({
  'tag-denied': untaggable(() => request, 'FailedOperation.TagResourceFailed'),
  ...camTagQuotaProvocations(() => request),
})
