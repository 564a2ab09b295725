/** Published examples of policies (CAM and VPC documentation, 2021 to 2024), and VPN's variants of them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { authorize, type Conditions, type Policy, type Principal, type Subject } from '../../../access/authorize.ts'
import type { ResourceRef } from '../../../domain/resource.ts'
import { readPolicy } from './policy.ts'
import { presetPolicies } from './preset.ts'

const owner = '100000000001'
const noon = Date.UTC(2026, 10, 26, 12)

interface Statement {
  readonly effect?: 'allow' | 'deny'
  readonly action: string | readonly string[]
  readonly resource?: string | readonly string[]
  readonly condition?: unknown
}

const read = (document: string): Policy => {
  const policy = readPolicy(document)
  assert.ok(policy.ok, policy.ok ? '' : policy.error.detail)
  return policy.value
}

const policy = (...statements: readonly Statement[]): Policy =>
  read(
    JSON.stringify({
      version: '2.0',
      statement: statements.map((each) => ({ effect: 'allow', resource: ['*'], ...each })),
    }),
  )

const preset = (name: string): Policy => read(presetPolicies.get(name)?.document ?? '')

const dev = (...policies: readonly Policy[]): Principal => ({
  account: 'a',
  kind: 'user',
  id: '100000000002',
  name: 'dev',
  policies: policies.map((each) => ({ policy: each })),
})

const named = (name: string, region = 'ap-guangzhou') => `qcs::vpc:${region}:uin/${owner}:${name}`

type Outcome = 'allow' | 'denied' | 'not-allowed'

function decided(
  principal: Principal,
  action: string,
  subjects: string | readonly Subject[] = '*',
  conditions: Partial<Conditions> = {},
): Outcome {
  const asked = typeof subjects === 'string' ? [{ resource: subjects }] : subjects
  const decision = authorize(principal, `vpc:${action}`, asked, { at: noon, owner, ...conditions })
  return decision.allowed ? 'allow' : decision.why
}

const readOnly = { action: ['name/vpc:Describe*', 'name/vpc:Inquiry*', 'name/vpc:Get*'] }

describe('published policies', () => {
  test('no policy allows nothing, and the account’s own keys are allowed everything', () => {
    assert.equal(decided(dev(), 'DescribeVpcs'), 'not-allowed')
    assert.equal(decided({ ...dev(), kind: 'root' }, 'DeleteVpc', named('vpc/vpc-1')), 'allow')
  })

  test('everything of VPC but its routes', () => {
    const routes = ['CreateRoute', 'DeleteRoute', 'CreateRouteTable', 'DeleteRouteTable', 'AssociateRouteTable']
    const denied = { effect: 'deny', action: routes.map((action) => `name/vpc:${action}`) } as const
    const user = dev(policy({ action: ['name/vpc:*'] }), policy(denied))
    assert.equal(decided(user, 'CreateVpnConnection', named('vpnx/*')), 'allow')
    assert.equal(decided(user, 'CreateRouteTable', named('rtb/*')), 'denied')
  })

  test('everything of one VPC', () => {
    const condition = { string_equal_if_exist: { 'vpc:vpc': ['vpc-a'] } }
    const user = dev(policy({ action: 'name/vpc:*', condition }))
    const connection = (...wholes: readonly ResourceRef[]): readonly Subject[] => [
      { resource: named('vpnx/vpnx-1'), wholes: [{ kind: 'connection', id: 'vpnx-1' }, ...wholes] },
    ]
    const inVpc = (id: string) => connection({ kind: 'gateway', id: 'vpngw-1' }, { kind: 'network', id })
    assert.equal(decided(user, 'DescribeVpcs'), 'allow')
    assert.equal(decided(user, 'DeleteVpnConnection', inVpc('vpc-a')), 'allow')
    assert.equal(decided(user, 'DeleteVpnConnection', inVpc('vpc-b')), 'not-allowed')
    assert.equal(decided(user, 'DeleteVpnConnection', connection()), 'allow')
  })

  test('VPN alone, beside reading', () => {
    const user = dev(policy(readOnly), policy({ action: 'name/vpc:*Vpn*' }))
    for (const action of ['InquiryPriceCreateVpnGateway', 'DescribeVpcs']) assert.equal(decided(user, action), 'allow')
    assert.equal(decided(user, 'CreateVpnGatewayRoutes', named('vpngw/vpngw-1')), 'allow')
    assert.equal(decided(user, 'CreateCustomerGateway', named('cgw/*')), 'not-allowed')
    assert.equal(decided(user, 'CreateVpc'), 'not-allowed')
  })

  for (const region of ['ap-guangzhou', 'gz']) {
    test(`one gateway in the region ${region}`, () => {
      const resource = [`qcs::vpc:${region}:uin/${owner}:vpngw/vpngw-1`]
      const user = dev(policy({ action: 'vpc:*', resource }))
      const gateway = (id: string, at?: string) => named(`vpngw/${id}`, at)
      assert.equal(decided(user, 'ModifyVpnGatewayAttribute', gateway('vpngw-1')), 'allow')
      assert.equal(decided(user, 'ModifyVpnGatewayAttribute', gateway('vpngw-2')), 'not-allowed')
      assert.equal(decided(user, 'ModifyVpnGatewayAttribute', gateway('vpngw-1', 'ap-shanghai')), 'not-allowed')
      const making = ['vpc/vpc-1', 'vpngw/vpngw-1', 'cgw/cgw-1', 'vpnx/*'].map((each) => ({ resource: named(each) }))
      assert.equal(decided(user, 'CreateVpnConnection', making), 'not-allowed')
    })
  }

  test('resources with a tag', () => {
    const condition = { 'for_any_value:string_equal': { 'qcs:resource_tag': ['game&webpage'] } }
    const user = dev(policy({ action: 'vpc:*', condition }))
    const tagged = (...tags: NonNullable<Subject['tags']>) => [{ resource: named('vpnx/vpnx-1'), tags }]
    assert.equal(decided(user, 'ResetVpnConnection', tagged({ key: 'game', value: 'webpage' })), 'allow')
    assert.equal(decided(user, 'ResetVpnConnection', tagged({ key: 'game', value: 'app' })), 'not-allowed')
    assert.equal(decided(user, 'ResetVpnConnection', tagged()), 'not-allowed')
    assert.equal(decided(user, 'CreateVpc'), 'not-allowed')
  })

  test('from some addresses', () => {
    const condition = { ip_equal: { 'qcs:ip': ['10.217.182.3/24', '111.21.33.72/24'] } }
    const user = dev(policy({ action: 'name/vpc:*', condition }))
    assert.equal(decided(user, 'DescribeVpcs', '*', { address: '10.217.182.200' }), 'allow')
    assert.equal(decided(user, 'DescribeVpcs', '*', { address: '::ffff:111.21.33.1' }), 'allow')
    assert.equal(decided(user, 'DescribeVpcs', '*', { address: '10.217.183.1' }), 'not-allowed')
  })

  test('an action without resources of its own is allowed by * alone', () => {
    for (const resource of [`qcs::vpc:::*`, `qcs::::uin/${owner}:*`]) {
      const user = dev(policy({ action: 'vpc:*', resource }))
      assert.equal(decided(user, 'CreateVpc'), 'not-allowed')
      assert.equal(decided(user, 'DeleteVpc', named('vpc/vpc-1')), 'allow')
    }
  })

  test('preset policies', () => {
    assert.equal(decided(dev(preset('QcloudVPCReadOnlyAccess')), 'DescribeVpnGateways'), 'allow')
    assert.equal(decided(dev(preset('QcloudVPCReadOnlyAccess')), 'DeleteVpc', named('vpc/vpc-1')), 'not-allowed')
    assert.equal(decided(dev(preset('QcloudVPCFullAccess')), 'DeleteVpc', named('vpc/vpc-1')), 'allow')
    assert.equal(decided(dev(preset('QcloudVPCFinanceAccess')), 'DescribeVpcs'), 'not-allowed')
    assert.equal(decided(dev(preset('AdministratorAccess')), 'DeleteVpc', named('vpc/vpc-1')), 'allow')
    assert.equal(decided(dev(preset('ReadOnlyAccess')), 'DescribeVpcs'), 'allow')
  })

  test('a token takes away of what its giver may, also of the account’s own', () => {
    const narrowedBy = policy(readOnly)
    for (const giver of [dev(policy({ action: 'vpc:*' })), { ...dev(), kind: 'root' } as const]) {
      assert.equal(decided({ ...giver, narrowedBy }, 'DescribeVpcs'), 'allow')
      assert.equal(decided({ ...giver, narrowedBy }, 'CreateVpc'), 'not-allowed')
    }
  })
})
