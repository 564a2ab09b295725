import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { Task } from '../../../../store/port.ts'
import type { CallContext } from '../../../http/context.ts'
import { about } from '../shared/service.ts'

interface TaskView {
  readonly status: 'SUCCESS' | 'RUNNING'
}

async function isDone({ reader }: CallContext, { resource, generation }: Task): Promise<boolean> {
  const { kind, id } = resource
  if ((await reader.get(kind, id)) === undefined) return true
  return ((await reader.applied([id])).get(id) ?? 0) >= generation
}

export const describeVpcTaskResult = operation({
  ...about('DescribeVpcTaskResult', '*'),
  summary: 'Tells how far an asynchronous operation has come; TaskId is the RequestId of its answer.',
  effect: 'read',
  request: { TaskId: required(t.text()) },
  response: {
    Status: r.string<TaskView>(
      r.derived(
        'SUCCESS once the data plane is as far as the task asked for; what fails is tried again, so never FAILED',
      ),
      ({ status }) => status,
    ),
    Output: r.string<TaskView>(r.derived('the same as Status'), ({ status }) => status),
    Result: r.constant([], 'no task is about several resources'),
  },
  errors: { 'task-not-found': true },
  documented: [
    'InternalError.ModuleError',
    'InvalidParameterValue',
    'ResourceNotFound',
    'UnauthorizedOperation',
    'UnsupportedOperation',
  ],
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    InvalidParameterValue: 'any text may be asked for; one that is no task’s is ResourceNotFound',
    UnauthorizedOperation: 'an account sees its own tasks only',
    UnsupportedOperation: 'nothing in it is refused',
  },
  async run(context: CallContext, { TaskId }) {
    const task = await context.task(TaskId)
    if (task === undefined) return fail(domainError('task-not-found', 'no task has this id in this region', TaskId))
    return ok({ status: (await isDone(context, task)) ? ('SUCCESS' as const) : ('RUNNING' as const) })
  },
})
