import { camTagQuotaProvocations, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { roleIn } from '../../testing/principals.ts'
import { most } from '../shared/tags.ts'

const missing = 'InvalidParameter.RoleNotExist'
const Tags = [{ Key: 'team', Value: 'dev' }]

await testDeclaredErrors(import.meta.dirname, {
  TagRole: {
    'role-not-found': { code: missing, provoke: () => ({ RoleName: 'none', Tags }) },
    ...camTagQuotaProvocations(async (site) => ({ RoleId: await roleIn(site, 'deploy') })),
    'tags-exhausted': {
      code: 'InvalidParameter.TagLimitExceeded',
      async provoke(site) {
        const RoleId = await roleIn(site, 'deploy')
        const many = Array.from({ length: most.tags }, (_, number) => ({ Key: `n${number}`, Value: '' }))
        await site.ask('TagRole', { RoleId, Tags: many })
        return { RoleId, Tags }
      },
    },
  },
  UntagRole: { 'role-not-found': { code: missing, provoke: () => ({ RoleName: 'none', TagKeys: ['team'] }) } },
})
