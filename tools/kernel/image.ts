import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { linuxPackages } from '../../src/host/system-packages.ts'
import { libreswanCache, libreswanPrograms } from '../../src/peer-configuration/testing/libreswan.ts'

const run = promisify(execFile)

/** What is booted. */
export interface Image {
  readonly kernel: string
  readonly initrd: string
  /** The root's file system; what a run writes to it is thrown away. */
  readonly disk: string
}

const release = 'bookworm'

/** The kernel, what the plane is made of, what Node is linked against, and what libreswan's programs are. */
const packages = [
  ...linuxPackages,
  ...['linux-image-cloud-amd64', 'kmod', 'libatomic1', 'libstdc++6'],
  ...['libnss3', 'libunbound8', 'libldns3', 'libevent-pthreads-2.1-7', 'libcap-ng0', 'libcurl3-nss', 'libnss3-tools'],
]

/** Where the guest finds what differs from run to run. */
const init = `#!/bin/sh
export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C HOME=/root
mount -t proc proc /proc
mount -t sysfs sys /sys 2>/dev/null
mount -t devtmpfs dev /dev 2>/dev/null
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
mount -o ro /dev/vdb /tests
exec sh /tests/init.sh
`

/** One that is kept serves as long as nothing that it is made of changes. */
const digest = (nodeVersion: string): string =>
  createHash('sha256')
    .update(JSON.stringify([release, packages, init, nodeVersion]))
    .digest('hex')
    .slice(0, 12)

/** The image, made where there is none yet: about a minute and 500 megabytes. Needs root, and debootstrap. */
export async function ensureImage(cache: string, say: (line: string) => void): Promise<Image> {
  const folder = join(cache, `image-${digest(process.version)}`)
  if (!existsSync(folder)) {
    say('Making the image of Debian that the kernel is booted with, once: about two minutes …')
    await mkdir(cache, { recursive: true })
    for (const old of await readdir(cache)) await rm(join(cache, old), { recursive: true, force: true })
    const made = await mkdtemp(join(cache, 'making-'))
    try {
      await makeImage(made)
      await rename(made, folder)
    } finally {
      await rm(made, { recursive: true, force: true })
    }
  }
  const at = (name: string) => join(folder, name)
  return { kernel: at('vmlinuz'), initrd: at('initrd.img'), disk: at('disk') }
}

async function makeImage(folder: string): Promise<void> {
  const root = join(folder, 'root')
  const maxBuffer = 64 * 1024 * 1024
  await run('debootstrap', ['--variant=minbase', `--include=${packages.join(',')}`, release, root], {
    maxBuffer,
  })
  await copyFile(process.execPath, join(root, 'usr/local/bin/node'))
  await mkdir(join(root, 'tests'))
  await writeFile(join(root, 'init.sh'), init)
  await chmod(join(root, 'init.sh'), 0o755)
  const libreswan = await libreswanPrograms()
  if (typeof libreswan === 'string') throw new Error(libreswan)
  await cp(libreswanCache, join(root, 'libreswan'), { recursive: true })
  for (const [file, pattern] of [
    ['vmlinuz', /^vmlinuz-/],
    ['initrd.img', /^initrd\.img-/],
  ] as const) {
    const name = (await readdir(join(root, 'boot'))).find((entry) => pattern.test(entry))
    if (name === undefined) throw new Error(`the image has no ${file}`)
    await writeFile(join(folder, file), await readFile(join(root, 'boot', name)))
  }
  await makeDisk(root, join(folder, 'disk'), 1400)
  await rm(root, { recursive: true, force: true })
}

/** A file system with what is in the folder. */
export async function makeDisk(folder: string, file: string, megabytes: number): Promise<void> {
  await run('mke2fs', ['-q', '-t', 'ext4', '-d', folder, file, `${megabytes}M`])
}
