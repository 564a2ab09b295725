import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestClient } from '../../testing/client.ts'

test('a tag that is repeated, blank, too long, reserved or one too many is refused with its own code', async () => {
  await using client = await openTestClient()
  const tagged = (...Tags: object[]) => ({ CustomerGatewayName: 'c', IpAddress: '198.51.100.1', Tags })
  const value = 'InvalidParameterValue'
  const table: readonly (readonly [object[], string])[] = [
    [[{ Key: 'a' }, { Key: 'a' }], `${value}.TagDuplicateKey`],
    [[{ Key: '' }], `${value}.TagInvalidKey`],
    [[{ Key: 'a\u0000' }], `${value}.TagInvalidKey`],
    [[{ Key: 'a'.repeat(128) }], `${value}.TagInvalidKeyLen`],
    [[{ Key: 'a', Value: 'b'.repeat(256) }], `${value}.TagInvalidVal`],
    [[{ Key: 'a', Value: '\n' }], `${value}.TagInvalidVal`],
    [[{ Key: 'project' }], 'UnsupportedOperation.TagSystemReservedTagKey'],
    [[{ Key: 'qcs:a' }], 'UnsupportedOperation.TagSystemReservedTagKey'],
    [Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}` })), 'LimitExceeded.TagKeyPerResourceExceeded'],
  ]
  for (const [tags, code] of table) {
    assert.equal(
      await client.refusal('CreateCustomerGateway', tagged(...tags)),
      code,
      JSON.stringify(tags).slice(0, 60),
    )
  }
})
