import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canRunLinux, doctorReport } from './doctor.ts'

const row = (name: string, ok: boolean, required: boolean) => ({
  name,
  ok,
  required,
  found: ok ? '1.0' : 'not\nfound',
  neededFor: 'tunnels',
  howToInstall: `apt-get install ${name}`,
})

test('an optional program that is missing does not rule the Linux data plane out', () => {
  const rows = [row('ip', true, true), row('iperf3', false, false)]
  assert.equal(canRunLinux(rows), true)
  assert.match(doctorReport(rows, 'user space'), /The Linux data plane can run here/)
})

test('a required program that is missing rules the Linux data plane out, and the report says how to install it', () => {
  const rows = [row('ip', true, true), row('charon-systemd', false, true)]
  assert.equal(canRunLinux(rows), false)
  assert.match(doctorReport(rows, 'user space'), /charon-systemd +apt-get install charon-systemd\n/)
  assert.match(doctorReport(rows, 'user space'), /cannot run here/)
})

test('the report’s columns line up, with a line for each program', () => {
  const report = doctorReport([row('ip', true, true), row('charon-systemd', false, true)], 'user space')
  const lines = report.split('\n').slice(0, 3)
  const columns = lines.map((line) => line.search(/tunnels|needed for/))
  assert.equal(new Set(columns).size, 1, report)
  assert.match(report, /NO +not found/)
})
