import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address } from '../../../../domain/address.ts'
import type { AsNumber } from '../../../../domain/as-number.ts'
import type { BgpState } from '../../../../domain/bgp.ts'
import { valueAt } from '../../decode.ts'
import { type Caller, openCaller } from '../../testing/caller.ts'
import { describe } from '../../testing/connections.ts'
import { bgp, peer, single } from '../../testing/resources.ts'

const everything = { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' }

async function tunnelsOf(caller: Caller, id: string) {
  return (await caller.store.read((reader) => reader.get('connection', id)))?.spec.tunnels ?? []
}

/** What the data plane says of the sessions over these tunnels. */
function show(caller: Caller, tunnels: readonly string[], states: readonly BgpState[], alive = true): void {
  const sessions = tunnels.map((tunnel, index) => ({
    tunnel,
    state: states[index] ?? 'idle',
    since: 1,
    localAddress: '169.254.10.1' as Ipv4Address,
    neighborAddress: '169.254.10.2' as Ipv4Address,
    localAsNumber: 45104 as AsNumber,
    neighborAsNumber: 65000 as AsNumber,
    limitReached: false,
    received: [],
    advertised: [],
  }))
  const seen = tunnels.map((id) => ({ id, alive: true, childSas: [], packetsOut: 0 }))
  const gateway = {
    id: 'tr-1',
    links: [],
    tunnels: seen,
    policies: [],
    routes: [],
    bgp: { alive, sessions, installed: [] },
  }
  caller.observed.record('tr-1', gateway, caller.now)
}

test('BGP of a single tunnel: two-part AS number, both addresses, the peer’s key, and the state of the session', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = await peer(caller, { Asn: '65000', AuthKey: 'k3y' })
  const config = { LocalAsn: '123.456', TunnelCidr: '169.254.10.0/30', LocalBgpIp: '169.254.10.2' }
  const request = await single(caller, { ...everything, ...bgp(config), CustomerGatewayId })
  const id = await caller.make('CreateVpnAttachment', request)
  const [tunnel] = await tunnelsOf(caller, id)
  assert.deepEqual(tunnel?.bgp, {
    enabled: true,
    localAsNumber: 8061384,
    prefix: '169.254.10.0/30',
    localAddress: '169.254.10.2',
  })
  const shown = async () => (await describe(caller, id)).VpnBgpConfig
  const told = {
    AuthKey: 'k3y',
    EnableBgp: 'true',
    LocalAsn: 8061384,
    LocalBgpIp: '169.254.10.2',
    PeerAsn: 65000,
    PeerBgpIp: '169.254.10.1',
    TunnelCidr: '169.254.10.0/30',
  }
  assert.deepEqual(await shown(), { ...told, Status: 'false' })
  show(caller, [tunnel.id], ['open-confirm'])
  assert.deepEqual(await shown(), { ...told, Status: 'false' })
  show(caller, [tunnel.id], ['established'])
  assert.deepEqual(await shown(), { ...told, Status: 'success' })
  show(caller, [tunnel.id], ['established'], false)
  assert.deepEqual(await shown(), { ...told, Status: 'false' })
  const off = { VpnConnectionId: id, BgpConfig: '{"EnableBgp":false}' }
  const { AuthKey: _, ...known } = told
  assert.deepEqual((await caller.ok('ModifyVpnAttachmentAttribute', off)).VpnBgpConfig, {
    ...known,
    EnableBgp: 'false',
  })
})

test('BGP of two tunnels: each has its own state, and 45104 where no AS number is given', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = await peer(caller, { Asn: '65000' })
  const tunnel = (third: number) => ({ CustomerGatewayId, TunnelBgpConfig: { TunnelCidr: `169.254.${third}.0/30` } })
  const tunnels = { EnableTunnelsBgp: true, TunnelOptionsSpecification: [tunnel(10), tunnel(11)] }
  const id = await caller.make('CreateVpnAttachment', { ...everything, ...tunnels })
  const ids = (await tunnelsOf(caller, id)).map((each) => each.id)
  show(caller, ids, ['active', 'established'])
  const described = await describe(caller, id)
  const at = (position: number) =>
    valueAt(described, `TunnelOptionsSpecification.TunnelOptions.${position}.TunnelBgpConfig`)
  const told = (third: number, BgpStatus: string) => ({
    BgpStatus,
    LocalAsn: 45104,
    LocalBgpIp: `169.254.${third}.1`,
    PeerAsn: 65000,
    PeerBgpIp: `169.254.${third}.2`,
    TunnelCidr: `169.254.${third}.0/30`,
  })
  assert.deepEqual([described.EnableTunnelsBgp, at(1), at(2)], [true, told(10, 'false'), told(11, 'success')])
})
