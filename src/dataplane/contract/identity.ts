import assert from 'node:assert/strict'
import type { IkeIdentity } from '../../domain/identity.ts'
import type { TunnelSpec } from '../port.ts'
import { address, building, type Check, type ContractFeature, makeSites, withTunnel } from './lab.ts'

const identity = (text: string) => text as IkeIdentity

/** What the responder expects, and another peer that calls itself so that a daemon might take it for that. */
const refused: readonly (readonly [string, string])[] = [
  ['peer.example', 'someone.else.example'],
  ['#6576696c', 'evil'],
  ['#2a', 'evil'],
  ['%any', 'evil'],
  ['fqdn:*', 'evil'],
  ['a*@example', 'ab@example'],
]

const modes: readonly { title: string; change: Partial<TunnelSpec>; needs?: ContractFeature; words: RegExp }[] = [
  {
    title: 'IKEv2',
    change: { version: 2 },
    words: /^no matching peer config found \(looking for peer configs matching /,
  },
  {
    title: 'IKEv1',
    change: { version: 1 },
    needs: 'ikev1',
    words: /^no peer config found \(looking for pre-shared key peer configs matching /,
  },
]

/** Who is let in: an identity stands for itself alone, whatever a daemon might read into it. */
export function registerIdentityContract(check: Check): void {
  for (const [expected, presented] of refused) {
    check(`a peer whose identity is ${presented} is refused where ${expected} is expected`, async (lab) => {
      const { left, right } = makeSites()
      const other = withTunnel(left, { localIdentity: identity(presented) })
      await lab.perform(...building(other), ...building(withTunnel(right, { remoteIdentity: identity(expected) })))
      await lab.initiate(other)
      const [here, there] = [await lab.failure(left), await lab.failure(right)]
      assert.deepEqual([here.reason, here.refusedBy], ['authentication-failed', 'remote'])
      assert.deepEqual([there.reason, there.refusedBy], ['no-configuration', 'local'])
      await lab.down(right)
    })
  }

  for (const [one, other] of [
    ['#6576696c', '#6576696c'],
    ['%any', '%any'],
    ['someone@peer.example', 'someone@peer.example'],
    ['Peer.Example', 'pEER.eXAMPLE'],
  ] as const) {
    check(`a peer whose identity is ${one} is accepted where ${other} is expected`, async (lab) => {
      const { left, right } = makeSites()
      const peer = withTunnel(left, { localIdentity: identity(one) })
      await lab.perform(...building(peer), ...building(withTunnel(right, { remoteIdentity: identity(other) })))
      await lab.initiate(peer)
      await lab.up(left, right)
    })
  }

  check('an identity that charon would read as a pattern is refused, local or remote', async (lab) => {
    const { left } = makeSites()
    await lab.perform(...building(left))
    for (const pattern of ['*', '*.example', '*@example', '0.0.0.0'].map(identity)) {
      for (const change of [{ remoteIdentity: pattern }, { localIdentity: pattern }]) {
        const { tunnel } = withTunnel(left, change)
        const step = { do: 'configure-tunnel', gateway: left.gateway, tunnel } as const
        await assert.rejects(lab.perform(step), /is a pattern, not a name/)
      }
    }
    await lab.perform({ do: 'configure-tunnel', gateway: left.gateway, tunnel: left.tunnel })
    assert.equal((await lab.tunnel(left)).alive, true)
  })

  for (const { title, change, needs, words } of modes) {
    check(
      `${title}: a refused identity is named in the failure of the end that refused it, also after that end has initiated itself`,
      async (lab) => {
        const { left, right } = makeSites(change)
        const other = withTunnel(left, { localIdentity: identity('172.16.20.80') })
        await lab.perform(...building(other), ...building(right))
        await lab.initiate(other)
        const refused = await lab.failure(right)
        assert.match(refused.detail, words)
        assert.ok(refused.detail.includes(`${address('198.51.100.1')}[172.16.20.80]`), refused.detail)
        await lab.initiate(right)
        if (change.version === 1) {
          // Here it is this end that finds the other's identity wrong, and names it again.
          await lab.settle(async () => (await lab.failure(right)).reason === 'authentication-failed')
          assert.ok((await lab.failure(right)).detail.includes("IDir '172.16.20.80'"))
        } else {
          // The peer does not answer to what this end calls it, and says no more than that.
          await lab.settle(async () => (await lab.failure(left)).refusedBy === 'local')
          await lab.settle(async () => (await lab.tunnel(right)).ikeSa === undefined)
          assert.deepEqual((await lab.tunnel(right)).failure, refused)
        }
      },
      needs,
    )
  }
}
