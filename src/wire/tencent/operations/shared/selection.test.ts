import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standsAt, type Tree } from '../../../http/testing/request-places.ts'
import { operationFixture } from '../../testing/operation-fixture.ts'

test('ids that are asked for are answered once each, page by page, with the total of all', async () => {
  await using client = await operationFixture.open()
  const ids: unknown[] = []
  for (const VpcName of ['a', 'b', 'c']) {
    const { body } = await client.send('CreateVpc', { VpcName, CidrBlock: '10.1.0.0/16' })
    ids.push(standsAt(body, 'Vpc.VpcId'))
  }
  const asked = [...ids, ids[0], 'vpc-00000000']
  const page = async (Offset: string, Limit: string) => {
    const { body } = await client.send('DescribeVpcs', { VpcIds: asked, Offset, Limit })
    return [body.TotalCount, (body.VpcSet as readonly Tree[]).map(({ VpcId }) => VpcId)]
  }
  assert.deepEqual(await page('0', '2'), [3, ids.slice(0, 2)])
  assert.deepEqual(await page('2', '2'), [3, ids.slice(2)])
})
