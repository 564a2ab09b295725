import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Its package cannot be beside strongSwan's, and so it is not installed, but unpacked into the cache of this checkout. */
export const libreswanCache =
  process.env.CULVERT_LIBRESWAN ?? join(import.meta.dirname, '../../../node_modules/.cache/culvert/libreswan')
const packages = ['libreswan', 'libldns3', 'libevent-pthreads-2.1-7', 'libnss3-tools']

export interface Libreswan {
  /** Where the programs are. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** What a program of its own says, on both its outputs; rejects when it ends with anything but 0. */
  run(program: 'addconn' | 'algparse', ...args: readonly string[]): Promise<string>
}

async function unpack(): Promise<void> {
  await mkdir(join(libreswanCache, '..'), { recursive: true })
  const folder = await mkdtemp(`${libreswanCache}-`)
  try {
    await run('apt-get', ['download', '-o', 'APT::Sandbox::User=root', ...packages], { cwd: folder, timeout: 60_000 })
    const files = (await readdir(folder)).filter((name) => name.endsWith('.deb'))
    for (const file of files) await run('dpkg', ['-x', file, 'root'], { cwd: folder })
    await rename(join(folder, 'root'), libreswanCache).catch((error: NodeJS.ErrnoException) => {
      // Another test has been quicker.
      if (!existsSync(libreswanCache)) throw error
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Makes an empty database of certificates, which pluto does not start without. */
export async function makeDatabase(libreswan: Libreswan, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run(join(libreswanCache, 'usr/bin/certutil'), ['-N', '-d', `sql:${folder}`, '--empty-password'], {
    env: libreswan.env,
  })
}

/** The programs of libreswan, or why there are none here. */
export async function libreswanPrograms(): Promise<Libreswan | string> {
  if (!existsSync(libreswanCache)) {
    if (!existsSync('/usr/bin/apt-get'))
      return 'libreswan is unpacked from a package of Debian’s, and this is another system'
    const problem = await unpack().then(
      () => undefined,
      (error: Error) => error.message.split('\n').slice(-2).join(' '),
    )
    if (problem !== undefined) return `libreswan could not be unpacked: ${problem}`
  }
  const [libraries = ''] = (await readdir(join(libreswanCache, 'usr/lib'))).filter((name) => name.includes('linux-gnu'))
  const env = { LC_ALL: 'C', PATH: '/usr/bin:/bin', LD_LIBRARY_PATH: join(libreswanCache, 'usr/lib', libraries) }
  const folder = join(libreswanCache, 'usr/libexec/ipsec')
  return {
    folder,
    env,
    async run(program, ...args) {
      const { stdout, stderr } = await run(join(folder, program), args, { env })
      return stdout + stderr
    },
  }
}
