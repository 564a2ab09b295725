import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { allowing } from '../../testing/ram.ts'
import { mostTags } from '../shared/tags.ts'

const missing = (ResourceType: string, given: object) => async () => ({
  ResourceType,
  ResourceNames: ['none'],
  ...given,
})

const eachMissing = (given: object) => ({
  'policy-not-found': missing('policy', given),
  'role-not-found': missing('role', given),
})

await testDeclaredErrors(import.meta.dirname, {
  TagResources: {
    ...eachMissing({ Tag: [{ Key: 'k' }] }),
    'tags-exhausted': async (caller) => {
      const PolicyName = 'look'
      const Tag = Array.from({ length: mostTags }, (_, at) => ({ Key: `k${at}` }))
      await caller.ok('CreatePolicy', { PolicyName, PolicyDocument: allowing('vpc:Describe*'), Tag })
      return { ResourceType: 'policy', ResourceNames: [PolicyName], Tag: [{ Key: 'one-more' }] }
    },
  },
  UntagResources: eachMissing({ TagKeys: ['k'] }),
})
