import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  DescribeVpcTaskResult: {
    'task-not-found': {
      code: notFound,
      provoke: () => ({ TaskId: '00000000-0000-4000-8000-000000000000' }),
    },
  },
})
