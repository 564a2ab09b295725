import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notInstalled } from './system-packages.ts'

test('a package is missing unless dpkg says that it is installed', () => {
  const output = [
    'iproute2 installed',
    'iperf3 config-files',
    'charon-systemd half-configured',
    'dpkg-query: no packages found matching swanctl',
  ].join('\n')
  assert.deepEqual(notInstalled(['charon-systemd', 'iproute2', 'iperf3', 'swanctl'], output), [
    'charon-systemd',
    'iperf3',
    'swanctl',
  ])
})
