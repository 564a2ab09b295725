export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export const logFormats = ['text', 'json'] as const

export interface LogSettings {
  readonly level: (typeof logLevels)[number]
  readonly format: (typeof logFormats)[number]
}
