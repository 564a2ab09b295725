import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrafficSelectors } from '../../../../domain/ike.ts'
import { type Answer, answerTo, tc3Request } from '../../testing/client.ts'
import { openSite, policy, type Site, siteAddress } from '../../testing/site.ts'

/** The stored connection, with the parts of its one tunnel at hand. */
async function specOf({ stored }: Site, id: string) {
  const connection = await stored('connection', id)
  assert.ok(connection)
  const [tunnel] = connection.spec.tunnels
  assert.ok(tunnel)
  return { ...connection.spec, tunnel }
}

const pair = (local: string, remote: string) => ({ local: [local], remote: [remote] }) as unknown as TrafficSelectors

test('a connection with every default is answered, described and stored with the document’s defaults', async () => {
  await using site = await openSite()
  const { VpnConnection: created } = await site.ask('CreateVpnConnection', site.connection)
  const { VpnConnectionId, ...rest } = created as Record<string, unknown>
  const id = String(VpnConnectionId)
  assert.match(id, /^vpnx-[0-9a-z]{8}$/)
  assert.deepEqual(rest, {
    VpnConnectionName: 'n',
    VpcId: site.vpc,
    VpnGatewayId: site.gateway,
    CustomerGatewayId: site.peer,
    PreShareKey: 'k3y!',
    VpnProto: 'IPSEC',
    EncryptProto: 'IKE',
    RouteType: 'STATIC',
    CreatedTime: '2026-11-20 20:00:00',
    State: 'PENDING',
    NetStatus: '',
    SecurityPolicyDatabaseSet: [],
    IKEOptionsSpecification: {
      PropoEncryAlgorithm: '3DES-CBC',
      PropoAuthenAlgorithm: 'SHA',
      ExchangeMode: 'MAIN',
      LocalIdentity: 'ADDRESS',
      RemoteIdentity: 'ADDRESS',
      LocalAddress: site.gatewayAddress,
      RemoteAddress: siteAddress,
      LocalFqdnName: '',
      RemoteFqdnName: '',
      DhGroupName: 'GROUP1',
      IKESaLifetimeSeconds: 86400,
      IKEVersion: 'IKEV1',
    },
    IPSECOptionsSpecification: {
      EncryptAlgorithm: 'AES-CBC-128',
      IntegrityAlgorith: 'SHA1',
      IntegrityAlgorithm: 'SHA1',
      IPSECSaLifetimeSeconds: 14400,
      PfsDhGroup: 'NULL',
      IPSECSaLifetimeTraffic: 4096000000,
    },
    EnableHealthCheck: false,
    HealthCheckLocalIp: '',
    HealthCheckRemoteIp: '',
    HealthCheckStatus: '',
    DpdEnable: 0,
    DpdTimeout: '30',
    DpdAction: 'restart',
    TagSet: [],
    NegotiationType: 'active',
  })
  await site.installation.settle()
  assert.deepEqual(await site.shown(id), { VpnConnectionId, ...rest, State: 'AVAILABLE', NetStatus: 'UNAVAILABLE' })
  const { tunnel, ...spec } = await specOf(site, id)
  assert.deepEqual([spec.selectors, spec.startAction, spec.automaticRoutes], [[], 'start', true])
  assert.deepEqual(tunnel, {
    id,
    index: 1,
    customerGateway: site.peer,
    ike: {
      version: 1,
      mode: 'main',
      proposal: { encryption: '3des', integrity: 'sha1', keyExchange: 'modp768' },
      lifetimeSeconds: 86400,
      preSharedKey: 'k3y!',
    },
    child: {
      proposal: { encryption: 'aes128', integrity: 'sha1' },
      lifetimeSeconds: 14400,
      lifetimeKilobytes: 4096000000,
    },
    natTraversal: true,
  })
})

test('a connection with empty option groups has the defaults of absent ones', async () => {
  await using site = await openSite()
  const absent = await site.shown(await site.connect())
  const empty = { IKEOptionsSpecification: {}, IPSECOptionsSpecification: {} }
  const peer = await site.makePeer('198.51.100.10')
  const { IKEOptionsSpecification, ...given } = await site.shown(
    await site.connect({ ...empty, CustomerGatewayId: peer }),
  )
  assert.deepEqual(given.IPSECOptionsSpecification, absent.IPSECOptionsSpecification)
  const ike = { ...(IKEOptionsSpecification as object), RemoteAddress: siteAddress }
  assert.deepEqual(ike, absent.IKEOptionsSpecification)
})

