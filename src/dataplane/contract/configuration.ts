import assert from 'node:assert/strict'
import { digestTunnel } from '../digest.ts'
import { address, building, type Check, establish, key, type Lab, makeSites, type Site, withTunnel } from './lab.ts'

const identify = async (lab: Lab, site: Site) => {
  const { ikeSa, childSas } = await lab.tunnel(site)
  return { establishedAt: ikeSa?.establishedAt, spis: childSas.map(({ spiIn, spiOut }) => [spiIn, spiOut]) }
}

/** What becomes of SAs that are up when steps are repeated, and when the configuration changes. */
export function registerConfigurationContract(check: Check): void {
  check('a configuration that is unchanged, when applied again, keeps the SAs', async (lab) => {
    const { left, right } = makeSites()
    await establish(lab, left, right)
    const before = [await identify(lab, left), await identify(lab, right)]
    assert.ok(before[0]?.establishedAt)
    await lab.perform(...building(left), ...building(left), ...building(right))
    await lab.perform({
      do: 'configure-tunnel',
      gateway: left.gateway,
      tunnel: { ...left.tunnel, startAction: 'trap' },
    })
    await lab.initiate(left)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    assert.deepEqual([await identify(lab, left), await identify(lab, right)], before)
  })

  check('a configuration that changes ends the SAs at both ends, and its digest is observed', async (lab) => {
    const { left, right } = makeSites()
    await establish(lab, left, right)
    assert.equal((await lab.tunnel(left)).digest, digestTunnel(left.tunnel))
    const changed = withTunnel(left, { preSharedKey: key('a new key') })
    await lab.perform({ do: 'configure-tunnel', gateway: left.gateway, tunnel: changed.tunnel })
    await lab.down(left)
    await lab.down(right)
    assert.equal((await lab.tunnel(left)).digest, digestTunnel(changed.tunnel))
    assert.equal(await lab.reaches(left.host.id, right.host.address), false)
    const theirs = withTunnel(right, { preSharedKey: key('a new key') })
    await lab.perform({ do: 'configure-tunnel', gateway: right.gateway, tunnel: theirs.tunnel })
    await lab.initiate(right)
    await lab.up(left, right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  })

  check(
    'a tunnel that is reset ends its SAs at both ends, and negotiates others with the same configuration',
    async (lab) => {
      const { left, right } = makeSites()
      await establish(lab, left, right)
      const before = await identify(lab, left)
      const again = withTunnel(left, { resets: 1 })
      await lab.perform({ do: 'configure-tunnel', gateway: left.gateway, tunnel: again.tunnel })
      await lab.down(left)
      await lab.down(right)
      assert.equal((await lab.tunnel(left)).digest, digestTunnel(again.tunnel))
      await lab.initiate(left)
      await lab.up(left, right)
      assert.notDeepEqual(await identify(lab, left), before)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    },
  )

  check(
    'a tunnel without configuration is alive without a digest, and can be created again between other addresses',
    async (lab) => {
      const { left, right } = makeSites()
      const create = (site: Site) => ({ do: 'create-tunnel', gateway: site.gateway, tunnel: site.tunnel }) as const
      const elsewhere = withTunnel(left, { remoteAddress: address('203.0.113.77') })
      await lab.perform({ do: 'create-gateway', gateway: left.gateway }, create(elsewhere))
      const bare = await lab.tunnel(left)
      assert.deepEqual([bare.alive, bare.digest, bare.ikeSa, bare.childSas], [true, undefined, undefined, []])
      await establish(lab, left, right)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    },
  )
}

/** What an end that goes leaves behind. */
export function registerRemovalContract(check: Check): void {
  check('a tunnel that is removed takes its routes along, and its peer’s SAs are deleted', async (lab) => {
    const { left, right } = makeSites()
    await establish(lab, left, right)
    await lab.perform({ do: 'remove-tunnel', gateway: left.gateway, tunnel: left.tunnel.id })
    const { tunnels, routes, links } = await lab.gateway(left)
    assert.deepEqual([tunnels, routes, links.length], [[], [], 1])
    await lab.down(right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), false)
    await lab.perform(...building(left))
    await lab.initiate(left)
    await lab.up(left, right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  })

  check('a gateway that is removed takes its tunnels along, and their peers’ SAs are deleted', async (lab) => {
    const { left, right } = makeSites()
    await establish(lab, left, right)
    await lab.perform({ do: 'remove-gateway', gateway: left.gateway })
    assert.equal(await lab.plane.observeGateway(left.gateway), undefined)
    await lab.down(right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), false)
  })
}
