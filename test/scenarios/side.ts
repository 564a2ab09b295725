/** One end of a connection, in the domain's words. Each dialect makes it with its own operations. */
export interface Side {
  readonly dialect: DialectName
  /** A network with one subnet, and what a connection is bound to. */
  prepare(prefix: string, subnet: string): Promise<void>
  /** The subnet's id, to plug a host into. */
  readonly subnet: string
  /** Where the peer finds this end; some dialects know it only once they are connected. */
  outerAddress(): Promise<string | undefined>
  connect(input: ConnectionInput): Promise<void>
  changePreSharedKey(key: string): Promise<void>
  /** What the cloud's own Describe says. */
  status(): Promise<Status>
  /** Deletes the connection, and waits until it is gone. */
  disconnect(): Promise<void>
  /** Deletes everything else that this side has made, and waits until it is gone. */
  tearDown(): Promise<void>
  /** The error code that deleting the customer gateway ends in while the connection needs it. */
  refusalOfDeletingPeer(): Promise<string>
  /** Makes a customer gateway twice, with one client token; how many there are then. */
  customerGatewaysFromOneToken(): Promise<number | 'NOT_SUPPORTED'>
}

export type DialectName = 'alibaba' | 'tencent'

export interface Status {
  /** Whether the cloud says that the tunnel is up. */
  readonly up: boolean
  /** The cloud's own words. */
  readonly words: string
}

export interface ConnectionInput {
  readonly peer: string
  readonly local: string
  readonly remote: string
  readonly preSharedKey: string
  readonly ikeVersion: 1 | 2
  readonly encryption: 'aes128' | 'aes256'
  readonly startAction: 'start' | 'trap'
}