test('a connection of the document’s sample is created, and shown as it was given', async () => {
  await using site = await openSite()
  const sample = {
    VpnConnectionName: 'TEST_CONN',
    PreShareKey: '654321',
    VpcId: site.vpc,
    Tags: [{ Value: 'shanghai', Key: 'city' }],
    IPSECOptionsSpecification: { PfsDhGroup: 'NULL', EncryptAlgorithm: '3DES-CBC', IntegrityAlgorith: 'MD5' },
    SecurityPolicyDatabases: [policy('10.8.4.0/24', '58.211.1.0/24')],
    IKEOptionsSpecification: {
      IKEVersion: 'IKEV1',
      RemoteIdentity: 'ADDRESS',
      PropoAuthenAlgorithm: 'MD5',
      RemoteAddress: '1.2.3.4',
      LocalIdentity: 'ADDRESS',
      LocalAddress: '58.211.2.5',
      ExchangeMode: 'MAIN',
      PropoEncryAlgorithm: '3DES-CBC',
      DhGroupName: 'GROUP1',
    },
  }
  const id = await site.connect(sample)
  const shown = await site.shown(id)
  assert.deepEqual(shown.TagSet, [{ Key: 'city', Value: 'shanghai' }])
  assert.deepEqual(shown.SecurityPolicyDatabaseSet, sample.SecurityPolicyDatabases)
  const { tunnel, selectors } = await specOf(site, id)
  assert.deepEqual([tunnel.ike.localIdentity, tunnel.ike.remoteIdentity], ['58.211.2.5', '1.2.3.4'])
  assert.deepEqual(tunnel.child.proposal, { encryption: '3des', integrity: 'md5' })
  assert.deepEqual(selectors, [pair('10.8.4.0/24', '58.211.1.0/24')])
})

const ikeWords = {
  PropoEncryAlgorithm:
    '3DES-CBC 3des AES-CBC-128 aes128 AES-CBC-192 aes192 AES-CBC-256 aes256 DES-CBC des AES128GCM128 aes128gcm16 AES192GCM128 aes192gcm16 AES256GCM128 aes256gcm16 SM4 sm4',
  PropoAuthenAlgorithm: 'MD5 md5 SHA sha1 SHA-256 sha256 SHA-512 sha512',
  DhGroupName:
    'GROUP1 modp768 GROUP2 modp1024 GROUP5 modp1536 GROUP14 modp2048 GROUP15 modp3072 GROUP16 modp4096 GROUP19 ecp256 GROUP20 ecp384 GROUP21 ecp521 GROUP24 modp2048s256',
}
const ipsecWords = {
  EncryptAlgorithm: `${ikeWords.PropoEncryAlgorithm} NULL null`,
  IntegrityAlgorith: 'MD5 md5 SHA1 sha1 SHA-256 sha256 SHA-384 sha384 SHA-512 sha512 SM3 sm3',
  PfsDhGroup: `NULL - ${ikeWords.DhGroupName.replaceAll('GROUP', 'DH-GROUP')}`,
}

const pairs = (text: string): readonly (readonly [string, string])[] =>
  text.split(' ').flatMap((word, index, all) => (index % 2 === 0 ? [[word, all[index + 1] ?? ''] as const] : []))

test('an algorithm of every word is taken, stored as a proposal and shown again', async () => {
  await using site = await openSite()
  const check = async (group: string, member: string, word: string, value: string) => {
    // The IKE SA has GCM with IKEv2 alone.
    const version = group.startsWith('IKE') ? { IKEVersion: 'IKEV2' } : {}
    const id = await site.connect({ [group]: { ...version, [member]: word } })
    const shown = (await site.shown(id))[group] as Record<string, unknown>
    assert.equal(shown[member], word)
    const { tunnel } = await specOf(site, id)
    const proposal = group.startsWith('IKE') ? tunnel.ike.proposal : tunnel.child.proposal
    const role = /Encr/.test(member) ? 'encryption' : /Group/.test(member) ? 'keyExchange' : 'integrity'
    assert.equal(proposal[role] ?? '-', value, `${member} ${word}`)
    await site.ask('DeleteVpnConnection', { VpnGatewayId: site.gateway, VpnConnectionId: id })
    await site.installation.settle()
  }
  for (const [group, words] of [
    ['IKEOptionsSpecification', ikeWords],
    ['IPSECOptionsSpecification', ipsecWords],
  ] as const) {
    for (const [member, text] of Object.entries(words)) {
      for (const [word, value] of pairs(text)) await check(group, member, word, value)
    }
  }
})

