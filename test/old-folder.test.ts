import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { signed } from '../src/bench/alibaba-calls.ts'
import { type ServerUnderTest, startServerUnderTest } from '../src/bench/server-under-test.ts'
import { tencentCalls } from '../src/bench/tencent-calls.ts'

/** What the first schema's server left: both clouds, with a connection that joins them. */
async function fillFromDump(folder: string): Promise<void> {
  const dump = new URL('../src/store/sqlite/testing/folder-of-0001.sql', import.meta.url)
  const database = new DatabaseSync(join(folder, 'culvert.db'))
  database.exec(await readFile(dump, 'utf8'))
  database.close()
}

async function alibaba(server: ServerUnderTest, action: string, query: Readonly<Record<string, string>>) {
  const { target, headers } = signed(server.api, server.credentials.alibaba, action, query)
  const { host: _, ...sent } = headers
  const answer = await fetch(`${server.api}${target}`, { method: 'POST', headers: sent })
  const body: unknown = await answer.json()
  assert.equal(answer.status, 200, JSON.stringify(body))
  return body
}

test('a folder of migration 0001 is served: what was created is described, and found by its tags', async () => {
  await using server = await startServerUnderTest('simulated', fillFromDump)
  const { secretId, secretKey } = server.credentials.tencent
  const tencent = tencentCalls(server.api, secretId, secretKey)

  const networks = await tencent.call('DescribeVpcs', { Filters: [{ Name: 'tag:env', Values: ['prod'] }] })
  assert.partialDeepStrictEqual(networks, {
    TotalCount: 1,
    VpcSet: [{ VpcName: 'tagged', CidrBlock: '10.3.0.0/16', TagSet: [{ Key: 'env', Value: 'prod' }] }],
  })
  const connections = await tencent.call('DescribeVpnConnections', {})
  assert.partialDeepStrictEqual(connections, {
    TotalCount: 1,
    VpnConnectionSet: [
      { NegotiationType: 'active', DpdTimeout: '60', DpdAction: 'restart', TagSet: [{ Key: 'env', Value: 'prod' }] },
    ],
  })
  assert.partialDeepStrictEqual(
    await alibaba(server, 'DescribeCustomerGateways', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net' }),
    {
      TotalCount: 1,
      CustomerGateways: {
        CustomerGateway: [
          {
            Name: 'peer',
            Description: 'the peer',
            ResourceGroupId: 'rg-acfm',
            IpAddress: '203.0.113.2',
            AuthKey: 'AuthKey!',
          },
        ],
      },
    },
  )
  assert.partialDeepStrictEqual(await alibaba(server, 'DescribeVpnAttachments', {}), {
    TotalCount: 2,
    VpnAttachments: [
      { Name: 'dual', AttachType: 'NO_ASSOCIATED' },
      { Name: 'single', AttachType: 'CEN' },
    ],
  })
})
