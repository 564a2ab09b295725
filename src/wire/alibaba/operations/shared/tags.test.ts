import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestsOf } from '../../../http/testing/operation-fixture.ts'
import { operationFixture } from '../../testing/operation-fixture.ts'

const all = await operationFixture.operations.all()
const creating = all.filter(({ effect, request }) => effect === 'write' && 'Tag' in request && 'Tags' in request)
const listing = all.filter(({ effect, request }) => effect === 'read' && request.Tag?.use === 'used')

const tags = (count: number, from = 0) => Array.from({ length: count }, (_, at) => ({ Key: `k${from + at}` }))

for (const operation of creating) {
  const { action } = operation
  test(`${action}: 20 tags are taken; one more is SizeLimitExceeded.TagNum, a key twice Duplicated.TagKey`, async () => {
    await using client = await operationFixture.open()
    const [good] = await requestsOf(operationFixture, operation)(client)
    const codeOf = async (tagged: object) => (await client.send(operation, { ...good, ...tagged })).code
    assert.equal(await codeOf({ Tag: tags(21) }), 'SizeLimitExceeded.TagNum')
    assert.equal(await codeOf({ Tag: tags(10), Tags: tags(11, 10) }), 'SizeLimitExceeded.TagNum')
    assert.equal(await codeOf({ Tag: tags(1), Tags: tags(1) }), 'Duplicated.TagKey')
    assert.equal(await codeOf({ Tag: tags(10), Tags: tags(10, 10) }), undefined)
  })
}

for (const operation of listing) {
  const { action } = operation
  test(`${action}: 20 tags can be asked for, and one more is InvalidParameter`, async () => {
    await using client = await operationFixture.open()
    const [good] = await requestsOf(operationFixture, operation)(client)
    const codeOf = async (count: number) => (await client.send(operation, { ...good, Tag: tags(count) })).code
    assert.equal(await codeOf(21), 'InvalidParameter')
    assert.equal(await codeOf(20), undefined)
  })
}

test('tags are taken by what is created and asked for in what is listed', () => {
  assert.ok(creating.length > 0 && listing.length > 0)
})