test('an integrity algorithm is taken as IntegrityAlgorith or IntegrityAlgorithm, and as both when they agree', async () => {
  await using site = await openSite()
  const ipsec = (more: object) => ({ IPSECOptionsSpecification: more })
  for (const more of [
    { IntegrityAlgorithm: 'SHA-512' },
    { IntegrityAlgorith: 'SHA-512' },
    { IntegrityAlgorith: 'SHA-512', IntegrityAlgorithm: 'SHA-512' },
  ]) {
    const id = await site.connect(ipsec(more))
    const shown = (await site.shown(id)).IPSECOptionsSpecification as Record<string, unknown>
    assert.deepEqual([shown.IntegrityAlgorith, shown.IntegrityAlgorithm], ['SHA-512', 'SHA-512'])
    await site.ask('DeleteVpnConnection', { VpnGatewayId: site.gateway, VpnConnectionId: id })
    await site.installation.settle()
  }
  const differing = { ...site.connection, ...ipsec({ IntegrityAlgorith: 'MD5', IntegrityAlgorithm: 'SHA1' }) }
  assert.equal(await site.refusal('CreateVpnConnection', differing), 'InvalidParameter.Coexist')
})

test('a connection’s mode, IKE version, lifetimes, NegotiationType and Dpd parameters are stored and shown', async () => {
  await using site = await openSite()
  const id = await site.connect({
    IKEOptionsSpecification: { ExchangeMode: 'AGGRESSIVE', IKEVersion: 'IKEV2', IKESaLifetimeSeconds: 60 },
    IPSECOptionsSpecification: { IPSECSaLifetimeSeconds: 180, IPSECSaLifetimeTraffic: 2560 },
    NegotiationType: 'flowTrigger',
    DpdEnable: 1,
    DpdTimeout: '45',
    DpdAction: 'clear',
  })
  const { tunnel, startAction } = await specOf(site, id)
  assert.deepEqual([tunnel.ike.mode, tunnel.ike.version, tunnel.ike.lifetimeSeconds], ['aggressive', 2, 60])
  assert.deepEqual([tunnel.child.lifetimeSeconds, tunnel.child.lifetimeKilobytes], [180, 2560])
  assert.deepEqual(tunnel.deadPeerDetection, { timeoutSeconds: 45, action: 'clear' })
  assert.equal(startAction, 'trap')
  const shown = await site.shown(id)
  assert.deepEqual(
    [shown.NegotiationType, shown.DpdEnable, shown.DpdTimeout, shown.DpdAction],
    ['flowTrigger', 1, '45', 'clear'],
  )
  const passive = await site.connect({
    CustomerGatewayId: await site.makePeer('198.51.100.10'),
    NegotiationType: 'passive',
    DpdTimeout: '45',
    DpdAction: 'clear',
  })
  const second = await specOf(site, passive)
  assert.deepEqual([second.startAction, second.tunnel.deadPeerDetection], ['none', undefined])
  const { DpdEnable, DpdTimeout, DpdAction } = await site.shown(passive)
  assert.deepEqual([DpdEnable, DpdTimeout, DpdAction], [0, '45', 'clear'])
})

test('a RouteType is kept to the letter; StaticRoute carries everything, Policy what its policies name', async () => {
  await using site = await openSite()
  const everything = policy('0.0.0.0/0', '0.0.0.0/0')
  const named = policy('10.1.0.5/24', '172.17.10.5/16', '172.19.0.0/16')
  const table = [
    ['STATIC', [], [], [], true],
    ['Policy', [], [], [], true],
    ['Policy', [named], [named], [pair('10.1.0.0/24', '172.17.0.0/16'), pair('10.1.0.0/24', '172.19.0.0/16')], true],
    ['Policy', [everything], [everything], [pair('0.0.0.0/0', '0.0.0.0/0')], true],
    ['StaticRoute', undefined, [everything], [pair('0.0.0.0/0', '0.0.0.0/0')], false],
    ['StaticRoute', [], [everything], [pair('0.0.0.0/0', '0.0.0.0/0')], false],
  ] as const
  for (const [RouteType, policies, shownPolicies, selectors, automatic] of table) {
    const given = policies === undefined ? {} : { SecurityPolicyDatabases: policies }
    const id = await site.connect({ RouteType, ...given })
    const shown = await site.shown(id)
    assert.deepEqual([shown.RouteType, shown.SecurityPolicyDatabaseSet], [RouteType, shownPolicies])
    const spec = await specOf(site, id)
    assert.deepEqual([spec.selectors, spec.automaticRoutes], [selectors, automatic])
    await site.ask('DeleteVpnConnection', { VpnGatewayId: site.gateway, VpnConnectionId: id })
    await site.installation.settle()
  }
})

