/** Changing and finding connections. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { queriesOfWrite } from '../../../../store/sqlite/testing/statements.ts'
import { at, openSite, policy, type Site, siteAddress } from '../../testing/site.ts'

const tunnelOf = async ({ stored }: Site, id: string) => {
  const tunnel = (await stored('connection', id))?.spec.tunnels[0]
  assert.ok(tunnel)
  return tunnel
}

const full = {
  SecurityPolicyDatabases: [policy('10.1.0.0/24', '192.168.0.0/24')],
  IKEOptionsSpecification: { PropoEncryAlgorithm: 'AES-CBC-256', IKEVersion: 'IKEV2', LocalAddress: '203.0.113.99' },
  IPSECOptionsSpecification: { PfsDhGroup: 'DH-GROUP14', IntegrityAlgorith: 'SHA-256' },
  NegotiationType: 'passive',
  DpdEnable: 1,
  DpdTimeout: '40',
  DpdAction: 'clear',
  Tags: [{ Key: 'a', Value: 'b' }],
}

test('ModifyVpnConnectionAttribute changes the members that it names, and nothing else', async () => {
  await using site = await openSite()
  const id = await site.connect(full)
  const before = await site.shown(id)
  const modify = async (more: object) => {
    await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId: id, ...more })
    await site.installation.settle()
    return site.shown(id)
  }
  assert.deepEqual(await modify({}), before)
  assert.deepEqual(await modify({ VpnConnectionName: 'm' }), { ...before, VpnConnectionName: 'm' })
  assert.deepEqual(await modify({ VpnConnectionName: 'n', PreShareKey: 'other' }), { ...before, PreShareKey: 'other' })
  assert.equal((await tunnelOf(site, id)).ike.preSharedKey, 'other')
  const ike = before.IKEOptionsSpecification as object
  const after = await modify({ PreShareKey: 'k3y!', IKEOptionsSpecification: { DhGroupName: 'GROUP14' } })
  assert.deepEqual(after, { ...before, IKEOptionsSpecification: { ...ike, DhGroupName: 'GROUP14' } })
  const ipsec = before.IPSECOptionsSpecification as object
  const undone = {
    IKEOptionsSpecification: { DhGroupName: 'GROUP1' },
    IPSECOptionsSpecification: { PfsDhGroup: 'NULL' },
  }
  assert.deepEqual(await modify(undone), { ...before, IPSECOptionsSpecification: { ...ipsec, PfsDhGroup: 'NULL' } })
  assert.equal((await tunnelOf(site, id)).child.proposal.keyExchange, undefined)
})

test('ModifyVpnConnectionAttribute changes dead peer detection, NegotiationType and policies, each by itself', async () => {
  await using site = await openSite()
  const id = await site.connect(full)
  const modify = (more: object) => site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId: id, ...more })
  await modify({ DpdTimeout: '50' })
  assert.deepEqual((await tunnelOf(site, id)).deadPeerDetection, { timeoutSeconds: 50, action: 'clear' })
  await modify({ DpdEnable: 0, DpdAction: 'restart' })
  assert.equal((await tunnelOf(site, id)).deadPeerDetection, undefined)
  const { DpdEnable, DpdTimeout, DpdAction } = await site.shown(id)
  assert.deepEqual([DpdEnable, DpdTimeout, DpdAction], [0, '50', 'restart'])
  await modify({ DpdEnable: 1 })
  assert.deepEqual((await tunnelOf(site, id)).deadPeerDetection, { timeoutSeconds: 50, action: 'restart' })
  await modify({ DpdEnable: 0, DpdTimeout: '' })
  assert.equal((await site.shown(id)).DpdTimeout, '')
  await modify({ DpdEnable: 1 })
  assert.deepEqual((await tunnelOf(site, id)).deadPeerDetection, { timeoutSeconds: 30, action: 'restart' })
  assert.equal((await site.shown(id)).DpdTimeout, '30')
  await modify({ NegotiationType: 'active', SecurityPolicyDatabases: [policy('10.1.9.9/24', '192.168.7.7/24')] })
  const spec = (await site.stored('connection', id))?.spec
  assert.deepEqual(spec?.selectors, [{ local: ['10.1.9.0/24'], remote: ['192.168.7.0/24'] }])
  assert.equal(spec?.startAction, 'start')
  const shown = await site.shown(id)
  assert.deepEqual(shown.SecurityPolicyDatabaseSet, [policy('10.1.9.9/24', '192.168.7.7/24')])
  await modify({ SecurityPolicyDatabases: [] })
  assert.deepEqual((await site.shown(id)).SecurityPolicyDatabaseSet, [])
})

test('a StaticRoute connection whose policies are taken away carries everything', async () => {
  await using site = await openSite()
  const id = await site.connect({ ...full, RouteType: 'StaticRoute' })
  await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId: id, SecurityPolicyDatabases: [] })
  assert.deepEqual((await site.shown(id)).SecurityPolicyDatabaseSet, [policy('0.0.0.0/0', '0.0.0.0/0')])
})

test('a connection’s identities change member by member, and follow its customer gateway', async () => {
  await using site = await openSite()
  const id = await site.connect()
  const modify = async (more: object) => {
    await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId: id, ...more })
    const { localIdentity, remoteIdentity } = (await tunnelOf(site, id)).ike
    return [localIdentity, remoteIdentity]
  }
  const ike = (IKEOptionsSpecification: object) => modify({ IKEOptionsSpecification })
  const own = site.gatewayAddress
  assert.deepEqual(await modify({ VpnConnectionName: 'm' }), [undefined, undefined])
  assert.deepEqual(await ike({ LocalIdentity: 'FQDN', LocalFqdnName: 'a.example' }), ['a.example', siteAddress])
  assert.deepEqual(await ike({ RemoteIdentity: 'FQDN', RemoteFqdnName: 'b.example' }), ['a.example', 'b.example'])
  assert.deepEqual(await ike({ LocalIdentity: 'ADDRESS' }), [own, 'b.example'])
  assert.deepEqual(await ike({ RemoteIdentity: 'ADDRESS' }), [own, siteAddress])
  const shown = (await site.shown(id)).IKEOptionsSpecification as Record<string, unknown>
  assert.deepEqual([shown.LocalFqdnName, shown.RemoteFqdnName], ['', ''])
  const CustomerGatewayId = await site.makePeer('198.51.100.44')
  assert.deepEqual(await modify({ CustomerGatewayId }), [own, '198.51.100.44'])
  assert.equal((await site.shown(id)).CustomerGatewayId, CustomerGatewayId)
})

test('a connection’s NetStatus is what the daemon reports, its State what the data plane was brought to', async () => {
  await using site = await openSite()
  const created = await site.ask('CreateVpnConnection', site.connection)
  const id = String(at(created, 'VpnConnection.VpnConnectionId'))
  const status = async () => {
    const { State, NetStatus } = await site.shown(id)
    return [State, NetStatus]
  }
  assert.deepEqual(await status(), ['PENDING', ''])
  await site.installation.settle()
  assert.deepEqual(await status(), ['AVAILABLE', 'UNAVAILABLE'])
  site.installation.report(site.gateway, id)
  assert.deepEqual(await status(), ['AVAILABLE', 'AVAILABLE'])
  await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId: id, PreShareKey: 'new' })
  assert.deepEqual(await status(), ['AVAILABLE', 'AVAILABLE'])
  site.installation.report(site.gateway)
  assert.deepEqual(await status(), ['AVAILABLE', 'UNAVAILABLE'])
  await site.ask('DeleteVpnConnection', { VpnGatewayId: site.gateway, VpnConnectionId: id })
  assert.deepEqual(await status(), ['DELETING', 'UNAVAILABLE'])
  await site.installation.settle()
  const { TotalCount, VpnConnectionSet } = await site.ask('DescribeVpnConnections', { VpnConnectionIds: [id] })
  assert.deepEqual([TotalCount, VpnConnectionSet], [0, []])
})

test('every filter of DescribeVpnConnections finds by what the answer shows, the newest first', async () => {
  await using site = await openSite()
  const first = await site.connect()
  site.installation.now += 1000
  const peer = await site.makePeer('198.51.100.10')
  const second = await site.connect({ CustomerGatewayId: peer, VpnConnectionName: 'second' })
  const found = async (...Filters: { Name: string; Values: string[] }[]) => {
    const { VpnConnectionSet } = await site.ask('DescribeVpnConnections', { Filters })
    return (VpnConnectionSet as { VpnConnectionId: string }[]).map(({ VpnConnectionId }) => VpnConnectionId)
  }
  const by = (Name: string, ...Values: string[]) => ({ Name, Values })
  assert.deepEqual(await found(), [second, first])
  assert.deepEqual(await found(by('vpc-id', site.vpc), by('vpn-gateway-id', site.gateway)), [second, first])
  assert.deepEqual(await found(by('customer-gateway-id', peer), by('vpc-id', site.vpc)), [second])
  assert.deepEqual(await found(by('vpn-connection-name', 'n')), [first])
  assert.deepEqual(await found(by('vpn-connection-id', first, second)), [second, first])
  assert.deepEqual(await found(by('vpc-id', 'vpc-00000000')), [])
  const byId = await site.ask('DescribeVpnConnections', { VpnConnectionIds: [first, 'vpnx-00000000', first], Limit: 5 })
  assert.deepEqual([byId.TotalCount, at(byId, 'VpnConnectionSet.0.VpnConnectionId')], [1, first])
})

test('DeleteVpnConnection with another gateway’s id is ResourceNotFound, with its own it deletes', async () => {
  await using site = await openSite()
  const id = await site.connect()
  const other = { VpcId: site.vpc, VpnGatewayName: 'o', InternetMaxBandwidthOut: 5 }
  const gateway = await site.make('CreateVpnGateway', other, 'VpnGateway.VpnGatewayId')
  const parameters = { VpnGatewayId: gateway, VpnConnectionId: id }
  assert.equal(await site.refusal('DeleteVpnConnection', parameters), 'ResourceNotFound')
  await site.ask('DeleteVpnConnection', { ...parameters, VpnGatewayId: site.gateway })
  const modify = () => site.refusal('ModifyVpnConnectionAttribute', { VpnConnectionId: id })
  assert.equal(await modify(), 'UnsupportedOperation.VpnConnInvalidState')
  await site.installation.settle()
  assert.equal(await modify(), 'ResourceNotFound')
})

test('ModifyVpnConnectionAttribute reads each resource that it depends on once', async () => {
  await using site = await openSite()
  const VpnConnectionId = await site.connect()
  const other = await site.makePeer('198.51.100.10')
  const queries = async (more: object) => {
    const asked = await queriesOfWrite(() => site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId, ...more }))
    assert.deepEqual([...new Set(asked)], asked)
    return asked.length
  }
  // The connection, what was applied of it, its customer gateway, its gateway, the gateway's other connections and network.
  assert.equal(await queries({ VpnConnectionName: 'm' }), 6)
  // And the other customer gateway, its connections, the routes into the connection, and until when the change before is under way.
  assert.equal(await queries({ CustomerGatewayId: other, IKEOptionsSpecification: { RemoteIdentity: 'ADDRESS' } }), 10)
})

test('a connection that is reset has its tunnel negotiated anew, by a task, and is shown as before', async () => {
  await using site = await openSite()
  const id = await site.connect()
  const before = await site.shown(id)
  const asked = { VpnGatewayId: site.gateway, VpnConnectionId: id }
  const { RequestId: TaskId } = await site.ask('ResetVpnConnection', asked)
  const task = async () => (await site.ask('DescribeVpcTaskResult', { TaskId })).Status
  assert.equal(await task(), 'RUNNING')
  await site.installation.settle()
  assert.equal(await task(), 'SUCCESS')
  assert.deepEqual(await site.shown(id), before)
  await site.ask('ResetVpnConnection', asked)
  assert.equal((await site.stored('connection', id))?.spec.tunnels[0]?.resets, 2)
  const elsewhere = { ...asked, VpnGatewayId: 'vpngw-00000000' }
  assert.equal(await site.refusal('ResetVpnConnection', elsewhere), 'ResourceNotFound')
})
