import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { findCircles } from './circles.ts'

/** The rules of the house that a program can keep. Run by `tools/tidy.test.ts`; each finding is one line. */
export interface Finding {
  readonly file: string
  readonly line: number
  readonly rule: string
}

/** What the server is put together from. */
const below = [
  'domain',
  'access',
  'routing',
  'commands',
  'operations',
  'observed',
  'store',
  'wire/http',
  'wire/alibaba',
  'wire/tencent',
  'wire/native',
  'dataplane',
  'dataplane/plan',
  'dataplane/linux',
  'dataplane/simulated',
  'keeper',
  'reconcile',
  'peer-configuration',
  'runtime',
]

/** Who may import whom; a room may always import itself. Read from left to right it is the way that data flows. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  access: ['domain'],
  routing: ['domain'],
  commands: ['domain'],
  operations: ['domain'],
  'peer-configuration': ['domain'],
  observed: ['domain', 'store/port.ts'],
  store: ['domain', 'runtime'],
  'wire/http': ['domain', 'access', 'commands', 'operations', 'store/port.ts', 'observed', 'runtime'],
  'wire/alibaba': ['domain', 'access', 'commands', 'operations', 'store/port.ts', 'observed', 'runtime', 'wire/http'],
  'wire/tencent': [
    'domain',
    'access',
    'commands',
    'operations',
    'peer-configuration',
    'store/port.ts',
    'observed',
    'runtime',
    'wire/http',
  ],
  'wire/native': [
    'domain',
    'commands',
    'peer-configuration',
    'store/port.ts',
    'observed',
    'runtime',
    'wire/http/host-header.ts',
    'wire/http/store-change.ts',
  ],
  dataplane: ['domain', 'routing', 'runtime'],
  'dataplane/plan': ['domain', 'dataplane/port.ts', 'dataplane/digest.ts', 'dataplane/tunnel-fields.ts'],
  'dataplane/strongswan': [
    'domain',
    'dataplane/port.ts',
    'dataplane/children.ts',
    'dataplane/digest.ts',
    'dataplane/preflight.ts',
    'dataplane/proposal.ts',
    'dataplane/tunnel-fields.ts',
    'runtime',
  ],
  'dataplane/bird': ['domain', 'dataplane/port.ts', 'dataplane/digest.ts', 'dataplane/bgp-filter.ts', 'runtime'],
  // The driver that joins daemons and kernel into one data plane: the one arrow between drivers.
  'dataplane/linux': [
    'domain',
    'dataplane/port.ts',
    'dataplane/digest.ts',
    'dataplane/health.ts',
    'dataplane/preflight.ts',
    'dataplane/strongswan',
    'dataplane/bird',
    'runtime',
  ],
  'dataplane/simulated': [
    'domain',
    'dataplane/port.ts',
    'dataplane/children.ts',
    'dataplane/digest.ts',
    'dataplane/health.ts',
    'dataplane/preflight.ts',
    'dataplane/proposal.ts',
    'dataplane/bgp-filter.ts',
    'dataplane/tunnel-fields.ts',
    'runtime',
  ],
  // A second reconciler, which has no store: it keeps what the server wanted last while the server is not there.
  keeper: ['domain', 'dataplane', 'dataplane/plan', 'dataplane/linux', 'runtime'],
  reconcile: [
    'domain',
    'routing',
    'store/port.ts',
    'dataplane/port.ts',
    'dataplane/intent.ts',
    'dataplane/plan',
    'observed',
    'runtime',
  ],
  runtime: ['domain'],
  server: below,
  terminal: [],
  host: ['runtime', 'terminal', 'dataplane/linux/capabilities.ts'],
  // A client of the wire: of the server it knows the type of what `culvert credentials --json` prints.
  demo: ['wire/native/client.ts', 'server/installation.ts', 'runtime', 'host', 'terminal'],
  bundle: [],
  simulation: [...below, 'server', 'terminal'],
  bench: [...below, 'server', 'terminal', 'bundle'],
  cli: ['*'],
}

/** The clouds' own words, which have no place in the rooms that both clouds are projections of. */
const cloudWords =
  /\b(alibaba|aliyun|tencent|vpc|vpcs|vswitch|vswitches|cen|ccn|transit.?router|vco|vpngw|vpnx|spd|eip|ram|psk_?enabled|ipsecconfig|ikeconfig)\b/i
const wordlessRooms = [
  'domain',
  'access',
  'routing',
  'dataplane',
  'commands',
  'reconcile',
  'store',
  'observed',
  'peer-configuration',
]

const forbiddenNames = /(^|[-.])(utils?|helpers?|common|manager|misc)([-.]|$)/

const maxFileLines = 400
const maxFunctionLines = 70

function* walk(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* walk(path)
    else if (name.endsWith('.ts')) yield path
  }
}

/** Tests, the contract suites, and what only they use. */
const isTest = (file: string): boolean =>
  /\.test\.ts$|\/contract[-./]|-contract\.ts$|\/testing\//.test(file) || file.startsWith('test/')

/** The most specific room that a path under `src` is in. */
export function roomOf(path: string): string | undefined {
  const names = Object.keys(rooms).filter((room) => path.startsWith(`${room}/`))
  return names.sort((a, b) => b.length - a.length)[0]
}

function mayImport(from: string, target: string): boolean {
  const room = roomOf(from)
  if (room === undefined) return false
  const allowed = rooms[room] ?? []
  if (allowed.includes('*') || roomOf(target) === room) return true
  return allowed.some((entry) => target === entry || (roomOf(target) === entry && !entry.endsWith('.ts')))
}

