import assert from 'node:assert/strict'
import { everything } from '../../domain/address.ts'
import type { WorkloadSpec } from '../../domain/workload.ts'
import { digestWorkload } from '../digest.ts'
import { address, type Check, establish, makeSites, type Site, subnetOf } from './lab.ts'

const workloadIn = (site: Site, namespace: string): WorkloadSpec => ({
  id: 'a-workload',
  network: site.network.id,
  subnet: subnetOf(site),
  end: { kind: 'namespace', namespace, interface: 'culvert0', mtu: 1500, routes: [everything] },
  address: address('10.1.1.77'),
})

/** What of the machine is plugged in; which of it may be is each data plane's own. */
export function registerWorkloadContract(check: Check): void {
  check('a workload and a host behind a tunnel reach each other for as long as it is plugged in', async (lab) => {
    const { left, right } = makeSites()
    const { plane } = lab
    const workload = workloadIn(left, await lab.makeNamespace())
    const ensure = () => lab.perform({ do: 'ensure-workload', workload })
    const isReached = () => lab.reaches(right.host.id, address('10.1.1.77'))
    await establish(lab, left, right)
    assert.equal(await isReached(), false)
    assert.deepEqual(await plane.observeWorkload(workload), {})

    await ensure()
    await ensure()
    assert.deepEqual(await plane.observeWorkload(workload), { digest: digestWorkload(workload) })
    assert.deepEqual((await plane.inventory()).workloads, [workload.id])
    assert.equal(await isReached(), true)
    assert.equal(await lab.reaches(left.host.id, address('10.1.1.77')), true)

    await lab.perform({ do: 'remove-workload', workload: workload.id })
    await lab.perform({ do: 'remove-workload', workload: workload.id })
    assert.deepEqual((await plane.inventory()).workloads, [])
  })

  check(
    'a workload of another description gives way, and one without a route answers its subnet alone',
    async (lab) => {
      const { left, right } = makeSites()
      const workload = workloadIn(left, await lab.makeNamespace())
      const { end } = workload
      assert.equal(end.kind, 'namespace')
      await establish(lab, left, right)
      await lab.perform({ do: 'ensure-workload', workload })
      const moved = { ...workload, end: { ...end, routes: [] }, address: address('10.1.1.78') } as WorkloadSpec
      assert.notEqual((await lab.plane.observeWorkload(moved)).digest, digestWorkload(moved))
      await lab.perform({ do: 'ensure-workload', workload: moved })
      assert.equal((await lab.plane.observeWorkload(moved)).digest, digestWorkload(moved))
      assert.equal(await lab.reaches(left.host.id, address('10.1.1.77')), false)
      assert.equal(await lab.reaches(left.host.id, address('10.1.1.78')), true)
      assert.equal(await lab.reaches(right.host.id, address('10.1.1.78')), false)
      const led = { ...moved, end: { ...end, routes: [right.network.prefix] } } as WorkloadSpec
      await lab.perform({ do: 'ensure-workload', workload: led })
      assert.equal(await lab.reaches(right.host.id, address('10.1.1.78')), true)
    },
  )

  check('a workload says that its subnet is not there, before and after, and is plugged in meanwhile', async (lab) => {
    const { left } = makeSites()
    const workload = workloadIn(left, await lab.makeNamespace())
    assert.match((await lab.plane.observeWorkload(workload)).reason ?? '', /left-subnet-1 is not there/)
    await assert.rejects(lab.perform({ do: 'ensure-workload', workload }), /left-subnet-1/)
    await lab.perform({ do: 'ensure-network', network: left.network }, { do: 'ensure-workload', workload })
    const [, other] = left.network.subnets
    assert.ok(other)
    await lab.perform({ do: 'ensure-network', network: { ...left.network, subnets: [other] } })
    assert.match((await lab.plane.observeWorkload(workload)).reason ?? '', /left-subnet-1 is not there/)
    await lab.perform({ do: 'ensure-network', network: left.network }, { do: 'ensure-workload', workload })
    assert.equal((await lab.plane.observeWorkload(workload)).digest, digestWorkload(workload))
  })
}
