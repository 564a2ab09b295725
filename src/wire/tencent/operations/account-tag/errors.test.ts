import { testDeclaredErrors } from '../../testing/declared-errors.ts'

const used = { TagKey: 'city', TagValue: 'shanghai' }
const gateway = { Tags: [{ Key: used.TagKey, Value: used.TagValue }] }

await testDeclaredErrors(import.meta.dirname, {
  CreateTag: { 'tag-exists': { code: 'ResourceInUse.TagDuplicate', gateway, provoke: () => used } },
  DeleteTag: {
    'tag-not-found': { code: 'ResourceNotFound.TagNonExist', provoke: () => used },
    'tag-in-use': { code: 'FailedOperation.TagAttachedResource', gateway, provoke: () => used },
  },
})
