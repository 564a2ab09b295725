import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { parseIpv4Prefix } from '../../domain/address.ts'
import type { PreSharedKey } from '../../domain/ike.ts'
import type { Resource } from '../../domain/resource.ts'
import { devices } from '../../peer-configuration/devices.ts'
import { everything } from '../../peer-configuration/testing/cases.ts'
import {
  address,
  attachment,
  connection,
  customerGateway,
  gateway,
  network,
  router,
  routerGroup,
} from '../../store/contract/samples.ts'
import type { NativeParts } from './api.ts'
import { open } from './testing/open.ts'

/** As the samples are, with a key that every device takes. */
function keyed(of: Resource<'connection'>): Resource<'connection'> {
  const tunnels = of.spec.tunnels.map((tunnel) => ({
    ...tunnel,
    ike: { ...tunnel.ike, preSharedKey: 'Every-word-1-of-16' as PreSharedKey },
  }))
  return { ...of, spec: { ...of.spec, tunnels } }
}

/** A gateway with the connection "c", "free", which nothing carries, and "routed", which a router carries. */
async function openSite(t: TestContext, changes: Partial<NativeParts> = {}) {
  const opened = await open(t, changes)
  await opened.store.write(async (transaction) => {
    await transaction.put(network('net'))
    await transaction.put(gateway('gw', [address(2)], { network: 'net' }))
    await transaction.put(customerGateway('peer'))
    await transaction.put(keyed(connection('c', { gateway: 'gw', peers: ['peer'] })))
    await transaction.put(keyed(connection('free', { peers: ['peer'] })))
    await transaction.put(keyed(connection('routed', { peers: ['peer'] })))
    await transaction.put(routerGroup('group'))
    await transaction.put(router('router', 'group'))
    await transaction.put(attachment('bound', { router: 'router', connection: 'routed', addresses: [address(9)] }))
    const joined = attachment('joined', { router: 'router', connection: 'routed' })
    await transaction.put({ ...joined, spec: { ...joined.spec, target: { kind: 'network', id: 'net', subnets: [] } } })
  })
  const get = (id: string, query: string) => opened.ask('GET', `/v1/connections/${id}/device-configuration?${query}`)
  return { ...opened, get }
}

test('a connection of a gateway is written for a device, with the key, and nobody is to keep it', async (t) => {
  const { app, get } = await openSite(t)
  const { status, json } = await get('c', 'device=strongswan')
  assert.equal(status, 200)
  const { files, ...others } = json()
  assert.deepEqual(
    { ...others, notes: [] },
    { connection: 'c', device: 'strongswan', executedBy: 'charon', notes: [], missing: [] },
  )
  assert.equal(files[0].name, 'swanctl.conf')
  assert.match(files[0].text, /local_addrs = 198\.51\.100\.7\n\s*remote_addrs = 203\.0\.113\.2\n/)
  assert.match(files[0].text, /local_ts = 10\.2\.0\.0\/16\n\s*remote_ts = 0\.0\.0\.0\/0\n/)
  assert.match(files[0].text, /secret = "Every-word-1-of-16"/)
  const url = '/v1/connections/c/device-configuration?device=strongswan'
  const { headers } = await app.inject({ method: 'GET', url, headers: { host: '127.0.0.1:7781' } })
  assert.equal(headers['cache-control'], 'no-store')
})

test('a connection of a router is written with the addresses that its attachment has', async (t) => {
  const { get } = await openSite(t)
  const [file] = (await get('routed', 'device=strongswan')).json().files
  assert.match(file.text, /remote_addrs = 203\.0\.113\.9\n/)
})

