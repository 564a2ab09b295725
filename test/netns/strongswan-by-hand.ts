import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run, spawnIn } from '../../src/dataplane/linux/command.ts'
import { settle } from '../../src/dataplane/linux/testing/plane.ts'

/** What a person writes for swanctl. */
export interface ByHand {
  readonly version: 1 | 2
  readonly aggressive?: boolean
  readonly localAddress: string
  readonly remoteAddress: string
  readonly localId: string
  readonly remoteId: string
  /** "a shared key" when not given. */
  readonly preSharedKey?: string
  /** 10.2.0.0/16 when not given. */
  readonly localPrefixes?: readonly string[]
  /** How long an IKE SA, and a Child SA, are used. */
  readonly rekeySeconds?: number
}

const settings = (socket: string): string => `charon-systemd {
  load_modular = no
  load = random nonce openssl sha1 sha2 md5 hmac kdf kernel-libipsec kernel-netlink socket-default vici updown
  i_dont_care_about_security_and_use_aggressive_mode_psk = yes
  plugins {
    vici {
      socket = unix://${socket}
    }
  }
  journal {
    default = -1
  }
}
`

const configuration = (byHand: ByHand): string => `connections {
  peer {
    version = ${byHand.version}
    aggressive = ${byHand.aggressive ? 'yes' : 'no'}
    local_addrs = ${byHand.localAddress}
    remote_addrs = ${byHand.remoteAddress}
    proposals = aes128-sha256-modp2048
    ${byHand.rekeySeconds === undefined ? '' : `rekey_time = ${byHand.rekeySeconds}s`}
    local {
      auth = psk
      id = ${byHand.localId}
    }
    remote {
      auth = psk
      id = ${byHand.remoteId}
    }
    children {
      net {
        local_ts = ${(byHand.localPrefixes ?? ['10.2.0.0/16']).join(',')}
        remote_ts = 10.1.0.0/16
        esp_proposals = aes128-sha256-modp2048
        ${byHand.rekeySeconds === undefined ? '' : `rekey_time = ${byHand.rekeySeconds}s`}
      }
    }
  }
}
secrets {
  ike-peer {
    id-1 = ${byHand.localId}
    id-2 = ${byHand.remoteId}
    secret = "${byHand.preSharedKey ?? 'a shared key'}"
  }
}
`

export interface HandMadePeer {
  /** What its swanctl says; rejects where it fails. */
  swanctl(...args: readonly string[]): Promise<string>
  /** Ends it without a word to anybody. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Starts a daemon in the namespace, with its files in the folder, and loads what was written by hand. */
export async function startByHand(namespace: string, folder: string, byHand: ByHand): Promise<HandMadePeer> {
  const at = (name: string) => join(folder, `by-hand-${name}`)
  await writeFile(at('strongswan.conf'), settings(at('vici')))
  await writeFile(at('swanctl.conf'), configuration(byHand))
  const charon = spawnIn(namespace, ['/usr/sbin/charon-systemd'], {
    env: { STRONGSWAN_CONF: at('strongswan.conf') },
    stdio: 'ignore',
  })
  const ended = once(charon, 'exit')
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    charon.kill(signal)
    await ended
  }
  const swanctl = (...args: readonly string[]) => run('swanctl', [...args, '--uri', `unix://${at('vici')}`])
  await settle(() =>
    swanctl('--load-all', '--file', at('swanctl.conf')).then(
      () => true,
      () => false,
    ),
  )
  return { swanctl, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}
