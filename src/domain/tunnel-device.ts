/** The device by which packets enter and leave a tunnel: nothing that the IKE daemon is told of. */
export interface TunnelDevice {
  /** Bytes. */
  readonly mtu: number
  /** How much goes into the tunnel at the most, in Mbit/s; absent where that is not limited. */
  readonly bandwidthMbps?: number
}

/** Where ESP and its UDP header (RFC 3948) still fit into 1500 bytes, whatever the algorithms. */
export const usualMtu = 1400

/** The headers of IPv4 and TCP without options, which a segment's size leaves out (RFC 9293 section 3.7.1). */
const headerBytes = 40

/** The largest TCP segment that fits into a packet, in bytes. */
export const segmentSizeIn = (mtu: number): number => mtu - headerBytes
