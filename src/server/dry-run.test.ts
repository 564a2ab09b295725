import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import RPCClient from '@alicloud/pop-core'
import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js'
import { systemClock } from '../runtime/clock.ts'
import { createLogger } from '../runtime/logger.ts'
import { scratchFolder } from '../store/sqlite/testing/scratch.ts'
import { createNativeClient } from '../wire/native/client.ts'
import type { DryRunOutcome } from '../wire/native/dry-run.ts'
import { startServer } from './server.ts'

const key = { id: `AKID${'a'.repeat(32)}`, secret: 'b'.repeat(32) }
const alibabaKey = { id: `LTAI${'a'.repeat(16)}`, secret: 'b'.repeat(30) }

/** All that is stored. */
function stored(folder: string): unknown {
  const database = new DatabaseSync(join(folder, 'culvert.db'), { readOnly: true })
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table' order by name").all()
    return tables.map(({ name }) => [name, database.prepare(`select * from "${name}"`).all()])
  } finally {
    database.close()
  }
}

function pending(folder: string): number {
  const database = new DatabaseSync(join(folder, 'culvert.db'), { readOnly: true })
  try {
    return database.prepare('select * from pending').all().length
  } finally {
    database.close()
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => systemClock.after(5, resolve))
}

async function open(t: TestContext) {
  const scratch = scratchFolder()
  const anywhere = { host: '127.0.0.1', port: 0 }
  const server = await startServer(
    {
      ...{ listen: anywhere, adminListen: anywhere, dataFolder: scratch.folder, dataPlane: 'simulated' },
      ...{ keys: { tencent: key, alibaba: alibabaKey }, latency: 'none' },
    },
    createLogger({ level: 'silent', format: 'json' }),
  )
  t.after(async () => {
    await server.stop()
    scratch.remove()
  })
  const endpoint = new URL(server.apiAddress)
  const tencent = new CommonClient(endpoint.host, '2017-03-12', {
    credential: { secretId: key.id, secretKey: key.secret },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: endpoint.host, protocol: 'http://' } },
  })
  const alibaba = new RPCClient({
    ...{ accessKeyId: alibabaKey.id, accessKeySecret: alibabaKey.secret },
    ...{ endpoint: endpoint.origin, apiVersion: '2016-04-28' },
  })
  const native = createNativeClient(server.adminAddress)
  const accounts = new Map((await native.accounts()).map(({ dialect, id }) => [dialect, id]))
  const rehearse = (dialect: string, action: string, parameters: object, region = 'ap-guangzhou') =>
    native.dryRun({ account: accounts.get(dialect) ?? '', action, region, parameters: { ...parameters } })
  return { folder: scratch.folder, tencent, alibaba, native, rehearse }
}

const passed = (outcome: DryRunOutcome) => {
  assert.ok(outcome.passes, JSON.stringify(outcome))
  return outcome
}

