import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../runtime/clock.ts'
import { building, makeSites, type Site } from '../contract/lab.ts'
import { digestTunnel } from '../digest.ts'
import { LinuxDataPlane } from './data-plane.ts'
import { probeDelay } from './impairments.ts'
import { namespaces } from './ip.ts'
import { chooseEsp, probeKernelEsp } from './kernel-esp.ts'
import { makeTestPlane, settle, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

test('what carries tunnels is the kernel where it has all that they take, else user space; kernel that is asked for is refused with what is not there', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lacks = await probeKernelEsp().then(
    () => undefined,
    (error: Error) => error.message,
  )
  assert.equal(await chooseEsp('userland'), 'userland')
  assert.equal(await chooseEsp('auto'), lacks === undefined ? 'kernel' : 'userland')
  if (lacks === undefined) assert.equal(await chooseEsp('kernel'), 'kernel')
  else await assert.rejects(chooseEsp('kernel'), { message: lacks })
  assert.match(lacks ?? 'the kernel has no XFRM interfaces', /^the kernel has no [\w ,]+/)
})

test('a probe of what the host has, as it runs, has no namespace with a name that its end would leave', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const probing = new Set([probeKernelEsp(), probeDelay()].map((probe) => probe.catch(() => {})))
  for (const probe of probing) void probe.then(() => probing.delete(probe))
  do assert.deepEqual(await namespaces('culvert-probe-'), [])
  while (probing.size > 0)
})

test('tunnels in user space, when the kernel is to carry them, show as unconfigured with their SAs, are made anew there, and carry', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lacks = await probeKernelEsp().catch((error: Error) => error)
  if (lacks instanceof Error) return t.skip(lacks.message)
  const subject = await makeTestPlane({ probes: false })
  t.after(() => subject.dispose())
  const { left, right } = makeSites()
  const planes = (['userland', 'kernel'] as const).map(
    (esp) => new LinuxDataPlane({ ...subject.installation, esp, time: systemClock }),
  )
  t.after(() => Promise.all(planes.map((plane) => plane.close())))
  for (const plane of planes) {
    const tunnelOf = async ({ gateway }: Site) => (await plane.observeGateway(gateway))?.tunnels[0]
    const before = await tunnelOf(left)
    assert.deepEqual(
      [before?.digest, before?.childSas.length],
      plane === planes[0] ? [undefined, undefined] : [undefined, 1],
    )
    for (const step of [...building(left), ...building(right)]) await plane.perform(step)
    await plane.perform({ do: 'initiate', gateway: left.gateway, tunnel: left.tunnel.id })
    await settle(async () =>
      (await Promise.all([left, right].map(tunnelOf))).every((tunnel) => tunnel?.childSas.length === 1),
    )
    assert.equal((await tunnelOf(left))?.digest, digestTunnel(left.tunnel))
    assert.equal((await plane.ping(left.host.id, right.host.address, { count: 1, timeoutMs: 5000 })).received, 1)
  }
})
