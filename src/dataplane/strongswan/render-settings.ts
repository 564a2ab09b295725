import type { Esp } from '../../domain/esp.ts'
import type { TunnelSpec } from '../port.ts'

/** What a daemon's strongswan.conf(5) depends on. */
export type DaemonSettings = Pick<TunnelSpec, 'version' | 'mode' | 'deadPeerDetection'>

/**
 * `openssl` first: where the portable implementations come first, throughput falls by a factor of up to 11. `updown` and
 * the like stay out; `gmp` is there for the groups that a build of OpenSSL may leave out.
 */
const plugins = {
  kernel: 'random nonce openssl sha1 sha2 md5 hmac kdf gmp kernel-netlink socket-default vici',
  userland: 'random nonce openssl sha1 sha2 md5 hmac kdf gmp kernel-libipsec kernel-netlink socket-default vici',
} as const

/** The mark of the daemon's own packets, which must not go into the tunnel that they carry (any value but 0 will do). */
const mark = '0x42'

const userlandPlugins = `    kernel-libipsec {
      allow_peer_ts = yes
    }
    kernel-netlink {
      fwmark = !${mark}
    }
    socket-default {
      fwmark = ${mark}
    }
`

/** For a tunnel without a liveness check: how long a negotiation that nobody answers goes on, in seconds. */
const patienceSeconds = 30

const retransmissions = 5
const retransmissionBase = 1.3

export interface Liveness {
  /** Seconds without a word from the peer after which it is asked; 0 never asks. */
  readonly checkSeconds: number
  /** Seconds until a request is sent again for the first time; each further time it is 1.3 times as long. */
  readonly retransmitSeconds: number
}

/**
 * IKEv2 has no timeout of its own for dead peers: a peer is dead when a request to it has been sent in vain five times
 * again (strongSwan's "retransmission", RFC 7296 section 2.4). So the time that was asked for is split: a third of it
 * passes before the peer is asked, and the retransmissions fill the rest. A daemon serves one tunnel and these settings
 * hold for all its exchanges, so a peer that never answers the first message is given up in the same time.
 */
export function liveness(check: TunnelSpec['deadPeerDetection']): Liveness {
  const checkSeconds = check === undefined ? 0 : Math.max(1, Math.floor(check.timeoutSeconds / 3))
  const left = check === undefined ? patienceSeconds : Math.max(1, check.timeoutSeconds - checkSeconds)
  const units = (retransmissionBase ** (retransmissions + 1) - 1) / (retransmissionBase - 1)
  return { checkSeconds, retransmitSeconds: Number((left / units).toFixed(3)) }
}

/**
 * The strongswan.conf of a tunnel's daemon, whose VICI socket is to be at the path `socket`.
 *
 * - threads: with 8, libipsec's own jobs starve VICI; it needs the default 16.
 * - fwmark, allow_peer_ts: without them a tunnel of 0.0.0.0/0 swallows its own IKE, or cannot be had at all. The kernel's
 *   policies are its interface's alone.
 * - block_threshold: a daemon has one peer. Attempts of that peer that failed must not keep it from the next.
 * - aggressive mode with a key lets anyone who listens guess the key offline; charon wants to hear that we know, and does so
 *   only where a tunnel was asked for that uses it.
 */
export function renderSettings(tunnel: DaemonSettings, socket: string, esp: Esp): string {
  if (/["\n#]/.test(socket)) throw new TypeError(`not for strongswan.conf: ${JSON.stringify(socket)}`)
  const aggressive = tunnel.version === 1 && tunnel.mode === 'aggressive'
  return `charon-systemd {
  load_modular = no
  load = ${plugins[esp]}
  threads = 16
  install_routes = no
  install_virtual_ip = no
  block_threshold = 0
  i_dont_care_about_security_and_use_aggressive_mode_psk = ${aggressive ? 'yes' : 'no'}
  retransmit_timeout = ${liveness(tunnel.deadPeerDetection).retransmitSeconds}
  retransmit_base = ${retransmissionBase}
  retransmit_tries = ${retransmissions}
  plugins {
    vici {
      socket = "unix://${socket}"
    }
${esp === 'userland' ? userlandPlugins : ''}  }
  journal {
    default = -1
  }
  filelog {
    stderr {
      time_format = %FT%T
      default = 0
    }
  }
}
`
}
