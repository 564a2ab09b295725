import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../testing/site.ts'

const numbered = [{ BgpAsn: 64551, InternetMaxBandwidthOut: 200 }, { BgpAsn: 65001 }] as const

const config = { TunnelCidr: '169.254.128.0/30', LocalBgpIp: '169.254.128.2', RemoteBgpIp: '169.254.128.1' }

test('a connection with RouteType Bgp protects everything, and shows both AS numbers as texts', async () => {
  await using site = await openSite(...numbered)
  const id = await site.connect({ RouteType: 'Bgp', BgpConfig: config })
  const shown = await site.shown(id)
  assert.equal(shown.RouteType, 'Bgp')
  assert.deepEqual(shown.SecurityPolicyDatabaseSet, [{ LocalCidrBlock: '0.0.0.0/0', RemoteCidrBlock: ['0.0.0.0/0'] }])
  assert.deepEqual(shown.BgpConfig, { ...config, LocalBgpAsn: '64551', RemoteBgpAsn: '65001' })
  assert.deepEqual((await site.stored('connection', id))?.spec.tunnels[0]?.bgp, {
    enabled: true,
    localAsNumber: 64551,
    prefix: config.TunnelCidr,
    localAddress: config.LocalBgpIp,
    neighborAddress: config.RemoteBgpIp,
  })
})

test('ModifyVpnConnectionAttribute moves the BGP session to another subnet, with the AS numbers that it had', async () => {
  await using site = await openSite(...numbered)
  const VpnConnectionId = await site.connect({ RouteType: 'Bgp', BgpConfig: config })
  const BgpConfig = { TunnelCidr: '169.254.129.0/30', LocalBgpIp: '169.254.129.1', RemoteBgpIp: '169.254.129.2' }
  await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId, BgpConfig })
  const told = { ...BgpConfig, LocalBgpAsn: '64551', RemoteBgpAsn: '65001' }
  assert.deepEqual((await site.shown(VpnConnectionId)).BgpConfig, told)
})

test('a connection of another RouteType shows no BgpConfig, and gets none', async () => {
  await using site = await openSite(...numbered)
  const VpnConnectionId = await site.connect()
  assert.equal((await site.shown(VpnConnectionId)).BgpConfig, undefined)
  const code = await site.refusal('ModifyVpnConnectionAttribute', { VpnConnectionId, BgpConfig: config })
  assert.equal(code, 'UnsupportedOperation.VpnUnsupportedBgp')
})
