import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { type Finding, roomOf, tidy } from './tidy.ts'

const show = ({ file, line, rule }: Finding): string => `${file}:${line}: ${rule}`

test('the repository has no findings', () => {
  assert.deepEqual(tidy(['src', 'test', 'tools']).map(show), [])
})

test('a file’s room is the most specific folder with rules', () => {
  assert.equal(roomOf('dataplane/linux/ip.ts'), 'dataplane/linux')
  assert.equal(roomOf('dataplane/port.ts'), 'dataplane')
  assert.equal(roomOf('dataplane/plan/gateway.ts'), 'dataplane/plan')
  assert.equal(roomOf('elsewhere/x.ts'), undefined)
})

/** What tidy finds in a checkout that holds the one file. */
function findings(file: string, text: string): readonly string[] {
  const before = process.cwd()
  const folder = mkdtempSync(join(tmpdir(), 'culvert-tidy-'))
  try {
    mkdirSync(join(folder, dirname(file)), { recursive: true })
    writeFileSync(join(folder, file), text)
    process.chdir(folder)
    return tidy(['src']).map(({ rule }) => rule)
  } finally {
    process.chdir(before)
    rmSync(folder, { recursive: true })
  }
}

const offences: readonly (readonly [string, string, RegExp])[] = [
  ['src/domain/x.ts', "import { a } from '../store/port.ts'\n", /domain may not import store\/port\.ts/],
  ['src/wire/alibaba/x.ts', "import { a } from '../tencent/ids.ts'\n", /may not import wire\/tencent/],
  ['src/wire/tencent/x.ts', "import { a } from '../../dataplane/port.ts'\n", /may not import dataplane/],
  ['src/observed/x.ts', "import { a } from '../store/sqlite/open.ts'\n", /may not import store\/sqlite/],
  ['src/dataplane/linux/x.ts', "import { a } from '../simulated/world.ts'\n", /may not import dataplane\/simulated/],
  ['src/domain/x.ts', 'export const a = 1 // the vSwitch\n', /a cloud's word/],
  ['src/domain/utils.ts', 'export const a = 1\n', /name a file by what it holds/],
  ['src/server/x.ts', 'export const a: any = 1\n', /no `any`/],
  ['src/server/x.ts', "exec('ip link')\n", /no shell strings/],
  ['src/server/x.ts', `test${'.'}skip('x', () => {})\n`, /silently skipped/],
  ['src/store/x.ts', 'export const a = Date.now()\n', /time and randomness/],
  ['src/store/x.ts', 'export const a = process.env.HOME\n', /environment/],
  ['src/server/x.ts', '\n'.repeat(401), /401 lines/],
  ['src/server/x.ts', `export function long() {\n${'  step()\n'.repeat(70)}}\n`, /a function of 72 lines/],
]

for (const [file, text, expected] of offences) {
  test(`tidy finds: ${file} ${JSON.stringify(text.slice(0, 40))}`, () => {
    const found = findings(file, text)
    assert.ok(
      found.some((rule) => expected.test(rule)),
      `found ${JSON.stringify(found)}`,
    )
  })
}
