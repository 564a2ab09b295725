import assert from 'node:assert/strict'
import type { Step, TunnelSpec } from '../port.ts'
import { building, type Check, type ContractFeature, gatewayOf, key, makeSites, prefix, withTunnel } from './lab.ts'

/** A peer that never answers is given up in the time of dead peer detection. */
const soonGivenUp: Partial<TunnelSpec> = { deadPeerDetection: { timeoutSeconds: 3, action: 'clear' } }

const refusals: readonly {
  title: string
  /** Of both ends. */
  sites?: Partial<TunnelSpec>
  /** Of the initiator alone. */
  change: Partial<TunnelSpec>
  reason: string
  phase: 'ike' | 'child'
  needs?: ContractFeature
}[] = [
  {
    title: 'an IKE proposal that the responder does not have, NO_PROPOSAL_CHOSEN',
    change: { proposal: { encryption: 'aes256', integrity: 'sha512', keyExchange: 'modp2048' } },
    reason: 'no-proposal-chosen',
    phase: 'ike',
  },
  {
    title: 'a Child SA proposal that the responder does not have, NO_PROPOSAL_CHOSEN',
    change: { child: { proposal: { encryption: 'aes256', integrity: 'sha512' }, lifetimeSeconds: 86_400 } },
    reason: 'no-proposal-chosen',
    phase: 'child',
  },
  {
    title: 'IKEv1, perfect forward secrecy at the responder only, NO_PROPOSAL_CHOSEN',
    sites: { version: 1 },
    change: { child: { proposal: { encryption: 'aes128', integrity: 'sha256' }, lifetimeSeconds: 86_400 } },
    reason: 'no-proposal-chosen',
    phase: 'child',
    needs: 'ikev1',
  },
  {
    title: 'selectors that do not overlap with the responder’s, TS_UNACCEPTABLE',
    change: { selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.99.0.0/16')] }] },
    reason: 'selectors-unacceptable',
    phase: 'child',
  },
]

/** The algorithms that go with certificates. */
const shangMi: Partial<TunnelSpec> = {
  version: 1,
  proposal: { encryption: 'sm4', integrity: 'sm3', keyExchange: 'modp1024' },
  child: { proposal: { encryption: 'sm4', integrity: 'sm3' }, lifetimeSeconds: 86_400 },
  certificateAuthority: 'an authority',
}

/** The same as some among others, which go with a pre-shared key. */
const byKey: Partial<TunnelSpec> = {
  proposal: { encryption: 'sm4', integrity: 'sha1', keyExchange: 'modp1024' },
  child: { proposal: { encryption: 'sm4', integrity: 'sm3' }, lifetimeSeconds: 86_400 },
}

/** What does not come up, and what each end says of it. */
export function registerRefusalContract(check: Check): void {
  check(
    'a wrong pre-shared key ends in AUTHENTICATION_FAILED at both ends, and the right one then comes up',
    async (lab) => {
      const { left, right } = makeSites()
      const wrong = withTunnel(left, { preSharedKey: key('another key') })
      await lab.perform(...building(wrong), ...building(right))
      await lab.initiate(wrong)
      const [here, there] = [await lab.failure(left), await lab.failure(right)]
      assert.deepEqual([here.reason, here.refusedBy], ['authentication-failed', 'remote'])
      assert.deepEqual([there.reason, there.refusedBy], ['authentication-failed', 'local'])
      await lab.down(left)
      await lab.down(right)
      assert.equal(await lab.reaches(left.host.id, right.host.address), false)

      await lab.perform({ do: 'configure-tunnel', gateway: left.gateway, tunnel: left.tunnel })
      assert.equal((await lab.tunnel(left)).failure, undefined)
      await lab.initiate(left)
      await lab.up(left, right)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      assert.equal((await lab.tunnel(left)).failure, undefined)
      assert.equal((await lab.tunnel(right)).failure, undefined)
    },
  )

  for (const { title, sites, change, reason, phase, needs } of refusals) {
    check(
      `${title}: there is no Child SA, and both ends report the reason`,
      async (lab) => {
        const { left, right } = makeSites(sites)
        const other = withTunnel(left, change)
        await lab.perform(...building(other), ...building(right))
        await lab.initiate(other)
        const [here, there] = [await lab.failure(left), await lab.failure(right)]
        assert.deepEqual([here.reason, here.refusedBy, here.phase], [reason, 'remote', phase])
        assert.deepEqual([there.reason, there.refusedBy, there.phase], [reason, 'local', phase])
        assert.deepEqual((await lab.tunnel(left)).childSas, [])
        assert.deepEqual((await lab.tunnel(right)).childSas, [])
      },
      needs,
    )
  }

  check(
    'ShangMi: a tunnel comes up by certificates of one authority, whatever the keys are, and by those of two does not',
    async (lab) => {
      const { left, right } = makeSites(shangMi)
      const other = withTunnel(left, { certificateAuthority: 'another', preSharedKey: key('another key') })
      await lab.perform(...building(other), ...building(right))
      await lab.initiate(other)
      const [here, there] = [await lab.failure(left), await lab.failure(right)]
      assert.deepEqual([here.reason, there.reason], ['authentication-failed', 'authentication-failed'])
      await lab.down(left)
      const tunnel = { ...left.tunnel, preSharedKey: key('another key') }
      await lab.perform({ do: 'configure-tunnel', gateway: left.gateway, tunnel })
      await lab.initiate(left)
      await lab.up(left, right)
    },
    'shang-mi',
  )

  check(
    'ShangMi: a tunnel comes up by a pre-shared key, with its algorithms among others',
    async (lab) => {
      const { left, right } = makeSites(byKey)
      await lab.perform(...building(left), ...building(right))
      await lab.initiate(left)
      await lab.up(left, right)
      const { ikeSa, childSas } = await lab.tunnel(left)
      assert.deepEqual([ikeSa?.proposal, childSas[0]?.proposal], ['sm4-sha1-modp1024', 'sm4-sm3'])
    },
    'shang-mi',
  )

  for (const algorithms of [shangMi, byKey]) checkLacking(check, algorithms)

  check('tunnels on the private underlay reach each other, and none that is on the other', async (lab) => {
    const { left, right } = makeSites({ isPrivate: true, ...soonGivenUp })
    const open = makeSites().right
    await lab.perform(...building(left), ...building(open))
    await lab.initiate(left)
    const failure = await lab.failure(left)
    assert.deepEqual([failure.reason, failure.refusedBy], ['peer-unreachable', 'remote'])
    await lab.perform({ do: 'create-tunnel', gateway: right.gateway, tunnel: right.tunnel })
    await lab.perform({ do: 'configure-tunnel', gateway: right.gateway, tunnel: right.tunnel })
    await lab.perform(
      ...gatewayOf(right).routes.map((route): Step => ({ do: 'add-route', gateway: right.gateway, route })),
    )
    await lab.initiate(left)
    await lab.up(left, right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  })

  check('an address that nobody has is reported as peer-unreachable, and no SA comes up', async (lab) => {
    const { left } = makeSites(soonGivenUp)
    await lab.perform(...building(left))
    await lab.initiate(left)
    const failure = await lab.failure(left)
    assert.deepEqual([failure.reason, failure.refusedBy], ['peer-unreachable', 'remote'])
    await lab.down(left)
  })
}

function checkLacking(check: Check, algorithms: Partial<TunnelSpec>): void {
  const by = algorithms.certificateAuthority === undefined ? 'a pre-shared key' : 'certificates'
  check(`ShangMi by ${by}: what the data plane says that it lacks, it refuses to configure`, async (lab) => {
    const { left } = makeSites(algorithms)
    const [last, ...before] = building(left)
      .filter(({ do: what }) => what !== 'add-route')
      .reverse()
    assert.ok(last)
    await lab.perform(...before.reverse())
    const configured = lab.wait(lab.plane.perform(last))
    if (lab.plane.lacks['shang-mi'] === undefined) await configured
    else await assert.rejects(configured, new RegExp(lab.plane.lacks['shang-mi']))
  })
}
