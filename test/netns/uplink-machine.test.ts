import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { test } from 'node:test'
import { runIn } from '../../src/dataplane/linux/command.ts'
import { ipBatch } from '../../src/dataplane/linux/ip.ts'
import { Names } from '../../src/dataplane/linux/names.ts'
import { makeTestPlane, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import { findUplink, whyNoUplink } from '../../src/dataplane/linux/uplink.ts'
import { giveInet6, makeOutside, uplinks } from './outside.ts'

/** What an uplink takes of the machine, and leaves there. */
const reason = await whyNoPlane()

const nothing = { networks: [], gateways: [], hosts: [], workloads: [] }

for (const kind of ['routed', 'translated', 'moved'] as const) {
  test(`an uplink that is removed, or purged, leaves the machine as it was: ${kind}`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    const outside = await makeOutside()
    t.after(outside.dispose)
    await runIn(outside.machine, ['ip', 'link', 'set', 'eth0', 'alias', 'to the "Internet"'])
    await runIn(outside.machine, ['sysctl', '-q', '-w', 'net.ipv4.conf.eth0.rp_filter=2'])
    await ipBatch(outside.machine, [
      ['address', 'add', '192.168.50.7/24', 'broadcast', '192.168.50.255', 'dev', 'eth0', 'label', 'eth0:1'],
      ['address', 'add', '10.8.0.1', 'peer', '10.8.0.2/32', 'dev', 'eth0'],
      [
        ...['route', 'add', '198.18.0.0/24', 'via', '198.18.9.9', 'dev', 'eth0', 'onlink'],
        ...['src', '192.168.50.7', 'mtu', '1300'],
      ],
    ])
    // As a program does that routes for itself, such as NetworkManager.
    await ipBatch(outside.machine, [
      ['address', 'add', '10.8.4.1/24', 'dev', 'eth0', 'noprefixroute'],
      [
        ...['route', 'add', '10.8.4.0/24', 'dev', 'eth0', 'proto', 'kernel', 'scope', 'link'],
        ...['src', '10.8.4.1', 'metric', '100'],
      ],
    ])
    await giveInet6(outside.machine, 'eth0')
    await ipBatch(outside.machine, [['route', 'add', '::/0', 'via', '2001:db8:5::9', 'dev', 'eth0']])
    const before = await outside.showMachine()
    for (const end of ['remove', 'purge'] as const) {
      const subject = await makeTestPlane({ machine: outside.machine, probes: false })
      try {
        await subject.plane.perform({ do: 'ensure-uplink', uplink: uplinks[kind] })
        assert.notEqual(await outside.showMachine(), before)
        assert.deepEqual(await subject.plane.inventory(), { ...nothing, uplink: true })
        if (end === 'remove') await subject.plane.perform({ do: 'remove-uplink' })
        else await subject.plane.purge()
        assert.equal(await outside.showMachine(), before, end)
        assert.deepEqual(await subject.plane.inventory(), nothing)
      } finally {
        await subject.dispose()
      }
    }
  })
}

test('an uplink whose run folder is lost with its link leaves no rules and no forwarding after a purge', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const outside = await makeOutside()
  const subject = await makeTestPlane({ machine: outside.machine, probes: false })
  t.after(() => subject.dispose().finally(outside.dispose))
  const before = await outside.showMachine()
  await subject.plane.perform({ do: 'ensure-uplink', uplink: uplinks.routed })
  await ipBatch(outside.machine, [['link', 'delete', new Names(subject.installation).uplink]])
  await rm(new Names(subject.installation).uplinkFile)
  await subject.plane.purge()
  assert.equal(await outside.showMachine(), before)
})

test('an interface that is moved is not linked by before it is given back, and the sentence says how', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const outside = await makeOutside()
  const subject = await makeTestPlane({ machine: outside.machine, probes: false })
  t.after(() => subject.dispose().finally(outside.dispose))
  await subject.plane.perform({ do: 'ensure-uplink', uplink: uplinks.moved })
  const names = new Names(subject.installation)
  const asked = await findUplink(names, { kind: 'translated', device: 'eth0', address: 'auto' })
  assert.ok(asked !== undefined)
  assert.match(
    (await whyNoUplink(names, asked)) ?? '',
    /gateways' alone: a start without .*, or a purge, gives it back/,
  )
})
