import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayBeHost } from './guard.ts'

const names = new Set(['culvert'])

test('a Host that is an IP literal, localhost or a given name is allowed, with any port', () => {
  for (const host of ['127.0.0.1:7781', '192.0.2.1', '[::1]:7781', '[2001:db8::1]', 'localhost:9', 'LOCALHOST']) {
    assert.equal(mayBeHost(host, names), true, host)
  }
  assert.equal(mayBeHost('Culvert:7781', names), true)
})

test('a Host that is any other name is refused, since its DNS may point here', () => {
  const others = ['', 'evil.example', 'evil.example:7781', '127.0.0.1.evil.example', 'localhost.evil.example', '::1']
  for (const host of [...others, '[evil]', '[::1', '127.1', '0x7f.1', 'localhost@evil', 'culvert.evil:7781']) {
    assert.equal(mayBeHost(host, names), false, host)
  }
})
