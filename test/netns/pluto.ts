import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { spawnIn } from '../../src/dataplane/linux/command.ts'
import { type Libreswan, makeDatabase } from '../../src/peer-configuration/testing/libreswan.ts'

interface Place {
  readonly namespace: string
  /** For its files. */
  readonly folder: string
}

/** A pluto with what was written for it, in a mount namespace where its helpers are where it looks for them. */
export async function startPluto(
  undo: AsyncDisposableStack,
  { namespace, folder }: Place,
  own: Libreswan,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const at = (name: string) => join(folder, `device-${name}`)
  for (const name of ['ipsec.conf', 'ipsec.secrets']) await writeFile(at(name), files.get(name) ?? '', { mode: 0o600 })
  await makeDatabase(own, at('nss'))
  const mounts = [
    'mount -t tmpfs none /usr/libexec',
    'mkdir /usr/libexec/ipsec',
    'mount --bind "$1" /usr/libexec/ipsec',
    'shift; exec "$@"',
  ]
  const folders = ['--nssdir', at('nss'), '--ipsecdir', at('ipsec'), '--rundir', folder]
  const pluto = [
    ...[join(own.folder, 'pluto'), '--nofork', '--stderrlog', '--config', at('ipsec.conf')],
    ...['--secretsfile', at('ipsec.secrets'), '--use-xfrm', ...folders],
  ]
  const daemon = spawnIn(
    namespace,
    ['unshare', '--mount', 'sh', '-c', mounts.join(' && '), 'sh', own.folder, ...pluto],
    {
      env: own.env,
      stdio: 'ignore',
    },
  )
  const ended = once(daemon, 'exit')
  undo.defer(async () => {
    daemon.kill('SIGTERM')
    await ended
  })
}