test('an identity is a name, an address, or the address that Terraform sends for a name; a malformed one is refused', async () => {
  await using site = await openSite()
  const identities = async (options: object) => {
    const id = await site.connect({ IKEOptionsSpecification: options })
    const { tunnel } = await specOf(site, id)
    const shown = (await site.shown(id)).IKEOptionsSpecification as Record<string, unknown>
    await site.ask('DeleteVpnConnection', { VpnGatewayId: site.gateway, VpnConnectionId: id })
    await site.installation.settle()
    const texts = [shown.LocalAddress, shown.LocalFqdnName, shown.RemoteAddress, shown.RemoteFqdnName]
    return [tunnel.ike.localIdentity, tunnel.ike.remoteIdentity, ...texts]
  }
  const FQDN = {
    LocalIdentity: 'FQDN',
    RemoteIdentity: 'FQDN',
    LocalFqdnName: 'a.example',
    RemoteFqdnName: 'b.example',
  }
  assert.deepEqual(await identities(FQDN), ['a.example', 'b.example', '', 'a.example', '', 'b.example'])
  const quirk = { LocalIdentity: 'ADDRESS', RemoteIdentity: 'FQDN', RemoteAddress: '39.97.38.104' }
  assert.deepEqual(await identities(quirk), [undefined, '39.97.38.104', site.gatewayAddress, '', '39.97.38.104', ''])
  const other = { LocalIdentity: 'FQDN', LocalFqdnName: 'a.example', RemoteIdentity: 'ADDRESS', RemoteFqdnName: '' }
  assert.deepEqual(await identities(other), ['a.example', undefined, '', 'a.example', siteAddress, ''])
  // What the provider sends of an address when the local identity is a name.
  const named = { ...other, RemoteFqdnName: 'b.example' }
  assert.deepEqual(await identities(named), ['a.example', undefined, '', 'a.example', '', 'b.example'])
  const refusal = (options: object) =>
    site.refusal('CreateVpnConnection', { ...site.connection, IKEOptionsSpecification: options })
  assert.equal(await refusal({ LocalIdentity: 'FQDN' }), 'MissingParameter')
  assert.equal(await refusal({ RemoteIdentity: 'FQDN' }), 'MissingParameter')
  for (const LocalFqdnName of ['a b', '1.2.3.4', 'ä', 'x'.repeat(256)]) {
    assert.equal(await refusal({ LocalIdentity: 'FQDN', LocalFqdnName }), 'InvalidParameterValue.Malformed')
  }
})

test('a connection’s VpcId may be left out, empty, or the gateway’s', async () => {
  await using site = await openSite()
  for (const VpcId of [undefined, '', site.vpc]) {
    const id = await site.connect({ VpcId })
    assert.equal((await site.shown(id)).VpcId, site.vpc)
    await site.ask('DeleteVpnConnection', { VpnGatewayId: site.gateway, VpnConnectionId: id })
    await site.installation.settle()
  }
})

test('a refusal says what is wrong, and never repeats the pre-shared key', async () => {
  await using site = await openSite()
  const told = async (more: object): Promise<Answer['Error']> => {
    const request = { action: 'CreateVpnConnection', parameters: { ...site.connection, ...more } }
    return (await answerTo(site.installation, tc3Request(site.installation, request))).Error
  }
  const gcm = await told({ IKEOptionsSpecification: { PropoEncryAlgorithm: 'AES256GCM128' } })
  assert.equal(
    gcm?.Message,
    'The operation is not supported: IKEv1 cannot propose aes256gcm16 for an IKE SA: use IKEv2.',
  )
  const key = await told({ PreShareKey: 'hunter 2' })
  assert.match(key?.Message ?? '', /PreShareKey/)
  assert.doesNotMatch(JSON.stringify(key), /hunter/)
})
