const balance = 'accounts have no balance and no bills yet'
const regions = 'what a region or a zone has is not set yet: each has all of it'
const certificates = 'the ShangMi algorithms are not there yet, on no data plane'

/** Documented codes whose cause is not built yet, each with what is missing. */
const reasons = {
  'OperationFailed.NoAvailableAmount': balance,
  'VpnConnection.FinancialLocked': balance,
  'VpnGateway.FinancialLocked': balance,
  'Forbidden.OperateShareResource': 'resources are not shared between accounts yet',
  ResourceNotAvailable: regions,
  'ResourceNotAvailable.Vpc': regions,
  'OperationFailed.AzNotSupport': regions,
  'OperationFailed.InventoryNotEnough': regions,
  'OperationFailed.VSwitchConflict': regions,
  'OperationUnsupported.EnableBgp': regions,
  'OperationFailed.MissCertificate': certificates,
  'MissingParam.RemoteId': certificates,
} as const

/** These of them. */
export const notYet = (...codes: readonly (keyof typeof reasons)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(codes.map((code) => [code, reasons[code]]))
