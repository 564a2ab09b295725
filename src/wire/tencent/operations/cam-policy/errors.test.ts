import { looking } from '../../testing/cam.ts'
import { camTagProvocations, type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { crowd, nothing, policyIn, readOnly } from '../../testing/principals.ts'
import { limits } from '../shared/cam.ts'

const look = { PolicyName: 'look', PolicyDocument: looking }

const notFound = (parameters: object): Provocation => ({
  code: 'ResourceNotFound.PolicyIdNotFound',
  provoke: () => parameters,
})

await testDeclaredErrors(import.meta.dirname, {
  CreatePolicy: {
    ...camTagProvocations(look),
    'policy-exists': {
      code: 'FailedOperation.PolicyNameInUse',
      async provoke(site) {
        await policyIn(site, 'LOOK')
        return look
      },
    },
    'policies-exhausted': {
      code: 'FailedOperation.PolicyFull',
      async provoke(site) {
        await crowd(site, 'policy', limits.policies)
        return look
      },
    },
  },
  GetPolicy: { 'policy-not-found': notFound({ PolicyId: nothing }) },
  UpdatePolicy: {
    'policy-not-found': notFound({ PolicyId: readOnly, Description: 'mine' }),
    'policy-exists': {
      code: 'FailedOperation.PolicyNameInUse',
      async provoke(site) {
        await policyIn(site, 'look')
        return { PolicyId: await policyIn(site, 'do'), PolicyName: 'Look' }
      },
    },
  },
  DeletePolicy: { 'policy-not-found': notFound({ PolicyId: [nothing] }) },
})
