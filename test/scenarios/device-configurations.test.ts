import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '../../src/domain/resource.ts'
import { usualMtu } from '../../src/domain/tunnel-device.ts'
import { strongswan } from '../../src/peer-configuration/devices/strongswan.ts'
import type { Peer } from '../../src/peer-configuration/peer.ts'
import { readPeer } from '../../src/peer-configuration/read-peer.ts'
import { renderPeer } from '../../src/peer-configuration/render.ts'
import { alibabaGatewaySide } from './alibaba-gateway-side.ts'
import { alibabaSide } from './alibaba-side.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { ConnectionInput, Side } from './side.ts'
import { tencentSide } from './tencent-side.ts'

/** Two connections that are each other's other end: what is written for the device of one has to be what the other is. */

const subjects: Readonly<Record<string, (installation: Installation) => Side>> = {
  'alibaba, on a transit router': alibabaSide,
  'alibaba, on a VPN gateway': alibabaGatewaySide,
  tencent: (installation) => tencentSide(installation),
}

const here = { prefix: '10.1.0.0/16', subnet: '10.1.1.0/24' }
const there = { prefix: '10.2.0.0/16', subnet: '10.2.1.0/24' }

const usual: Omit<ConnectionInput, 'peer' | 'local' | 'remote'> = {
  preSharedKey: 'a-shared-key',
  ikeVersion: 2,
  encryption: 'aes256',
  startAction: 'start',
}

const peerOf = ({ store }: Installation, connection: Resource<'connection'>): Promise<Peer> =>
  store.read(async (reader) => {
    const peer = await readPeer(reader, connection, usualMtu)
    assert.ok(peer.ok, JSON.stringify(peer))
    return peer.value
  })

/** Of the outer tunnel what both ends have to agree on, each told from its own. */
const outerEnds = ({ tunnels: [tunnel], selectors }: Peer) => ({
  own: [tunnel?.local, tunnel?.localIdentity, selectors[0]?.local],
  other: [tunnel?.remote, tunnel?.remoteIdentity, selectors[0]?.remote],
  both: [tunnel?.version, tunnel?.proposal, tunnel?.preSharedKey, tunnel?.child.proposal],
})

for (const [name, make] of Object.entries(subjects)) {
  test(`${name}: what is written for the device at the other end is what the other cloud's connection is`, async () => {
    await using installation = await openInstallation()
    const [subject, other] = [make(installation), tencentSide(installation, 'ap-shanghai')]
    await subject.prepare(here.prefix, here.subnet)
    await other.prepare(there.prefix, there.subnet)
    const otherAddress = await other.outerAddress()
    assert.ok(otherAddress)
    await subject.connect({ ...usual, local: here.prefix, remote: there.prefix, peer: otherAddress })
    const ownAddress = await subject.outerAddress()
    assert.ok(ownAddress)
    await other.connect({ ...usual, local: there.prefix, remote: here.prefix, peer: ownAddress })
    const { items } = await installation.store.read((reader) => reader.page('connection', { limit: 2 }))
    const [ofOther, ofSubject] = await Promise.all(items.map((connection) => peerOf(installation, connection)))
    assert.ok(ofOther && ofSubject)
    const [one, two] = [outerEnds(ofSubject), outerEnds(ofOther)]
    assert.deepEqual([one.own, one.other, one.both], [two.other, two.own, two.both])
    assert.deepEqual(one.own, [otherAddress, otherAddress, [there.prefix]])
    assert.deepEqual(ofSubject.remoteNetworks, [here.prefix])
    const rendered = renderPeer(strongswan, ofSubject)
    assert.ok(rendered.ok)
    assert.match(rendered.value.files[0]?.text ?? '', /secret = "a-shared-key"/)
  })
}
