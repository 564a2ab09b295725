import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lackedCapabilities, whySimulated } from './data-plane-choice.ts'

const able = {
  platform: 'linux',
  isRoot: true,
  hasTun: true,
  processStatus: 'Name:\tnode\nCapEff:\t000001ffffffffff\n',
  isDebian: true,
}
const nothingMissing = async () => undefined

test('root on Debian with a TUN device gets the Linux data plane, also when packages are missing', async () => {
  assert.equal(await whySimulated(able, () => Promise.reject(new Error('asked for nothing'))), undefined)
})

const unable: readonly (readonly [Partial<typeof able>, RegExp])[] = [
  [{ platform: 'darwin' }, /darwin/],
  [{ isRoot: false }, /not root/],
  [{ hasTun: false }, /\/dev\/net\/tun/],
  [{ processStatus: 'CapEff:\t00000000a80425fb\n' }, /CAP_NET_ADMIN and no CAP_SYS_ADMIN/],
]

for (const [fact, why] of unable) {
  test(`a host with ${JSON.stringify(fact)} gets the simulated data plane, with the reason`, async () => {
    assert.match((await whySimulated({ ...able, ...fact }, nothingMissing)) ?? '', why)
  })
}

test('a host that is not Debian gets the Linux data plane when every program is there', async () => {
  const other = { ...able, isDebian: false }
  assert.equal(await whySimulated(other, nothingMissing), undefined)
  assert.match((await whySimulated(other, async () => 'no charon')) ?? '', /no Debian.*no charon/)
})

test('capabilities are read from CapEff', () => {
  assert.deepEqual(lackedCapabilities('CapEff:\t0000000000201000\n'), [])
  assert.deepEqual(lackedCapabilities('CapEff:\t0000000000001000\n'), ['CAP_SYS_ADMIN'])
  assert.deepEqual(lackedCapabilities('no such line'), [])
})
