import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firewall, meaningOf } from './uplink-path.ts'

const uplink = 'culvert-abcdef'
const chain = (table: string, name: string, hook: string, policy: string) => ({
  chain: { family: 'ip', table, name, hook, policy },
})
const ruleWith = (table: string, device: string) => ({
  rule: { family: 'ip', table, expr: [{ match: { right: device } }, { accept: null }] },
})

test('a firewall that drops what it does not know is named, with the rules that let an uplink’s packets pass', () => {
  const { ok, found, remedy } = firewall({ uplink }, { nftables: [chain('filter', 'FORWARD', 'forward', 'drop')] })
  assert.equal(ok, false)
  assert.match(found, /ip filter FORWARD/)
  assert.match(remedy, /nft insert rule ip filter FORWARD iifname culvert-abcdef accept/)
})

test('a firewall is no obstacle where it knows the uplink, accepts by its policy, or is not on the way', () => {
  const drops = chain('filter', 'FORWARD', 'forward', 'drop')
  for (const nftables of [
    [drops, ruleWith('filter', uplink)],
    [chain('filter', 'FORWARD', 'forward', 'accept')],
    [chain('filter', 'INPUT', 'input', 'drop')],
  ]) {
    assert.equal(firewall({ uplink }, { nftables }).ok, true)
  }
  assert.equal(firewall({ uplink }, { nftables: [drops, ruleWith('filter', 'culvert-fedcba')] }).ok, false)
})

test('the kernel’s refusals of a route are said in words', () => {
  assert.match(meaningOf('RTNETLINK answers: Invalid cross-device link\n', 'eth0'), /rp_filter of eth0/)
  assert.match(meaningOf('RTNETLINK answers: No route to host\n', 'eth0'), /forwarded/)
  assert.equal(meaningOf('RTNETLINK answers: Network is unreachable\n'), 'Network is unreachable')
})
