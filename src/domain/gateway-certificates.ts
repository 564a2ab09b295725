/** ShangMi has two key pairs (GB/T 36968): what is signed with one, keys are encrypted with the other. */
export type CertificateUse = 'encryption' | 'signature'

/** A certificate that a gateway proves itself with. */
export interface GatewayCertificate {
  /** Of its being the gateway's. */
  readonly id: string
  /** As whoever keeps it names it. */
  readonly certificate: string
  readonly use: CertificateUse
  /** Milliseconds since the epoch. */
  readonly at: number
}

interface Certifiable {
  readonly isShangMi?: boolean
  readonly certificates?: readonly GatewayCertificate[]
}

const uses: readonly CertificateUse[] = ['encryption', 'signature']

/** Whether the gateway can prove to peers that it is itself, where certificates are what proves it. */
export const isCertified = ({ isShangMi, certificates = [] }: Certifiable): boolean =>
  isShangMi !== true || uses.every((use) => certificates.some((one) => one.use === use))
