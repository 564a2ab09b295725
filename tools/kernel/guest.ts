import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableRows } from '../../src/bench/bench.ts'
import { throughputKernelFigure } from '../../src/bench/throughput-kernel.ts'
import { type ContractPart, contractParts, dataPlaneContract } from '../../src/dataplane/contract.ts'
import { probeKernelEsp } from '../../src/dataplane/linux/kernel-esp.ts'
import { makeTestPlane } from '../../src/dataplane/linux/testing/plane.ts'
import { plainTable } from '../../src/terminal/plain-table.ts'
import { leftOutReason, otherGuest, sampled } from './sample.ts'

/**
 * What the guest runs, in one process, since each start of Node takes seconds under emulation: the contract on the Linux data plane
 * with the kernel's ESP, what passes between it and user space, libreswan as a peer, and the figure.
 */

/** By a clock that counts instructions one stream is like another. */
const streams = { rounds: 5, seconds: 1 }

// Its algorithms are loaded before anything is measured by the clock.
await probeKernelEsp()

const [cases, guest] = (process.env.CULVERT_GUEST ?? '').split('-')
const parts = Object.keys(contractParts) as ContractPart[]
let count = 0

/** Every second one of those that are run is this guest's. */
function leftOut(title: string): string | undefined {
  if (cases !== 'all' && !sampled.includes(title)) return leftOutReason
  count += 1
  return count % 2 === Number(guest) % 2 ? undefined : otherGuest
}

dataPlaneContract('kernel', makeTestPlane, parts, leftOut)

if (guest === '2') await import('../../test/netns/libreswan-kernel.test.ts')
else {
  await import('../../src/dataplane/linux/kernel-esp.test.ts')
  test('the figure throughput-kernel is taken', async () => {
    const figure = await throughputKernelFigure(() => {}, streams)
    assert.ok(figure)
    process.stdout.write(`${plainTable(tableRows([figure]))}\n`)
  })
}

test('every case of the sample is one of the contract', (t) => {
  if (cases === 'all') return t.skip(otherGuest)
  assert.equal(count, sampled.length)
})