test('a network with a second range is routed to with both of them, behind a gateway and behind a router', async (t) => {
  const { get, store } = await openSite(t)
  await store.write(async (transaction) => {
    const net = (await transaction.get('network', 'net')) ?? assert.fail()
    await transaction.put({
      ...net,
      generation: 2,
      spec: { ...net.spec, secondary: [parseIpv4Prefix('172.16.0.0/16') ?? assert.fail()] },
    })
    for (const id of ['c', 'routed']) {
      const found = (await transaction.get('connection', id)) ?? assert.fail()
      await transaction.put({ ...found, generation: 2, spec: { ...found.spec, selectors: [everything] } })
    }
  })
  for (const id of ['c', 'routed']) {
    const [file] = (await get(id, 'device=cisco-ios&tunnel-number=1')).json().files
    assert.match(file.text, /^ip route 172\.16\.0\.0 255\.255\.0\.0 Tunnel1 /m, id)
  }
})

test('inputs are written where they are given, else they are missing, and the key is left out where it is asked for', async (t) => {
  const { get } = await openSite(t)
  const asked = await get('c', 'device=cisco-ios&showsKey=false&wan-interface=GigabitEthernet0/1')
  const { files, missing } = asked.json()
  assert.match(files[0].text, /interface GigabitEthernet0\/1\n crypto map <CRYPTO-MAP>\n/)
  assert.match(files[0].text, /pre-shared-key local 0 <PRE-SHARED-KEY>\n/)
  assert.doesNotMatch(asked.text, /Every-word/)
  assert.deepEqual(missing, ['crypto-map', 'crypto-map-number'])
})

test('what a device cannot say is refused with all of it, and no half configuration', async (t) => {
  const { get } = await openSite(t)
  const { status, json } = await get('c', 'device=libreswan')
  assert.equal(status, 409)
  const { error, refusals, files } = json()
  assert.equal(error.code, 'device-cannot-say')
  assert.match(error.message, /^libreswan cannot say all of it: IKE group of tunnel 1 \(modp1024 \(group 2\)\): /)
  assert.deepEqual(
    refusals.map(({ what, tunnel, value }: { what: string; tunnel: number; value: string }) => [what, tunnel, value]),
    [['IKE group', 1, 'modp1024 (group 2)']],
  )
  assert.equal(files, undefined)
})

test('the device is given TCP segments that fit the MTU of the installation’s tunnels', async (t) => {
  const { get } = await openSite(t, { tunnelMtu: 1280 })
  const { files } = (await get('c', 'device=fortigate')).json()
  assert.match(files.map(({ text }: { text: string }) => text).join('\n'), /^ *set tcp-mss 1240$/m)
})

test('a device, an input or a connection that is not there is told of, and so is a connection that nothing carries', async (t) => {
  const { get } = await openSite(t)
  const wanted: readonly (readonly [string, string, number, string])[] = [
    ['c', 'device=toaster', 400, 'invalid-request'],
    ['c', '', 400, 'invalid-request'],
    ['c', 'device=strongswan&zone=x', 400, 'invalid-request'],
    ['c', 'device=strongswan&crypto-map=x', 400, 'invalid-request'],
    ['c', 'device=cisco-ios&wan-interface=a%0Ab', 400, 'invalid-request'],
    ['none', 'device=strongswan', 404, 'connection-not-found'],
    ['free', 'device=strongswan', 409, 'not-attached'],
  ]
  for (const [id, query, status, code] of wanted) {
    const answer = await get(id, query)
    assert.deepEqual([answer.status, answer.json().error.code], [status, code], `${id} ${query}`)
  }
})

test('the devices are listed with what each asks for, and which program has read theirs', async (t) => {
  const { ask } = await openSite(t)
  const { devices: listed } = (await ask('GET', '/v1/devices')).json()
  assert.deepEqual(
    listed.map(({ id }: { id: string }) => id),
    devices.map(({ id }) => id),
  )
  const named = (id: string) => listed.find((each: { id: string }) => each.id === id)
  assert.equal(named('bird').executedBy, 'BIRD')
  assert.equal(named('h3c').executedBy, undefined)
  assert.ok(named('h3c').inputs.some(({ name }: { name: string }) => name === 'acl-number'))
})
