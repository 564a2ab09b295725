import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkStates } from './states.ts'
import { Violation } from './violation.ts'

const tencent = (NetStatus: string) => ({ VpnConnectionSet: [{ State: 'AVAILABLE', NetStatus }], RequestId: 'x' })

describe('a state in an answer', () => {
  it('is accepted when it is documented, and no other is', () => {
    checkStates('tencent', 'DescribeVpnConnections', tencent('UNAVAILABLE'))
    assert.throws(() => checkStates('tencent', 'DescribeVpnConnections', tencent('DOWN')), Violation)
  })

  it('is checked in lists inside of structures', () => {
    const answer = (Status: string) => ({
      State: 'attached',
      TunnelOptionsSpecification: { TunnelOptions: [{ Status: 'ike_sa_established' }, { Status }] },
    })
    checkStates('alibaba', 'DescribeVpnConnection', answer('ipsec_sa_established'))
    assert.throws(() => checkStates('alibaba', 'DescribeVpnConnection', answer('up')), /TunnelOptions.Status is "up"/)
  })

  it('is refused where the document has no state', () => {
    assert.throws(() => checkStates('alibaba', 'CreateVpc', { Status: 'Available' }), /no state/)
  })
})
