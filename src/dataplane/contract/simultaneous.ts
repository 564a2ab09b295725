import assert from 'node:assert/strict'
import type { TunnelSpec } from '../port.ts'
import { building, type Check, type ContractFeature, type Lab, makeSites, type Site } from './lab.ts'

const variants: readonly {
  readonly title: string
  readonly change: Partial<TunnelSpec>
  readonly needs?: ContractFeature
}[] = [
  { title: 'IKEv2', change: { version: 2 } },
  { title: 'IKEv1 main mode', change: { version: 1 }, needs: 'ikev1' },
  { title: 'IKEv1 aggressive mode', change: { version: 1, mode: 'aggressive' }, needs: 'ikev1-aggressive' },
]

/** Both ends start at once, as two gateways do whose tunnels are configured at the same time. */
export function registerSimultaneousContract(check: Check): void {
  for (const { title, change, needs } of variants) {
    check(
      `${title}: when both ends initiate at once, one pair of Child SAs remains, and carries`,
      async (lab) => {
        const { left, right } = makeSites(change)
        await lab.perform(...building(left), ...building(right))
        const initiate = ({ gateway, tunnel }: Site) =>
          lab.plane.perform({ do: 'initiate', gateway, tunnel: tunnel.id })
        await lab.wait(Promise.all([initiate(left), initiate(right)]))
        await lab.settle(() => isOnePair(lab, left, right))
        // A plan that looked too early may start what is there already.
        await lab.wait(Promise.all([initiate(left), initiate(right)]))
        assert.equal(await lab.reaches(left.host.id, right.host.address), true)
        assert.equal(await lab.reaches(right.host.id, left.host.address), true)
        await lab.settle(() => isOnePair(lab, left, right))
        const ends = await Promise.all([lab.tunnel(left), lab.tunnel(right)])
        assert.deepEqual(
          ends.map(({ failure }) => failure),
          [undefined, undefined],
        )
      },
      needs,
    )
  }
}

/** Both ends have the two halves of the same, and nothing besides. */
async function isOnePair(lab: Lab, left: Site, right: Site): Promise<boolean> {
  const ends = await Promise.all([lab.tunnel(left), lab.tunnel(right)])
  const [one, other] = ends.map(({ childSas }) => childSas)
  if (!ends.every(({ ikeSa }) => ikeSa?.state === 'established')) return false
  if (one?.length !== 1 || other?.length !== 1) return false
  return one[0]?.spiIn === other[0]?.spiOut && one[0]?.spiOut === other[0]?.spiIn
}
