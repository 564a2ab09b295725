import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run as runTests } from 'node:test'
import { inspect } from 'node:util'
import { Option } from 'commander'
import { whySimulated } from '../src/host/data-plane-choice.ts'
import { hostFacts } from '../src/host/host-facts.ts'
import { ensurePackages, testPackages } from '../src/host/system-packages.ts'
import { UsageError } from '../src/runtime/config.ts'
import { whatIsMissing } from '../src/server/data-plane.ts'
import { newCommand } from '../src/terminal/command.ts'
import { type KernelCases, kernelCases, testInKernel } from './kernel/test-in-kernel.ts'

/** Runs every test, and says at the end what was not tested here, and why. */

const root = join(import.meta.dirname, '..')

/** These start daemons, namespaces and whole servers, and wait for them by the clock: two of them are in each other's way. */
const heavy = /\/(linux|strongswan|bird|netns)\/|^test\/(demo|kill|command-line)/

/** The longest waits for dead peers of its scenarios for 200 s, on an idle machine. */
const longestFileMilliseconds = 400_000

/** Read by the test of this name, which tries out all of them then, and otherwise a sample. */
const everyAlgorithm = { test: 'test/netns/all-algorithms.test.ts', variable: 'CULVERT_ALL_ALGORITHMS' }

interface Skipped {
  readonly test: string
  readonly reason: string
}

interface Totals {
  passed: number
  failed: number
  readonly skipped: Skipped[]
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

export function findTests(patterns: readonly string[]): readonly string[] {
  const files = ['src', 'test', 'tools'].flatMap((folder) => globSync(`${folder}/**/*.test.ts`, { cwd: root })).sort()
  return patterns.length === 0 ? files : files.filter((file) => patterns.some((pattern) => file.includes(pattern)))
}

const place = (file: string | undefined): string => (file === undefined ? '' : relative(root, file))

/** Runs a file and prints a line for it, and what failed in full. */
async function runFile(path: string, totals: Totals): Promise<void> {
  const said = new Map<string, string>()
  const events = runTests({ files: [join(root, path)], cwd: root, timeout: longestFileMilliseconds })
  for (const stream of ['test:stdout', 'test:stderr'] as const) {
    events.on(stream, ({ file, message }) => said.set(file, `${said.get(file) ?? ''}${message}`.slice(-20_000)))
  }
  events.on('test:pass', ({ name, file, skip }) => {
    if (skip === undefined) return
    totals.skipped.push({ test: `${place(file)}: ${name}`, reason: skip === true ? 'no reason given' : String(skip) })
  })
  events.on('test:fail', ({ name, file, details }) => {
    // Also a file that could not be loaded, whose summary counts nothing.
    totals.failed += 1
    const { cause } = details.error
    if (file !== undefined && name === file)
      say(`FAILED  ${place(file)} as a whole:\n${said.get(file) ?? inspect(cause)}`)
    else say(`FAILED  ${place(file)}: ${name}\n${inspect(cause ?? details.error)}`)
  })
  events.on('test:summary', ({ file, counts, duration_ms: milliseconds, success }) => {
    if (file === undefined) return
    totals.passed += counts.passed
    const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`
    const seconds = (milliseconds / 1000).toFixed(1).padStart(6)
    say(`${success ? 'ok    ' : 'FAILED'}  ${seconds} s  ${place(file)}: ${counts.passed} passed${skipped}`)
    if (!success && said.has(file)) say(`its output:\n${said.get(file)}`)
  })
  // The stream ends when the last file has.
  events.resume()
  await new Promise((resolve, reject) => {
    events.once('end', resolve)
    events.once('error', reject)
  })
}

/** Two files at a time, of which one at most is heavy: those spend most of their time waiting. */
async function runFiles(files: readonly string[], totals: Totals): Promise<void> {
  const heavyFiles = files.filter((file) => heavy.test(file))
  const others = files.filter((file) => !heavy.test(file))
  const runAll = async (next: () => string | undefined) => {
    for (let file = next(); file !== undefined; file = next()) await runFile(file, totals)
  }
  await Promise.all([runAll(() => heavyFiles.shift() ?? others.shift()), runAll(() => others.shift())])
}

function sayWhatWasSkipped(skipped: readonly Skipped[]): void {
  if (skipped.length === 0) return
  say(`\n${'='.repeat(78)}\nNOT TESTED HERE: ${skipped.length} skipped`)
  for (const { test, reason } of skipped) say(`  ${test}\n      because ${reason}`)
  say('='.repeat(78))
}

async function testAll(names: readonly string[], mayInstall: boolean): Promise<number> {
  const began = performance.now()
  const files = findTests(names)
  if (files.length === 0) throw new UsageError(`no test file has in its name: ${names.join(', ')}`)
  const without = await whySimulated(hostFacts(), whatIsMissing)
  if (without === undefined) await ensurePackages(mayInstall, say, testPackages)
  else say(`Without the Linux data plane: ${without}.`)
  const totals: Totals = { passed: 0, failed: 0, skipped: [] }
  await runFiles(files, totals)
  sayWhatWasSkipped(totals.skipped)
  const seconds = Math.round((performance.now() - began) / 1000)
  say(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped.length} skipped, in ${seconds} s`)
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1
}

interface Options {
  readonly install: boolean
  readonly allAlgorithms?: true
  readonly kernel?: KernelCases | true
}

export async function run(args: readonly string[]): Promise<number> {
  let code = 0
  await newCommand(
    'culvert test',
    'Runs every test, or those of the files. Where this user is root on Debian and there is a TUN device, the packages ' +
      'that the Linux data plane needs are installed first.',
  )
    .argument('[names...]', 'parts of the names of test files')
    .option('--no-install', 'refuse to install system packages')
    .option('--all-algorithms', 'instead: a tunnel of each pair of algorithms, and the table of them (some minutes)')
    .addOption(
      new Option(
        '--kernel [cases]',
        'instead: those of ESP in the kernel, in a kernel under QEMU (minutes; all: hours)',
      ).choices(kernelCases),
    )
    .action(async (names: readonly string[], { install, allAlgorithms, kernel }: Options) => {
      if (kernel !== undefined) {
        code = await testInKernel(kernel === true ? 'sample' : kernel, install, say)
        return
      }
      if (allAlgorithms) process.env[everyAlgorithm.variable] = '1'
      code = await testAll(allAlgorithms ? [everyAlgorithm.test] : names, install)
    })
    .parseAsync([...args], { from: 'user' })
  return code
}
