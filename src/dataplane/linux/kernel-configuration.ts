import { readFile } from 'node:fs/promises'
import { release } from 'node:os'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const unpack = promisify(gunzip)

/** What the running kernel was made with, from where it says so itself or its package does; undefined where neither is there. */
async function readConfiguration(): Promise<string | undefined> {
  try {
    return (await unpack(await readFile('/proc/config.gz'))).toString('utf8')
  } catch {
    return readFile(`/boot/config-${release()}`, 'utf8').catch(() => undefined)
  }
}

/** Whether a kernel of this configuration signs TCP segments (RFC 2385). */
export const signsTcp = (configuration: string): boolean => /^CONFIG_TCP_MD5SIG=y$/m.test(configuration)

/** Whether this host's kernel does; undefined where it does not say. */
export async function hasTcpSignatures(): Promise<boolean | undefined> {
  const configuration = await readConfiguration()
  return configuration === undefined ? undefined : signsTcp(configuration)
}
