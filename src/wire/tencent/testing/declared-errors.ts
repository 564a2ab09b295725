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
export const untaggable = (parameters: (site: Site) => Parameters): Provocation => ({
  code: 'UnsupportedOperation.TagNotPermit',
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

/** The quotas of tags, of a Create operation; `request` is good without any. */
export const tagQuotaProvocations = (request: (site: Site) => unknown) => {
  const provoked = (code: string, change: SettingChange, Value: string): Provocation => ({
    code,
    peer: tagged,
    async provoke(site) {
      await site.set(change)
      const Key = code === 'LimitExceeded.TagKeyExceeded' ? 'new' : 'k'
      return { ...((await request(site)) as object), Tags: [{ Key, Value }] }
    },
  })
  return {
    'tag-keys-exhausted': provoked('LimitExceeded.TagKeyExceeded', { 'quota.tag-keys': 1 }, 'a'),
    'tag-values-exhausted': provoked('LimitExceeded.TagTagsExceeded', { 'quota.tag-values': 1 }, 'b'),
    'account-tags-exhausted': provoked('LimitExceeded.TagQuotaExceeded', { 'quota.tags': 1 }, 'b'),
    'tag-uses-exhausted': provoked('LimitExceeded.TagQuota', { 'quota.resources-with-a-tag': 1 }, 'a'),
  }
}
