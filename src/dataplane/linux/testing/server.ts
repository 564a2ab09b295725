import { systemClock } from '../../../runtime/clock.ts'
import { building, makeSites } from '../../contract/lab.ts'
import { LinuxDataPlane } from '../data-plane.ts'
import { settle, type TestPlane } from './plane.ts'

/** A server to be killed: brings two sites up in the installation that it reads from its input, says so, and stays. */
let input = ''
for await (const chunk of process.stdin) input += chunk
const installation: TestPlane['installation'] = JSON.parse(input)
const plane = new LinuxDataPlane({ ...installation, time: systemClock })
const { left, right } = makeSites()
for (const step of [...building(left), ...building(right)]) await plane.perform(step)
await plane.perform({ do: 'initiate', gateway: left.gateway, tunnel: left.tunnel.id })
await settle(async () => {
  const observed = await Promise.all([left, right].map(({ gateway }) => plane.observeGateway(gateway)))
  return observed.every((gateway) => gateway?.tunnels[0]?.childSas.length === 1)
})
process.stdout.write('up\n')
setInterval(() => {}, 60_000)
