import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { digestBgp } from '../digest.ts'
import type { BgpSpec } from '../port.ts'
import { neighborProtocol, readDescription, renderBird, tunnelOfProtocol } from './render.ts'
import { leftNeighbor, leftSpec, prefixes } from './testing/specs.ts'

const golden: Readonly<Record<string, BgpSpec>> = {
  'one-neighbor': leftSpec([leftNeighbor(11)]),
  'two-neighbors': leftSpec(
    [
      leftNeighbor(12, { tunnel: 'keyword.define', password: "it's #1; {x}", localPreference: 200, prefixLimit: 100 }),
      leftNeighbor(11, { refused: prefixes('10.1.0.0/16', '10.9.0.0/16') }),
    ],
    { learned: 'beside', shares: true, advertised: prefixes('10.9.0.0/16', '10.1.0.0/16') },
  ),
  'no-neighbors': leftSpec([], { advertised: [], holdTimeSeconds: 9, keepaliveSeconds: 3 }),
}

for (const [name, spec] of Object.entries(golden)) {
  test(`BGP of a gateway is rendered as the golden file ${name}`, () => {
    const file = new URL(`./golden/${name}.conf`, import.meta.url)
    const text = renderBird(spec, '/run/culvert/bird.log').replaceAll(digestBgp(spec), '<digest>')
    // To accept a change: UPDATE_GOLDEN=1, and read the difference.
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text)
    assert.equal(text, readFileSync(file, 'utf8'))
  })
}

test('the order in which neighbors and prefixes are told changes neither the file nor the digest', () => {
  const [one, two] = [leftNeighbor(11, { refused: prefixes('10.1.0.0/16', '10.9.0.0/16') }), leftNeighbor(12)]
  const turned = { ...one, refused: [...one.refused].reverse() }
  const first = leftSpec([one, two], { advertised: prefixes('10.1.0.0/16', '10.2.0.0/16') })
  const second = leftSpec([two, turned], { advertised: prefixes('10.2.0.0/16', '10.1.0.0/16') })
  assert.equal(digestBgp(first), digestBgp(second))
  assert.equal(renderBird(first, '/log'), renderBird(second, '/log'))
})

test('the tunnel of a session is read from its protocol’s name, whatever its id is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 4 }), (id) => {
      const tunnel = id.toWellFormed()
      assert.match(neighborProtocol(tunnel), /^neighbor-[a-zA-Z0-9_.-]*$/)
      assert.equal(tunnelOfProtocol(neighborProtocol(tunnel)), tunnel)
    }),
  )
  assert.equal(tunnelOfProtocol('advertised-prefixes'), undefined)
  assert.throws(() => neighborProtocol('x'.repeat(60)), /too long/)
})

test('a password or a path that BIRD has no words for is refused', () => {
  for (const password of ['', 'a"b', 'a\nb', 'ä', 'x'.repeat(81)]) {
    assert.throws(() => renderBird(leftSpec([leftNeighbor(11, { password })]), '/log'), /not a password that BIRD/)
  }
  assert.throws(() => renderBird(leftSpec([]), '/a"b'), /not for BIRD/)
})

test('a description that is not ours is none', () => {
  assert.deepEqual(readDescription('from 10.0.0.1, signed'), { localAddress: '10.0.0.1', hasPassword: true })
  assert.deepEqual(readDescription('from 10.0.0.1'), { localAddress: '10.0.0.1', hasPassword: false })
  for (const text of ['', 'from', 'from x', 'something else']) assert.equal(readDescription(text), undefined)
})
