/** Published examples of policies and of the process of evaluation (RAM documentation, 2021 to 2026), and VPN's variants of them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  authorize,
  type Conditions,
  type HeldPolicy,
  type Policy,
  type Principal,
  type Subject,
} from '../../../access/authorize.ts'
import { readPolicy } from './policy.ts'
import { systemPolicies } from './system.ts'

const account = '1234567890123456'
const noon = Date.UTC(2026, 10, 26, 12)

interface Statement {
  readonly Effect?: 'Allow' | 'Deny'
  readonly Action?: string | readonly string[]
  readonly NotAction?: string
  readonly Resource?: string
  readonly Condition?: unknown
}

const read = (document: string): Policy => {
  const policy = readPolicy(document)
  assert.ok(policy.ok, policy.ok ? '' : policy.error)
  return policy.value
}

const policy = (...statements: readonly Statement[]): Policy =>
  read(
    JSON.stringify({
      Version: '1',
      Statement: statements.map((each) => ({ Effect: 'Allow', Resource: '*', ...each })),
    }),
  )

const system = (name: string): Policy => read(systemPolicies.get(name)?.document ?? '')

const dev = (...policies: readonly (Policy | HeldPolicy)[]): Principal => ({
  account,
  kind: 'user',
  id: '2',
  name: 'dev',
  policies: policies.map((each) => (typeof each === 'function' ? { policy: each } : each)),
})

const named = (name: string, region = 'cn-hangzhou') => `acs:vpc:${region}:${account}:${name}`

type Outcome = 'allow' | 'denied' | 'not-allowed'

function decided(
  principal: Principal,
  action: string,
  subject: string | Subject,
  conditions: Partial<Conditions> = {},
): Outcome {
  const subjects = [typeof subject === 'string' ? { resource: subject } : subject]
  const decision = authorize(principal, `vpc:${action}`, subjects, { at: noon, ...conditions })
  return decision.allowed ? 'allow' : decision.why
}

const gateway = named('vpngateway/vpn-1')

describe('published policies', () => {
  test('no policy allows nothing', () => {
    assert.equal(decided(dev(), 'DescribeVpnGateways', named('vpngateway/*')), 'not-allowed')
  })

  test('everything but two products', () => {
    const user = dev(policy({ Action: '*' }, { Effect: 'Deny', Action: ['bss:*', 'efc:*'] }))
    assert.equal(decided(user, 'DeleteVpnGateway', gateway), 'allow')
    const paying = authorize(user, 'bss:PayOrder', [{ resource: '*' }], { at: noon })
    assert.equal(!paying.allowed && paying.why, 'denied')
  })

  test('reading the gateways of one region', () => {
    const user = dev(policy({ Action: 'vpc:Describe*', Resource: 'acs:vpc:cn-qingdao:*:vpngateway/*' }))
    assert.equal(decided(user, 'DescribeVpnGateways', named('vpngateway/*', 'cn-qingdao')), 'allow')
    assert.equal(decided(user, 'DescribeVpnGateways', named('vpngateway/*')), 'not-allowed')
    assert.equal(decided(user, 'DescribeVpnConnections', named('vpnconnection/*', 'cn-qingdao')), 'not-allowed')
  })

  test('from some addresses', () => {
    const addresses = { IpAddress: { 'acs:SourceIp': ['192.168.0.0/16', '172.16.215.218'] } }
    const user = dev(policy({ Action: 'vpc:*', Condition: addresses }))
    const from = (address: string) => decided(user, 'DescribeVpnGateway', gateway, { address })
    assert.equal(from('192.168.7.9'), 'allow')
    assert.equal(from('::ffff:192.168.7.9'), 'allow')
    assert.equal(from('172.16.215.218'), 'allow')
    assert.equal(from('172.16.215.219'), 'not-allowed')
  })

  test('AliyunVPCFullAccess: routes of VPN and no gateway', () => {
    const user = dev(system('AliyunVPCFullAccess'))
    const connections = named('vpnconnection/*')
    assert.equal(decided(user, 'CreateVpnGateway', named('vpngateway/*')), 'not-allowed')
    assert.equal(decided(user, 'CreateVpnRouteEntry', gateway), 'allow')
    assert.equal(decided(user, 'PublishVpnRouteEntry', gateway), 'allow')
    assert.equal(decided(user, 'CreateVpc', named('vpc/*')), 'allow')
    assert.equal(decided(user, 'TagResources', gateway), 'allow')
    assert.equal(decided(user, 'DescribeVpnConnections', connections), 'not-allowed')
    assert.equal(decided(user, 'DescribeVpnRouteEntries', gateway), 'allow')
  })

  test('AliyunVPNGatewayReadOnlyAccess: what VPN shows and nothing else', () => {
    const user = dev(system('AliyunVPNGatewayReadOnlyAccess'))
    const connection = named('vpnconnection/vco-1')
    for (const action of ['DescribeVpnConnection', 'DownloadVpnConnectionConfig']) {
      assert.equal(decided(user, action, connection), 'allow', action)
    }
    for (const action of ['DescribeVpnAttachments', 'CheckVpnBgpEnabled'])
      assert.equal(decided(user, action, '*'), 'allow')
    for (const action of ['DiagnoseVpnGateway', 'DescribeVpcs', 'ListTagResources', 'ModifyTunnelAttribute']) {
      assert.equal(decided(user, action, connection), 'not-allowed', action)
    }
  })

  test('an operation that is of all resources is not allowed by the name of some', () => {
    const user = dev(policy({ Action: 'vpc:*', Resource: 'acs:vpc:*:*:vpnconnection/*' }))
    assert.equal(decided(user, 'ModifyVpnAttachmentAttribute', named('vpnconnection/vco-1')), 'allow')
    assert.equal(decided(user, 'CreateVpnAttachment', '*'), 'not-allowed')
    assert.equal(decided(user, 'CreateVpnConnection', named('vpnconnection/*')), 'allow')
  })

  test('one connection', () => {
    const only = { Action: 'vpc:*VpnConnection*', Resource: 'acs:vpc:cn-hangzhou:*:vpnconnection/vco-1' }
    const user = dev(policy(only))
    assert.equal(decided(user, 'DeleteVpnConnection', named('vpnconnection/vco-1')), 'allow')
    assert.equal(decided(user, 'DeleteVpnConnection', named('vpnconnection/vco-2')), 'not-allowed')
    assert.equal(decided(user, 'DescribeVpnConnections', named('vpnconnection/*')), 'not-allowed')
  })

  test('NotAction is no denial of what it leaves out', () => {
    const but = policy({ NotAction: 'vpc:Delete*' })
    assert.equal(decided(dev(but), 'DeleteVpnGateway', gateway), 'not-allowed')
    assert.equal(decided(dev(but), 'CreateVpnGateway', named('vpngateway/*')), 'allow')
    assert.equal(decided(dev(but, policy({ Action: 'vpc:DeleteVpnGateway' })), 'DeleteVpnGateway', gateway), 'allow')
  })

  test('resources with a tag', () => {
    const user = dev(policy({ Action: 'vpc:*', Condition: { StringEquals: { 'acs:ResourceTag/team': ['dev'] } } }))
    const tagged = (value: string) => ({ resource: gateway, tags: [{ key: 'team', value }] })
    assert.equal(decided(user, 'DeleteVpnGateway', tagged('dev')), 'allow')
    assert.equal(decided(user, 'DeleteVpnGateway', tagged('ops')), 'not-allowed')
    assert.equal(decided(user, 'DeleteVpnGateway', { resource: gateway, tags: [] }), 'not-allowed')
  })

  test('no deletion after a time', () => {
    const after = { DateGreaterThan: { 'acs:CurrentTime': '2026-12-01T00:00:00Z' } }
    const user = dev(policy({ Action: 'vpc:*' }), policy({ Effect: 'Deny', Action: 'vpc:Delete*', Condition: after }))
    assert.equal(decided(user, 'DeleteVpnGateway', gateway), 'allow')
    assert.equal(decided(user, 'DeleteVpnGateway', gateway, { at: Date.UTC(2026, 11, 1, 0, 0, 1) }), 'denied')
  })

  test('a resource group, after the account’s scope', () => {
    const user = dev(
      policy({ Action: 'vpc:Describe*' }),
      { policy: policy({ Action: 'vpc:*' }), resourceGroup: 'rg-1' },
      { policy: policy({ Effect: 'Deny', Action: 'vpc:Describe*' }), resourceGroup: 'rg-1' },
    )
    const of = (resourceGroup: string) => ({ resource: gateway, resourceGroup })
    assert.equal(decided(user, 'ModifyVpnGatewayAttribute', of('rg-1')), 'allow')
    assert.equal(decided(user, 'ModifyVpnGatewayAttribute', of('rg-2')), 'not-allowed')
    assert.equal(decided(user, 'DescribeVpnGateway', of('rg-1')), 'allow')
  })

  test('a session that its own policy narrows', () => {
    const session = { ...dev(policy({ Action: 'vpc:*' })), narrowedBy: policy({ Action: 'vpc:Describe*' }) }
    const refused = authorize(session, 'vpc:CreateVpnGateway', [{ resource: named('vpngateway/*') }], { at: noon })
    assert.equal(!refused.allowed && refused.by, 'session')
    assert.equal(decided(session, 'DescribeVpnGateways', named('vpngateway/*')), 'allow')
  })
})
