const certificates = 'the ShangMi algorithms are not there yet, on no data plane'

/** Documented codes whose cause is not built yet, each with what is missing. */
const reasons = {
  'Forbidden.OperateShareResource': 'resources are not shared between accounts yet',
  'OperationFailed.MissCertificate': certificates,
  'MissingParam.RemoteId': certificates,
} as const

/** These of them. */
export const notYet = (...codes: readonly (keyof typeof reasons)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(codes.map((code) => [code, reasons[code]]))
