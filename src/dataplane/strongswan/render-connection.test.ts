import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Esp } from '../../domain/esp.ts'
import { digestTunnel } from '../digest.ts'
import { renderTunnel } from './render-connection.ts'
import { liveness, renderSettings } from './render-settings.ts'
import { goldenTunnels } from './testing/golden-tunnels.ts'

/** What a golden file holds. The digest stands in it by its name, since it is not this room's to say what it is. */
function rendered(name: string, esp: Esp): string {
  const tunnel = goldenTunnels[name]
  assert.ok(tunnel)
  const { loadConn, loadShared } = renderTunnel(tunnel, esp)
  const text = [
    '# strongswan.conf',
    renderSettings(tunnel, '/run/culvert/vici', esp),
    '# load-conn',
    JSON.stringify(loadConn, undefined, 2),
    '# load-shared',
    JSON.stringify(loadShared, undefined, 2),
    '',
  ].join('\n')
  return text.replaceAll(digestTunnel(tunnel), '<digest>')
}

const golden: readonly (readonly [file: string, name: string, esp: Esp])[] = [
  ...Object.keys(goldenTunnels).map((name) => [name, name, 'userland'] as const),
  ['kernel', 'route-based', 'kernel'],
]

for (const [title, name, esp] of golden) {
  test(`a tunnel is rendered as the golden connection ${title}`, () => {
    const file = new URL(`./golden/${title}.txt`, import.meta.url)
    const text = rendered(name, esp)
    // To accept a change: UPDATE_GOLDEN=1, and read the difference.
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text)
    assert.equal(text, readFileSync(file, 'utf8'))
  })
}

test('a DPD timeout is rendered so that a silent peer is dead when it is over, and not much before', () => {
  for (const timeoutSeconds of [2, 3, 10, 30, 60, 120, 3600]) {
    const { checkSeconds, retransmitSeconds } = liveness({ timeoutSeconds, action: 'clear' })
    let over = checkSeconds
    // Six sendings, of which the last waits in vain as well.
    for (let sending = 0; sending <= 5; sending++) over += retransmitSeconds * 1.3 ** sending
    assert.ok(Math.abs(over - timeoutSeconds) < 0.01 * timeoutSeconds + 0.01, `${timeoutSeconds} became ${over}`)
  }
  assert.equal(liveness(undefined).checkSeconds, 0)
})

test('a socket path that would end the setting in strongswan.conf is refused', () => {
  const tunnel = goldenTunnels['route-based']
  assert.ok(tunnel)
  for (const path of ['/run/"', '/run/\n}', '/run/#'])
    assert.throws(() => renderSettings(tunnel, path, 'userland'), TypeError)
})
