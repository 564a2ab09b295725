import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueAt } from '../../decode.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { attach, describe, dual, single } from '../../testing/connections.ts'

const everything = { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' }

const download = async (caller: Caller, VpnConnectionId: string) =>
  (await caller.get('VpnConnectionConfig', 'DownloadVpnConnectionConfig', { VpnConnectionId })) as Parameters

test('a single tunnel is told from its peer’s side: local there is remote here, and numbers are numbers', async () => {
  await using caller = await openCaller()
  const IkeConfig = JSON.stringify({ Psk: 'key', LocalId: 'cloud.example', RemoteId: 'office.example' })
  const id = await single(caller, { IkeConfig })
  assert.equal((await download(caller, id)).Remote, undefined)
  await attach(caller, id)
  await caller.settle()
  const { InternetIp } = await describe(caller, id)
  const { IkeConfig: ike, IpsecConfig: ipsec, ...rest } = await download(caller, id)
  assert.deepEqual(rest, {
    Local: '203.0.113.1',
    Remote: InternetIp,
    LocalSubnet: '10.1.3.0/24, 10.1.4.0/24',
    RemoteSubnet: '10.1.1.0/24,10.1.2.0/24',
  })
  assert.deepEqual(ike, {
    Psk: 'key',
    LocalId: 'office.example',
    RemoteId: 'cloud.example',
    IkeVersion: 'ikev1',
    IkeMode: 'main',
    IkeEncAlg: 'aes',
    IkeAuthAlg: 'md5',
    IkePfs: 'group2',
    IkeLifetime: 86400,
  })
  assert.deepEqual(ipsec, { IpsecEncAlg: 'aes', IpsecAuthAlg: 'md5', IpsecPfs: 'group2', IpsecLifetime: 86400 })
})

test('two tunnels are told each by itself, with both ends of their BGP sessions exchanged', async () => {
  await using caller = await openCaller()
  const bgp = (third: number) => ({ TunnelBgpConfig: { LocalAsn: 64512, TunnelCidr: `169.254.${third}.0/30` } })
  const id = await dual(caller, [bgp(10), bgp(12)], { ...everything, EnableTunnelsBgp: true })
  await attach(caller, id)
  await caller.settle()
  const config = await download(caller, id)
  const at = (path: string) => valueAt(config, path)
  assert.deepEqual(Object.keys(config).sort(), ['BgpConfigs', 'LocalSubnet', 'RemoteSubnet', 'TunnelsConfig'])
  const described = await describe(caller, id)
  for (const position of [1, 2]) {
    const tunnel = valueAt(described, `TunnelOptionsSpecification.TunnelOptions.${position}`) as Parameters
    const own = `TunnelsConfig.TunnelConfig.${position}`
    assert.equal(at(`${own}.TunnelId`), tunnel.TunnelId)
    assert.equal(at(`${own}.Local`), `203.0.113.${position}`)
    assert.equal(at(`${own}.Remote`), tunnel.InternetIp)
    assert.equal(at(`${own}.IkeConfig.RemoteId`), tunnel.InternetIp)
    assert.equal(at(`${own}.IkeConfig.IkeLifetime`), 86400)
    assert.deepEqual(at(`BgpConfigs.BgpConfig.${position}`), {
      TunnelId: tunnel.TunnelId,
      TunnelCidr: `169.254.${[10, 12][position - 1]}.0/30`,
      LocalAsn: String(65529 + position),
      LocalBgpIp: `169.254.${[10, 12][position - 1]}.2`,
      PeerAsn: '64512',
      PeerBgpIp: `169.254.${[10, 12][position - 1]}.1`,
    })
  }
})
