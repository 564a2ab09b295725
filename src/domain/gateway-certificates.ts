import type { CertificateUse, Gateway } from './resource.ts'

const uses: readonly CertificateUse[] = ['encryption', 'signature']

/** Whether the gateway can prove to peers that it is itself, where certificates are what proves it. */
export const isCertified = ({ isShangMi, certificates = [] }: Gateway): boolean =>
  isShangMi !== true || uses.every((use) => certificates.some((one) => one.use === use))
