import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { findLeftovers, findProcesses, namespaceInodes, newLines, readHostLines, withoutOthers } from './leftovers.ts'

const marks = { tag: 'a1b2c3', dataFolder: '/tmp/culvert-demo-x', ranges: ['198.51.100.'] }

test('leftovers are the new processes, namespaces and devices of this installation', () => {
  const before = new Set(['interface eth0', 'route 198.51.100.1 dev eth0'])
  const after = new Set([
    ...before,
    'interface docker0',
    'interface culvert-a1b2c3-u',
    'route 198.51.100.2 dev veth9',
    'route 10.0.0.0/8 dev eth0',
  ])
  assert.deepEqual(newLines(before, after, marks), ['interface culvert-a1b2c3-u', 'route 198.51.100.2 dev veth9'])
})

/** A /proc of our own. */
function fakeProc(
  processes: Record<string, { cmdline: string; environ?: string; namespace?: string }>,
): AsyncDisposable & {
  folder: string
} {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-proc-'))
  for (const [pid, { cmdline, environ = '', namespace = 'net:[1]' }] of Object.entries(processes)) {
    mkdirSync(join(folder, pid, 'ns'), { recursive: true })
    writeFileSync(join(folder, pid, 'cmdline'), cmdline)
    writeFileSync(join(folder, pid, 'environ'), environ)
    symlinkSync(namespace, join(folder, pid, 'ns/net'))
  }
  return { folder, [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }) }
}

test('a process of the installation is found by its arguments, environment or namespace, and a zombie is not', async () => {
  await using proc = fakeProc({
    10: { cmdline: 'sh\0-c\0sleep' },
    11: { cmdline: 'node\0serve\0--data\0/tmp/culvert-demo-x' },
    12: { cmdline: 'charon-systemd\0', environ: 'STRONGSWAN_CONF=/run/culvert/a1b2c3/t/strongswan.conf' },
    13: { cmdline: 'iperf3\0-s', namespace: 'net:[77]' },
    14: { cmdline: '', environ: '/run/culvert/a1b2c3', namespace: 'net:[77]' },
  })
  const found = findProcesses(['/run/culvert/a1b2c3', '/tmp/culvert-demo-x'], new Set(['net:[77]']), proc.folder)
  assert.deepEqual(
    found.map((line) => line.split(':')[0]),
    ['process 11', 'process 12', 'process 13'],
  )
})

test('a process in a namespace of the installation is found by the namespace’s inode, and one of another installation is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-netns-'))
  try {
    for (const name of ['culvert-a1b2c3-u', 'culvert-ffffff-u', 'other']) writeFileSync(join(folder, name), '')
    const { ino } = statSync(join(folder, 'culvert-a1b2c3-u'))
    assert.deepEqual([...namespaceInodes(marks, folder)], [`net:[${ino}]`])
    const other = `net:[${statSync(join(folder, 'other')).ino}]`
    const left = withoutOthers(new Set([`net:[${ino}]`, other, 'net:[5]']), marks, folder)
    assert.deepEqual([...left], [`net:[${ino}]`, 'net:[5]'], 'a number that another namespace has by now is not ours')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a data folder that still exists is a leftover', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'culvert-demo-'))
  const before = await readHostLines()
  const look = () => findLeftovers({ dataFolder, ranges: [] }, before, new Set())
  assert.deepEqual(await look(), [`folder ${dataFolder}`])
  rmSync(dataFolder, { recursive: true })
  assert.deepEqual(await look(), [])
})