const importPattern = /(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g

function checkImports(file: string, text: string): Finding[] {
  const findings: Finding[] = []
  const inside = file.slice('src/'.length)
  for (const [index, line] of text.split('\n').entries()) {
    for (const match of line.matchAll(importPattern)) {
      const target = normalize(join(dirname(inside), match[1] ?? ''))
      if (!mayImport(inside, target)) {
        findings.push({ file, line: index + 1, rule: `${roomOf(inside) ?? 'this place'} may not import ${target}` })
      }
    }
  }
  return findings
}

interface LineRule {
  readonly pattern: RegExp
  readonly rule: string
  applies(file: string): boolean
}

const everywhere = () => true

const lineRules: readonly LineRule[] = [
  { pattern: /(:|<|\bas|\|)\s*any\b(?!\w)/, rule: 'no `any`: say what it is, or `unknown`', applies: everywhere },
  {
    pattern: /(?<![.\w])(exec|execSync)\(\s*[`'"]|shell:\s*true/,
    rule: 'no shell strings: spawn a program with a list of arguments',
    applies: everywhere,
  },
  {
    pattern: /\b(it|test|describe)\.(only|todo|skip)\(/,
    rule: 'no focused or silently skipped test: use t.skip(reason) inside it',
    applies: everywhere,
  },
  { pattern: /\.skip\(\s*\)/, rule: 'a skipped test says why', applies: everywhere },
  {
    pattern: /\bprocess\.env\b/,
    rule: 'the environment is read in runtime/ alone',
    applies: (file) => file.startsWith('src/') && !/^src\/(runtime|cli|host)\//.test(file) && !isTest(file),
  },
  {
    pattern: /\b(Date\.now\(\)|Math\.random\(\)|new Date\(\))/,
    rule: 'time and randomness are passed in',
    applies: (file) => file.startsWith('src/') && !/^src\/(runtime|cli|demo|host|bench)\//.test(file) && !isTest(file),
  },
]

function checkLines(file: string, text: string): Finding[] {
  const findings: Finding[] = []
  const room = roomOf(file.slice('src/'.length)) ?? ''
  const wordless = wordlessRooms.some((name) => room === name || room.startsWith(`${name}/`))
  for (const [index, line] of text.split('\n').entries()) {
    const code = line.replace(/^\s*(\*|\/\*\*|\/\/).*$/, '')
    for (const { pattern, rule, applies } of lineRules) {
      if (applies(file) && pattern.test(code)) findings.push({ file, line: index + 1, rule })
    }
    const word = wordless && file.startsWith('src/') ? cloudWords.exec(line)?.[0] : undefined
    if (word !== undefined) findings.push({ file, line: index + 1, rule: `a cloud's word in ${room}/: "${word}"` })
  }
  return findings
}

/** Functions are told by their braces and the formatter's indentation: a head that opens at a depth, and its closing line. */
function checkFunctionLengths(file: string, text: string): Finding[] {
  if (isTest(file)) return []
  const findings: Finding[] = []
  const lines = text.split('\n')
  const head =
    /^(\s*)(export )?(default )?(async )?(function\b|(const|let) \w+ = (async )?(\(|<|function)|(static |async |get |set |#)*[\w#]+\([^;]*\{$)/
  for (const [start, line] of lines.entries()) {
    const indent = head.exec(line)?.[1]
    if (indent === undefined || /^\s*(if|for|while|switch|return|catch)\b/.test(line)) continue
    const end = lines.findIndex(
      (candidate, at) =>
        at > start &&
        (candidate === `${indent}}` || candidate.startsWith(`${indent}})`) || candidate === `${indent}},`),
    )
    const next = lines.findIndex(
      (candidate, at) =>
        at > start &&
        candidate !== '' &&
        !candidate.startsWith(`${indent} `) &&
        !candidate.startsWith(`${indent})`) &&
        !candidate.startsWith(`${indent}}`),
    )
    if (end < 0 || (next >= 0 && next < end)) continue
    if (end - start + 1 > maxFunctionLines) {
      findings.push({
        file,
        line: start + 1,
        rule: `a function of ${end - start + 1} lines; ${maxFunctionLines} are the most`,
      })
    }
  }
  return findings
}

function checkFile(file: string): Finding[] {
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n').length - 1
  const findings: Finding[] = []
  const name = file.slice(file.lastIndexOf('/') + 1)
  if (forbiddenNames.test(name.replace(/\.ts$/, '')))
    findings.push({ file, line: 1, rule: 'name a file by what it holds' })
  if (lines > maxFileLines && !isTest(file)) {
    findings.push({ file, line: maxFileLines, rule: `${lines} lines; ${maxFileLines} are the most` })
  }
  if (file.startsWith('src/') && !isTest(file)) findings.push(...checkImports(file, text))
  return [...findings, ...checkLines(file, text), ...checkFunctionLengths(file, text)]
}

const circular = (circle: readonly string[]): Finding => ({
  file: circle[0] ?? '',
  line: 1,
  rule: `files import one another in a circle: ${circle.join(' → ')}`,
})

/** Findings over `folders`, relative to the current folder. This file is left out: it has to name what it forbids. */
export function tidy(folders: readonly string[]): readonly Finding[] {
  const files = folders
    .flatMap((folder) => [...walk(folder)])
    .filter((file) => !/^tools\/tidy(\.test)?\.ts$/.test(file))
  return [...files.flatMap(checkFile), ...findCircles(files).map(circular)]
}
