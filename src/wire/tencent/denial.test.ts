import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SampleCall } from '../http/dialect-contract.ts'
import { permissionContract } from '../http/permission-contract.ts'
import { openTestInstallation } from '../http/testing/installation.ts'
import { tencent } from './dialect.ts'
import { answerTo, region, tc3Request, version } from './testing/client.ts'

const call = (action: string, parameters: SampleCall['parameters']): SampleCall => ({
  action,
  version,
  region,
  parameters,
})

await permissionContract('Tencent Cloud', tencent, {
  sign: (sent, installation) => tc3Request(installation, sent),
  good: call('CreateVpc', { VpcName: 'office', CidrBlock: '10.1.0.0/16' }),
  required: 'CidrBlock',
  absent: {
    call: call('DeleteVpnGateway', { VpnGatewayId: 'vpngw-11111111' }),
    id: 'vpngw-11111111',
    told: { status: 200, code: 'ResourceNotFound' },
  },
  denied: () => ({ status: 200, code: 'AuthFailure.UnauthorizedOperation' }),
  unknownAction: { status: 200, code: 'InvalidAction' },
  readError({ status, body }) {
    const { Response: response } = JSON.parse(body) as { readonly Response: { readonly Error?: { Code: string } } }
    return response.Error === undefined ? undefined : { status, code: response.Error.Code }
  },
})

test('a denial names the request, the operation and the resource', async () => {
  await using installation = await openTestInstallation(tencent, {
    principalOf: ({ id: account }) => ({ account, kind: 'user', id: 'u', name: 'dev', policies: [] }),
  })
  const request = tc3Request(installation, { action: 'DeleteVpc', parameters: { VpcId: 'vpc-11111111' } })
  const { Error: error, RequestId } = await answerTo(installation, request)
  assert.equal(
    error?.Message,
    `[request id:${RequestId}]you are not authorized to perform operation (vpc:DeleteVpc)\n` +
      `resource (qcs::vpc:ap-guangzhou:uin/100000000001:vpc/vpc-11111111) has no permission\n`,
  )
})
