import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'

/** What can be told of the host without starting anything. */
export interface HostFacts {
  readonly platform: string
  readonly isRoot: boolean
  readonly hasTun: boolean
  /** The text of /proc/self/status. */
  readonly processStatus: string
  readonly isDebian: boolean
}

function hasTun(): boolean {
  try {
    closeSync(openSync('/dev/net/tun', 'r+'))
    return true
  } catch {
    return false
  }
}

export const hostFacts = (): HostFacts => ({
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  hasTun: hasTun(),
  processStatus: existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '',
  isDebian: existsSync('/usr/bin/apt-get'),
})
