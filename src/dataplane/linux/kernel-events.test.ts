import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLoss, readLine } from './kernel-events.ts'

const losses = [
  'Deleted 1: lo    inet 203.0.113.1/32 scope global lo\\       valid_lft forever preferred_lft forever',
  'Deleted 1000:\tfrom 203.0.113.2 to 203.0.113.1 lookup 1007 ',
  'Deleted default via 192.0.0.1 dev outer src 203.0.113.1 onlink ',
  'Deleted 10.2.0.0/16 dev tun-0123456789 table 200 proto static metric 10 ',
  'Deleted 7: tun-0123456789: <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 1400 qdisc fq state UNKNOWN ',
  '7: tun-0123456789: <POINTOPOINT,MULTICAST,NOARP> mtu 1400 qdisc fq state DOWN group default ',
  '7: tun-0123456789: <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 9000 qdisc fq state UNKNOWN ',
  '3: outer@if9: <BROADCAST,MULTICAST> mtu 1500 qdisc noqueue state DOWN group default ',
  'inet all forwarding off ',
]

const others = [
  '3: outer@if9: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default ',
  'inet all forwarding on ',
  'inet eth0 forwarding off rp_filter off mc_forwarding off proxy_neigh off ignore_routes_with_linkdown off ',
  '10.2.0.0/16 dev tun-0123456789 table 200 proto static metric 10 ',
  'Deleted 10.2.0.0/16 via 169.254.10.2 dev tun-0123456789 table 201 proto bird metric 32 ',
  'Deleted local 203.0.113.1 dev lo table local proto kernel scope host src 203.0.113.1 ',
  'Deleted fe80::/64 dev br-0 proto kernel metric 256 pref medium',
  'Deleted inet6 br-0 ',
]

for (const text of losses) {
  test(`an event of what was taken away is a loss: ${text.trim().slice(0, 60)}`, () => {
    assert.equal(isLoss(text), true)
  })
}

for (const text of others) {
  test(`an event that takes away nothing of ours is no loss: ${text.trim().slice(0, 60)}`, () => {
    assert.equal(isLoss(text), false)
  })
}

test('a number that its namespace has given back is nobody’s, whether that had its name to the end or not', () => {
  const numbers = new Map<string, string>()
  const read = (line: string) => readLine(line, numbers, { prefix: 'culvert-abcdef-' })
  const loss = 'Deleted default via 192.0.0.1 dev outer '
  read('[nsid current]nsid 5 (iproute2 netns name: culvert-abcdef-t-1)')
  assert.deepEqual(read(`[nsid 5]${loss}`), { namespace: 'culvert-abcdef-t-1', text: loss })
  for (const named of [' (iproute2 netns name: culvert-abcdef-t-1)', ' ']) {
    numbers.set('5', 'culvert-abcdef-t-1')
    read(`[nsid current]Deleted nsid 5${named}`)
    assert.equal(read(`[nsid 5]${loss}`), undefined)
  }
  read('[nsid current]nsid 6 (iproute2 netns name: another)')
  assert.equal(read(`[nsid 6]${loss}`), undefined)
  assert.deepEqual(read(`[nsid current]${loss}`), { namespace: undefined, text: loss })
})
