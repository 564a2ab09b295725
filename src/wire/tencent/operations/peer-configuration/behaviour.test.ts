import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tunnelMtu } from '../../../http/testing/installation.ts'
import { everything, numbered, openSite, policy, type Site, siteAddress, speaking } from '../../testing/site.ts'

const vendors = {
  cisco: { Platform: 'ios', SoftwareVersion: 'V15.4', VendorName: 'cisco' },
  h3c: { Platform: 'comware', SoftwareVersion: 'V1.0', VendorName: 'h3c' },
} as const

const asked = ({ gateway }: Site, VpnConnectionId: string, vendor: object = vendors.h3c) => ({
  VpnGatewayId: gateway,
  VpnConnectionId,
  CustomerGatewayVendor: vendor,
  InterfaceName: 'GigabitEthernet0/1',
})

/** Its lines, which all end as the document's example has them. */
async function download(site: Site, id: string, vendor: keyof typeof vendors): Promise<readonly string[]> {
  const answer = await site.ask('DownloadCustomerGatewayConfiguration', asked(site, id, vendors[vendor]))
  const lines = String(answer.CustomerGatewayConfiguration).split('\r\n')
  assert.equal(lines.pop(), '')
  assert.ok(lines.length > 0 && lines.every((line) => !line.includes('\n')))
  return lines
}

const isComment = (line: string): boolean => /^[#!] /.test(line)

const policies = [policy('10.1.0.5/24', '192.168.0.0/24', '192.168.1.0/24'), policy('10.1.1.0/24', '192.168.9.0/24')]

const modern = {
  IKEOptionsSpecification: {
    IKEVersion: 'IKEV2',
    PropoEncryAlgorithm: 'AES-CBC-256',
    PropoAuthenAlgorithm: 'SHA-256',
    DhGroupName: 'GROUP14',
  },
  IPSECOptionsSpecification: {
    EncryptAlgorithm: 'AES-CBC-256',
    IntegrityAlgorithm: 'SHA-256',
    PfsDhGroup: 'DH-GROUP14',
  },
}

test('a device is configured from its own end: what is remote here is its own, and every pair of a policy is a rule', async () => {
  await using site = await openSite()
  const id = await site.connect({ ...modern, SecurityPolicyDatabases: policies })
  const h3c = await download(site, id, 'h3c')
  assert.match(h3c[0] ?? '', new RegExp(`^# Connection ${id}, for H3C`))
  const pairs = [
    ['192.168.0.0', '10.1.0.0'],
    ['192.168.1.0', '10.1.0.0'],
    ['192.168.9.0', '10.1.1.0'],
  ]
  assert.deepEqual(
    h3c.filter((line) => / permit ip /.test(line)),
    pairs.map(
      ([from, to], at) => ` rule ${5 * (at + 1)} permit ip source ${from} 0.0.0.255 destination ${to} 0.0.0.255`,
    ),
  )
  const cisco = await download(site, id, 'cisco')
  assert.match(cisco[0] ?? '', new RegExp(`^! Connection ${id}, for Cisco IOS`))
  assert.deepEqual(
    cisco.filter((line) => / permit ip /.test(line)),
    pairs.map(([from, to]) => ` permit ip ${from} 0.0.0.255 ${to} 0.0.0.255`),
  )
  for (const lines of [h3c, cisco]) {
    const text = lines.join('\n')
    for (const word of [site.gatewayAddress, siteAddress, 'k3y!', 'GigabitEthernet0/1']) assert.ok(text.includes(word))
  }
})

test('a connection with RouteType Bgp is configured with the session’s other end', async () => {
  await using site = await openSite(numbered.gateway, numbered.peer)
  const id = await site.connect({ ...modern, ...speaking })
  const h3c = await download(site, id, 'h3c')
  assert.ok(h3c.includes('bgp 65001'))
  assert.ok(h3c.some((line) => line.includes('peer 169.254.128.1 as-number 64551')))
  const cisco = await download(site, id, 'cisco')
  assert.ok(cisco.includes('router bgp 65001'))
  assert.ok(cisco.includes(' neighbor 169.254.128.1 remote-as 64551'))
})

test('what the device cannot say is told in comments, and nothing is configured', async () => {
  await using site = await openSite()
  const named = { RemoteIdentity: 'FQDN', RemoteFqdnName: 'b.example', IKESaLifetimeSeconds: 604_800 }
  const id = await site.connect({ IKEOptionsSpecification: named, SecurityPolicyDatabases: [everything] })
  const cisco = await download(site, id, 'cisco')
  assert.ok(cisco.every(isComment), cisco.join('\n'))
  assert.match(
    cisco.join('\n'),
    /IKE lifetime \(604800 s\): it takes 60 to 86400 s\.\n! local identity \(b\.example\): /,
  )
  await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId: id, ...modern })
  assert.ok(!(await download(site, id, 'h3c')).every(isComment))
})

test('a connection without policies has nothing to be configured, which a comment says', async () => {
  await using site = await openSite()
  const lines = await download(site, await site.connect(), 'h3c')
  assert.ok(lines.every(isComment), lines.join('\n'))
  assert.match(lines.join('\n'), /no selectors yet/)
})

test('a vendor that is not listed, an empty member and an interface that no device has are refused', async () => {
  await using site = await openSite()
  const good = asked(site, await site.connect())
  const [empty, malformed] = ['InvalidParameterValue.Empty', 'InvalidParameterValue.Malformed']
  const { h3c } = vendors
  for (const [more, code] of [
    [{ CustomerGatewayVendor: { ...h3c, SoftwareVersion: 'V7.1' } }, malformed],
    [{ CustomerGatewayVendor: { ...h3c, VendorName: 'H3C' } }, malformed],
    [{ CustomerGatewayVendor: { ...h3c, Platform: '' } }, empty],
    [{ CustomerGatewayVendor: { ...h3c, SoftwareVersion: undefined } }, 'MissingParameter'],
    [{ InterfaceName: '' }, empty],
    [{ InterfaceName: 'eth0\nquit' }, malformed],
    [{ VpnConnectionId: 'x' }, malformed],
    [{ VpnGatewayId: 'vpngw-00000000' }, 'ResourceNotFound'],
  ] as const) {
    assert.equal(
      await site.refusal('DownloadCustomerGatewayConfiguration', { ...good, ...more }),
      code,
      JSON.stringify(more),
    )
  }
})

test('each vendor that is listed has a configuration', async () => {
  await using site = await openSite()
  const { CustomerGatewayVendorSet: listed } = await site.ask('DescribeCustomerGatewayVendors')
  assert.deepEqual(listed, Object.values(vendors))
})

test('a device is given the MTU of the installation’s tunnels', async () => {
  await using site = await openSite()
  const h3c = await download(site, await site.connect({ ...modern, SecurityPolicyDatabases: [everything] }), 'h3c')
  assert.deepEqual(
    h3c.filter((line) => / mtu /.test(line)),
    [` mtu ${tunnelMtu}`],
  )
})
