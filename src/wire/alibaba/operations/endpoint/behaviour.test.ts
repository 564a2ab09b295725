import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

test('every product of a region is at the host that was asked, and what is not spoken here is nowhere', async () => {
  await using caller = await openCaller()
  const find = async (parameters: Parameters) =>
    (await caller.get('Endpoints.Endpoint', 'DescribeEndpoints', { RegionId: '', ...parameters })) as Parameters[]
  const asked = { Id: 'cn-hangzhou', Type: 'openAPI' }
  for (const product of ['vpc', 'cbn', 'ecs', 'sts', 'bssopenapi', 'location', 'resourcemanager']) {
    const endpoint = {
      Endpoint: 'vpc.aliyuncs.com',
      Id: 'cn-hangzhou',
      Protocols: { Protocols: ['HTTP'] },
      SerivceCode: product,
      Type: 'openAPI',
    }
    assert.deepEqual(await find({ ...asked, ServiceCode: product }), [endpoint])
    assert.deepEqual(await find({ ...asked, ServiceCode: product.toUpperCase() }), [endpoint])
  }
  for (const other of [{ ServiceCode: 'oss' }, { Id: 'cn-atlantis' }, { Type: 'innerAPI' }]) {
    assert.deepEqual(await find({ ...asked, ServiceCode: 'vpc', ...other }), [])
  }
  assert.equal(await caller.get('Success', 'DescribeEndpoints', asked), true)
})
