import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import { about } from '../shared/service.ts'

interface Attribute {
  readonly name: string
  readonly values: readonly string[]
}

/** As the document's own sample has them. */
const attributes: readonly Attribute[] = [{ name: 'supported-platforms', values: ['VPC'] }]

export const describeAccountAttributes = operation({
  ...about('DescribeAccountAttributes', '*'),
  summary: 'Tells what kinds of networks an account may have: VPCs, and no classic network.',
  effect: 'read',
  request: {},
  response: {
    AccountAttributeSet: r.structures<readonly Attribute[], Attribute>(
      r.derived('what is so of every account'),
      (all) => all,
      {
        AttributeName: r.string(r.derived('"supported-platforms"'), ({ name }) => name),
        AttributeValues: r.strings(r.derived('"VPC"'), ({ values }) => values),
      },
    ),
  },
  errors: {},
  documented: ['InternalError.ModuleError'],
  neverOccurs: { 'InternalError.ModuleError': 'there are no modules behind it that could fail alone' },
  run: async () => ok(attributes),
})
