import { parseIpv4Address } from '../domain/address.ts'

/** Where to listen. Port 0 takes a free one. */
export interface Listen {
  readonly host: string
  readonly port: number
}

export type DataPlaneKind = 'simulated' | 'linux'

/** What was asked for cannot be had here. The message says what to do. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError'
}

/** What was typed is wrong, whatever is found here. The message says what to type instead. */
export class UsageError extends ConfigError {
  override readonly name = 'UsageError'
}

/** Reads "127.0.0.1:7780" and "localhost:0". */
export function parseListen(text: string): Listen {
  const colon = text.lastIndexOf(':')
  const host = text.slice(0, colon)
  const port = Number(text.slice(colon + 1))
  const named = /^[A-Za-z][A-Za-z0-9.-]*$/.test(host) || parseIpv4Address(host) !== undefined
  if (colon < 1 || !named || !/^\d+$/.test(text.slice(colon + 1)) || port > 65_535) {
    throw new UsageError(`"${text}" is not an address to listen on: write host:port, such as 127.0.0.1:7780`)
  }
  return { host, port }
}

/** The variables that stand for an option that was not given. */
export const variables = {
  data: 'CULVERT_DATA',
  alibabaKey: 'CULVERT_ALIBABA_KEY',
  tencentKey: 'CULVERT_TENCENT_KEY',
} as const

/** What a program that is started from here has in its environment; undefined takes a variable away. */
export const environmentWith = (changes: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...changes,
})
