import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SampleCall } from '../http/dialect-contract.ts'
import { permissionContract } from '../http/permission-contract.ts'
import { deny } from './denial.ts'
import { alibaba } from './dialect.ts'
import { signV1 } from './signature.ts'
import { flatten, formRequest, region } from './testing/caller.ts'

let nonces = 0

const call = (action: string, parameters: SampleCall['parameters']): SampleCall => ({
  action,
  version: '2016-04-28',
  region,
  parameters,
})

const user = { account: '1', kind: 'user', id: '7', name: 'dev', policies: [] } as const

const decision = { allowed: false, resource: '*', why: 'not-allowed', by: 'account' } as const

const codeOf = (action: string, principal: Parameters<typeof deny>[0]['principal'] = user) =>
  deny({ action, principal, decision, requestId: '' }).code

await permissionContract('Alibaba Cloud', alibaba, {
  sign({ action, version, region: RegionId, parameters }, { key, now }) {
    nonces += 1
    const signed = signV1({
      method: 'POST',
      parameters: [['Action', action], ['Version', version], ...flatten({ RegionId, ...parameters })],
      keyId: key.id,
      secret: key.secret,
      timestampMs: now,
      nonce: String(nonces),
    })
    return formRequest(signed)
  },
  good: call('CreateCustomerGateway', { IpAddress: '192.0.2.1' }),
  required: 'IpAddress',
  absent: {
    call: call('DeleteVpnGateway', { VpnGatewayId: 'vpn-1' }),
    id: 'vpn-1',
    told: { status: 404, code: 'InvalidVpnGatewayInstanceId.NotFound' },
  },
  denied: (action) => ({ status: 403, code: codeOf(action) }),
  unknownAction: { status: 400, code: 'InvalidAction.NotFound' },
  readError({ status, body }) {
    const { Code: code } = JSON.parse(body) as { readonly Code?: string }
    return code === undefined ? undefined : { status, code }
  },
})

test('a RAM user that is denied is Forbbiden.SubUser by VPN, Forbbiden by VPC, Forbidden by CEN and NoPermission by STS operations, as their pages say', () => {
  for (const action of ['vpc:CreateVpnGateway', 'vpc:DeleteCustomerGateway', 'vpc:ModifyTunnelAttribute']) {
    assert.equal(codeOf(action), 'Forbbiden.SubUser', action)
    assert.equal(codeOf(action, { ...user, kind: 'role' }), 'Forbidden', action)
  }
  for (const action of ['vpc:CreateVpc', 'vpc:DescribeVSwitches', 'vpc:DescribeRegions']) {
    assert.equal(codeOf(action), 'Forbbiden', action)
  }
  assert.equal(codeOf('cen:CreateTransitRouterVpnAttachment'), 'Forbidden')
  assert.equal(codeOf('sts:GetCallerIdentity'), 'NoPermission')
  assert.equal(codeOf('resourcemanager:ListResourceGroups'), 'NoPermission')
  assert.equal(codeOf('ecs:DescribeZones'), 'Forbidden.RAM')
})