test('a call that is rehearsed tells what it changes and interrupts, or its refusal, and leaves nothing of it', async (t) => {
  const { folder, tencent, alibaba, native, rehearse } = await open(t)
  const ask = async (action: string, parameters: object) =>
    (await tencent.request(action, parameters)) as Readonly<Record<string, Readonly<Record<string, string>>>>
  const { Vpc = {} } = await ask('CreateVpc', { VpcName: 'a', CidrBlock: '10.1.0.0/16' })
  const { VpnGateway = {} } = await ask('CreateVpnGateway', {
    ...{ VpcId: Vpc.VpcId, VpnGatewayName: 'g', InternetMaxBandwidthOut: 100 },
  })
  const { CustomerGateway = {} } = await ask('CreateCustomerGateway', {
    CustomerGatewayName: 'c',
    IpAddress: '203.0.113.9',
  })
  const wanted = {
    ...{ VpcId: Vpc.VpcId, VpnGatewayId: VpnGateway.VpnGatewayId, VpnConnectionName: 'x', PreShareKey: 'secret-one' },
    CustomerGatewayId: CustomerGateway.CustomerGatewayId,
    SecurityPolicyDatabases: [{ LocalCidrBlock: '10.1.0.0/16', RemoteCidrBlock: ['10.9.0.0/16'] }],
  }
  const { VpnConnection = {} } = await ask('CreateVpnConnection', wanted)
  const id = VpnConnection.VpnConnectionId ?? ''
  // What is left to note of the calls before is noted.
  await until(() => pending(folder) === 0)
  const before = stored(folder)
  const events = await native.events({ limit: 100 })

  const keyed = passed(
    await rehearse('tencent', 'ModifyVpnConnectionAttribute', { VpnConnectionId: id, PreShareKey: 'secret-two' }),
  )
  assert.deepEqual(keyed.changes, [
    { kind: 'connection', id, is: 'changed', changes: [{ path: 'tunnels.1.ike.preSharedKey', secret: true }] },
  ])
  assert.deepEqual(keyed.tunnels, [
    {
      ...{ tunnel: id, gateway: VpnGateway.VpnGatewayId, carries: false, interrupted: 'until-peer-follows' },
      ...{ milliseconds: 500, withinMilliseconds: 2000, because: ['preSharedKey'] },
    },
  ])
  assert.equal(JSON.stringify(keyed).includes('secret-'), false)

  const named = passed(
    await rehearse('tencent', 'ModifyVpnConnectionAttribute', { VpnConnectionId: id, VpnConnectionName: 'y' }),
  )
  assert.deepEqual(named.changes[0]?.changes, [{ path: 'name', before: 'x', after: 'y' }])
  assert.deepEqual(
    named.tunnels.map(({ interrupted }) => interrupted),
    ['none'],
  )

  const moved = { CustomerGatewayId: wanted.CustomerGatewayId, CustomerGatewayName: 'c2' }
  const peer = passed(await rehearse('tencent', 'ModifyCustomerGatewayAttribute', moved))
  assert.deepEqual(
    peer.tunnels.map(({ tunnel, interrupted }) => [tunnel, interrupted]),
    [[id, 'none']],
  )

  const gone = { VpnConnectionId: id, VpnGatewayId: wanted.VpnGatewayId }
  const deleted = passed(await rehearse('tencent', 'DeleteVpnConnection', gone))
  assert.deepEqual([deleted.changes[0]?.is, deleted.tunnels[0]?.interrupted], ['deleted', 'for-good'])

  for (const [action, parameters, code] of [
    ['ModifyVpnConnectionAttribute', { VpnConnectionId: 'vpnx-aaaaaaaa', PreShareKey: 'k1' }, 'ResourceNotFound'],
    ['ModifyVpnConnectionAttribute', {}, 'MissingParameter'],
    ['Nothing', {}, 'InvalidAction'],
  ] as const) {
    const refused = await rehearse('tencent', action, parameters)
    assert.equal(refused.passes, false)
    const real = await tencent.request(action, parameters).catch((error: { code: string }) => error.code)
    assert.equal(refused.passes ? '' : refused.refusal.code, real)
    assert.equal(real, code)
  }
  const vpc = { CidrBlock: '10.3.0.0/16', ClientToken: 'once' }
  const network = passed(await rehearse('alibaba', 'CreateVpc', vpc, 'cn-hangzhou'))
  assert.deepEqual(
    network.changes.map(({ kind, is }) => [kind, is]),
    [['network', 'created']],
  )
  const bad = await rehearse('alibaba', 'CreateVpc', { CidrBlock: '300.0.0.0/8' }, 'cn-hangzhou')
  assert.equal(bad.passes, false)
  const elsewhere = await rehearse('alibaba', 'CreateVpc', { ...vpc, RegionId: 'nowhere' }, 'cn-hangzhou')
  assert.equal(elsewhere.passes ? '' : elsewhere.refusal.code, 'InvalidRegionId.NotFound')

  assert.deepEqual(stored(folder), before)
  assert.deepEqual(await native.events({ limit: 100 }), events)
  // The token that was rehearsed stands for nothing.
  const { VpcId } = await alibaba.request<{ VpcId: string }>('CreateVpc', {
    RegionId: 'cn-hangzhou',
    ...vpc,
  })
  assert.notEqual(VpcId, network.changes[0]?.id)
})

test('a rehearsal tells no key, of a call that reads or of one that changes another field', async (t) => {
  const { alibaba, rehearse } = await open(t)
  const RegionId = 'cn-hangzhou'
  const ask = <T>(action: string, parameters: object) => alibaba.request<T>(action, { RegionId, ...parameters })
  const CustomerGatewayId = (
    await ask<{ CustomerGatewayId: string }>('CreateCustomerGateway', { IpAddress: '203.0.113.7' })
  ).CustomerGatewayId
  const { VpnConnectionId } = await ask<{ VpnConnectionId: string }>('CreateVpnAttachment', {
    ...{ CustomerGatewayId, LocalSubnet: '10.1.0.0/16', RemoteSubnet: '10.2.0.0/16' },
    IkeConfig: JSON.stringify({ Psk: 'hunter2' }),
  })
  for (const [action, more] of [
    ['DescribeVpnConnection', {}],
    ['ModifyVpnAttachmentAttribute', { Name: 'another' }],
  ] as const) {
    const told = passed(await rehearse('alibaba', action, { VpnConnectionId, ...more }, RegionId))
    assert.doesNotMatch(JSON.stringify(told), /hunter2/, action)
  }
})

test('a rehearsal for an account that is not there is answered as not found', async (t) => {
  const { native } = await open(t)
  await assert.rejects(native.dryRun({ account: 'nobody', action: 'CreateVpc', parameters: {} }), /no such account/)
})
