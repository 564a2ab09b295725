import type { Esp } from '../domain/esp.ts'

/** One end of the tunnel that both sides of a comparison make, in the hand-made lab's words. */
export interface TunnelEnd {
  readonly name: 'a' | 'b'
  readonly address: string
  readonly peerAddress: string
  readonly localPrefix: string
  readonly remotePrefix: string
  /** libipsec wants the IKE daemon to own an address of the local prefix. */
  readonly ownPrefixAddress: string
  readonly routerAddress: string
  readonly hostAddress: string
  /** The routing table of the underlay that leads to this end. */
  readonly table: string
}

export const preSharedKey = 'a-shared-key-of-the-bench'

/** The same in Tencent Cloud's words and in strongSwan's. */
export const algorithms = {
  ike: { PropoEncryAlgorithm: 'AES-CBC-128', PropoAuthenAlgorithm: 'SHA-256', DhGroupName: 'GROUP14' },
  ipsec: { EncryptAlgorithm: 'AES128GCM128' },
  ikeProposal: 'aes128-sha256-modp2048',
  espProposal: 'aes128gcm16',
} as const

export const ends: readonly [TunnelEnd, TunnelEnd] = [
  {
    name: 'a',
    address: '198.51.100.1',
    peerAddress: '203.0.113.1',
    localPrefix: '10.1.1.0/24',
    remotePrefix: '10.2.1.0/24',
    ownPrefixAddress: '10.1.1.0',
    routerAddress: '10.1.1.1',
    hostAddress: '10.1.1.10',
    table: '101',
  },
  {
    name: 'b',
    address: '203.0.113.1',
    peerAddress: '198.51.100.1',
    localPrefix: '10.2.1.0/24',
    remotePrefix: '10.1.1.0/24',
    ownPrefixAddress: '10.2.1.0',
    routerAddress: '10.2.1.1',
    hostAddress: '10.2.1.10',
    table: '102',
  },
]

const carriers = { userland: 'encap = yes', kernel: 'if_id_in = 1\n    if_id_out = 1' } as const

export const swanctlConf = (
  { address, peerAddress, localPrefix, remotePrefix }: TunnelEnd,
  esp: Esp = 'userland',
): string => `connections {
  t {
    version = 2
    local_addrs = ${address}
    remote_addrs = ${peerAddress}
    proposals = ${algorithms.ikeProposal}
    ${carriers[esp]}
    mobike = no
    local {
      auth = psk
      id = ${address}
    }
    remote {
      auth = psk
      id = ${peerAddress}
    }
    children {
      c {
        local_ts = ${localPrefix}
        remote_ts = ${remotePrefix}
        esp_proposals = ${algorithms.espProposal}
      }
    }
  }
}
secrets {
  ike-1 {
    secret = "${preSharedKey}"
  }
}
`
