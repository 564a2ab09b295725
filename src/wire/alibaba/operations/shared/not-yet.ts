/** Documented codes whose cause is not built yet, each with what is missing. */
const reasons = {
  'Forbidden.OperateShareResource': 'resources are not shared between accounts yet',
} as const

/** These of them. */
export const notYet = (...codes: readonly (keyof typeof reasons)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(codes.map((code) => [code, reasons[code]]))
