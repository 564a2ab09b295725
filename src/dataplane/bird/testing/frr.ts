import { accessSync, constants } from 'node:fs'
import { access, chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LinkedNamespaces, run, type Side, settle } from './linked-namespaces.ts'

const programs = '/usr/lib/frr'

/** Why no FRR can be run here, or undefined if one can. */
export function whyNoFrr(): string | undefined {
  if (process.getuid?.() !== 0) return 'an FRR in a network namespace needs root'
  try {
    for (const name of ['zebra', 'bgpd', 'bfdd']) accessSync(join(programs, name), constants.X_OK)
  } catch {
    return 'FRR is not installed: apt-get install frr'
  }
  return undefined
}

export interface Frr {
  /** Runs lines in bgpd's shell, and gives what it says. */
  ask(...lines: readonly string[]): Promise<string>
  /** Where the PID of bgpd is. */
  readonly bgpd: string
}

/** The three daemons of an FRR on one side, until the test ends, with the lines of bgpd's configuration. */
export async function startFrr(lab: LinkedNamespaces, side: Side, lines: readonly string[]): Promise<Frr> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-frr-'))
  lab.undo.defer(() => rm(folder, { recursive: true, force: true }))
  // They run as a user of their own, who may enter no folder that is root's alone.
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'frr'])).stdout)
  await chown(folder, await id('-u'), await id('-g'))
  await chmod(folder, 0o750)
  const configurations = { zebra: '', bgpd: `${lines.join('\n')}\n`, bfdd: 'bfd\n' }
  for (const [name, text] of Object.entries(configurations)) {
    const file = join(folder, `${name}.conf`)
    await writeFile(file, text, { mode: 0o640 })
    await chown(file, await id('-u'), await id('-g'))
    const pid = join(folder, `${name}.pid`)
    const own = name === 'bfdd' ? ['--bfdctl', join(folder, 'bfdd.sock')] : []
    const sockets = ['--vty_socket', folder, '-z', join(folder, 'zserv.api'), '-A', '127.0.0.1', '-P', '0']
    const child = lab.spawnIn(side)([join(programs, name), '-f', file, '-i', pid, ...sockets, ...own], {
      stdio: 'ignore',
    })
    lab.undo.defer(() => lab.end(pid, 'SIGKILL'))
    await settle(async () => {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`)
      return isThere(join(folder, `${name}.vty`))
    })
  }
  const ask = (...asked: readonly string[]): Promise<string> =>
    lab.in(side, 'vtysh', '--vty_socket', folder, '-d', 'bgpd', ...asked.flatMap((line) => ['-c', line]))
  return { ask, bgpd: join(folder, 'bgpd.pid') }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
