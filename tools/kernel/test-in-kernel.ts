import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensurePackages, kernelTestPackages } from '../../src/host/system-packages.ts'
import { ConfigError } from '../../src/runtime/config.ts'
import { ensureImage, type Image, makeDisk } from './image.ts'

export const kernelCases = ['sample', 'all'] as const
export type KernelCases = (typeof kernelCases)[number]

const root = join(import.meta.dirname, '../..')

/** Kept between runs. */
const cache = join(root, 'node_modules/.cache/culvert/kernel')

const longestSeconds: Readonly<Record<KernelCases, number>> = { sample: 3600, all: 6 * 3600 }

/** One keeps one processor busy: they share the tests. */
const guests = [1, 2] as const

/** What is used of esbuild here: the package is optional, and its types are as absent as it is. */
interface Bundler {
  build(options: { readonly [name: string]: unknown }): Promise<unknown>
}

const bundler: string = 'esbuild'

/** CommonJS packages find Node's own modules with it. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** The guest's programs, each of one file: to read hundreds, and take their types away, takes minutes under emulation. */
async function bundle(folder: string): Promise<void> {
  const { build } = (await import(bundler).catch((cause: unknown) => {
    throw new ConfigError('--kernel needs the optional package esbuild: npm ci --include=optional', { cause })
  })) as Bundler
  await build({
    entryPoints: ['guest', 'reporter'].map((name) => join(import.meta.dirname, `${name}.ts`)),
    ...{ outdir: folder, outExtension: { '.js': '.mjs' } },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node24', logLevel: 'error' },
    banner: { js: banner },
  })
}

const kernelArguments = [
  ...['console=ttyS0', 'panic=-1', 'edd=off', 'quiet', 'root=/dev/vda', 'rw', 'init=/init.sh'],
  ...['mitigations=off', 'cryptomgr.notests=1'],
]

/**
 * Nothing of this host is reached from the guest, nor the other way: it has two disks and a serial line. Its clock counts its
 * own instructions, two nanoseconds each, and skips what nothing is done in: no patience of a test ends earlier where this host is busy.
 */
const machine = ({ kernel, initrd, disk }: Image, tests: string, environment: readonly string[]): readonly string[] => [
  ...['-accel', 'tcg', '-icount', 'shift=1,sleep=off', '-cpu', 'max', '-smp', '1', '-m', '2048', '-nic', 'none'],
  ...['-nographic', '-no-reboot', '-kernel', kernel, '-initrd', initrd],
  ...['-drive', `file=${disk},format=raw,if=virtio,snapshot=on`],
  ...['-drive', `file=${tests},format=raw,if=virtio,readonly=on`],
  ...['-append', [...kernelArguments, ...environment].join(' ')],
]

/** Lines that the guest writes, from its first program on; what its firmware and kernel say before is kept for a failure. */
async function boot(
  args: readonly string[],
  seconds: number,
  say: (line: string) => void,
): Promise<number | undefined> {
  const child = spawn('nice', ['timeout', String(seconds), 'qemu-system-x86_64', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const before: string[] = []
  let begun = false
  let code: number | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    const [, ended] = /^culvert-guest: ended with (\d+)/.exec(line) ?? []
    if (ended !== undefined) code = Number(ended)
    else if (line.includes('culvert-guest: begins')) begun = true
    else if (!begun) before.push(line)
    else if (code === undefined) say(line)
  }
  await closed
  if (!begun) for (const line of before.slice(-30)) say(line)
  return code
}

/**
 * Boots a kernel that has ESP in software emulation, and runs the data plane's contract there, with the kernel carrying tunnels. The answer
 * is the exit code.
 */
export async function testInKernel(
  cases: KernelCases,
  mayInstall: boolean,
  say: (line: string) => void,
): Promise<number> {
  if (process.arch !== 'x64' || process.getuid?.() !== 0) {
    throw new ConfigError('--kernel makes an image of Debian for x86-64: it needs root, on such a machine')
  }
  await ensurePackages(mayInstall, say, kernelTestPackages)
  const began = performance.now()
  const image = await ensureImage(cache, say)
  const folder = await mkdtemp(join(tmpdir(), 'culvert-kernel-'))
  try {
    const tests = join(folder, 'tests')
    await bundle(tests)
    await copyFile(join(import.meta.dirname, 'init.sh'), join(tests, 'init.sh'))
    await makeDisk(tests, join(folder, 'disk'), 64)
    say('Booting a kernel with ESP under emulation; the first test has ended after a minute or two …')
    const codes = await Promise.all(
      guests.map((guest) => {
        const environment = [
          'CULVERT_TEST_ESP=kernel',
          'CULVERT_LIBRESWAN=/libreswan',
          `CULVERT_GUEST=${cases}-${guest}`,
        ]
        return boot(machine(image, join(folder, 'disk'), environment), longestSeconds[cases], say)
      }),
    )
    if (codes.includes(undefined)) say('FAILED  a guest has ended before its tests had')
    say(`in ${Math.round((performance.now() - began) / 1000)} s`)
    return codes.every((code) => code === 0) ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
