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

test('root on Debian with a TUN device has the Linux data plane, whatever has to be installed', async () => {
  assert.equal(await whySimulated(able, () => Promise.reject(new Error('asked for nothing'))), undefined)
})

const unable: readonly (readonly [Partial<typeof able>, RegExp])[] = [
  [{ platform: 'darwin' }, /darwin/],
  [{ isRoot: false }, /not root/],
  [{ hasTun: false }, /\/dev\/net\/tun/],
  [{ processStatus: 'CapEff:\t00000000a80425fb\n' }, /CAP_NET_ADMIN and no CAP_SYS_ADMIN/],
]

for (const [fact, why] of unable) {
  test(`with ${JSON.stringify(fact)} it is the simulated one, and says so`, async () => {
    assert.match((await whySimulated({ ...able, ...fact }, nothingMissing)) ?? '', why)
  })
}

test('elsewhere than on Debian it depends on what is there', async () => {
  const other = { ...able, isDebian: false }
  assert.equal(await whySimulated(other, nothingMissing), undefined)
  assert.match((await whySimulated(other, async () => 'no charon')) ?? '', /no Debian.*no charon/)
})

test('capabilities are read bit by bit', () => {
  assert.deepEqual(lackedCapabilities('CapEff:\t0000000000201000\n'), [])
  assert.deepEqual(lackedCapabilities('CapEff:\t0000000000001000\n'), ['CAP_SYS_ADMIN'])
  assert.deepEqual(lackedCapabilities('no such line'), [])
})
