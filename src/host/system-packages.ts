import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'

/** What the Linux data plane is made of, in the distribution's own packages. */
export const linuxPackages = [
  'strongswan-swanctl',
  'charon-systemd',
  'libcharon-extra-plugins',
  'libstrongswan-extra-plugins',
  'libstrongswan-standard-plugins',
  'bird2',
  'iproute2',
  'iputils-ping',
  'nftables',
  'iperf3',
  'procps',
] as const

/** What the tests ask for beside it: a BGP speaker of another make. */
export const testPackages = [...linuxPackages, 'frr'] as const

/** What boots a kernel that has ESP, where this host's has none. */
export const kernelTestPackages = ['qemu-system-x86', 'debootstrap', 'e2fsprogs'] as const

/** The system packages are not there and could not be, or may not be, installed. The message is one line. */
export class PackagesMissing extends Error {
  override readonly name = 'PackagesMissing'
}

const environment = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }

interface Ended {
  readonly code: number | null
  readonly output: string
}

async function run(program: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const failed = new Promise<Ended>((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: error.message }))
  })
  const closed = once(child, 'close').then(([code]): Ended => ({ code, output }))
  return Promise.race([closed, failed])
}

/** The packages that dpkg does not report as installed, in the order that they were asked for. */
export function notInstalled(wanted: readonly string[], dpkgOutput: string): readonly string[] {
  const installed = new Set(
    dpkgOutput
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, status]) => status === 'installed')
      .map(([name]) => name),
  )
  return wanted.filter((name) => !installed.has(name))
}

/** Undefined on a system that is not Debian's, where nothing is known of packages. */
export async function missingPackages(wanted: readonly string[]): Promise<readonly string[] | undefined> {
  if (!existsSync('/usr/bin/apt-get')) return undefined
  const { output } = await run('dpkg-query', ['-W', '-f', `\${Package} \${db:Status-Status}\\n`, ...wanted])
  return notInstalled(wanted, output)
}

const install = (packages: readonly string[]) =>
  run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages])

const lastLine = (output: string) => output.trim().split('\n').at(-1) ?? ''

const hostServices: Readonly<Record<string, string>> = {
  'charon-systemd': 'strongswan.service',
  bird2: 'bird.service',
  frr: 'frr.service',
}

/** Installs them from the distribution, refreshing its lists only where they do not do as they are. */
export async function installPackages(packages: readonly string[]): Promise<void> {
  let ended = await install(packages)
  if (ended.code !== 0) {
    await run('apt-get', ['update'])
    ended = await install(packages)
  }
  if (ended.code !== 0) {
    const by = `apt-get install ${packages.join(' ')}`
    throw new PackagesMissing(`\`${by}\` failed: ${lastLine(ended.output)}; put that right, or use --simulated`)
  }
  // These packages start a daemon for the whole host, and would at every boot: nobody has asked for that one.
  const services = packages.flatMap((name) => hostServices[name] ?? [])
  if (services.length > 0 && existsSync('/run/systemd/system')) {
    await run('systemctl', ['disable', '--now', ...services])
  }
}

/**
 * Sees to it that the packages are there. Says what it installs before it does; where it may not, or the system is not
 * Debian's, it refuses with the list.
 */
export async function ensurePackages(
  mayInstall: boolean,
  say: (line: string) => void,
  wanted: readonly string[] = linuxPackages,
): Promise<void> {
  const missing = await missingPackages(wanted)
  if (missing === undefined || missing.length === 0) return
  const list = missing.join(' ')
  if (!mayInstall) throw new PackagesMissing(`--no-install, and these Debian packages are missing: ${list}`)
  say(`Installing Debian packages with apt-get: ${list}`)
  await installPackages(missing)
}
