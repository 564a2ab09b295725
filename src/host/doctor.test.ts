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

test('what is optional may be missing', () => {
  const rows = [row('ip', true, true), row('iperf3', false, false)]
  assert.equal(canRunLinux(rows), true)
  assert.match(doctorReport(rows), /The Linux data plane can run here/)
})

test('what is required may not, and the report says how to get it', () => {
  const rows = [row('ip', true, true), row('charon-systemd', false, true)]
  assert.equal(canRunLinux(rows), false)
  assert.match(doctorReport(rows), /charon-systemd +apt-get install charon-systemd\n/)
  assert.match(doctorReport(rows), /cannot run here/)
})

test('the table lines up, and what was found stays on one line', () => {
  const report = doctorReport([row('ip', true, true), row('charon-systemd', false, true)])
  const lines = report.split('\n').slice(0, 3)
  const columns = lines.map((line) => line.search(/tunnels|needed for/))
  assert.equal(new Set(columns).size, 1, report)
  assert.match(report, /NO +not found/)
})
