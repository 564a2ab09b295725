import pino, { type Logger } from 'pino'
import type { LogSettings } from './log-settings.ts'
import { logLineAsText } from './log-text.ts'

export type { Logger } from 'pino'

/** Members whose values must never reach a log, wherever they stand. */
const secrets = [
  'preSharedKey',
  'authenticationKey',
  'password',
  'AuthKey',
  'secret',
  'secretKey',
  'accessKeySecret',
  'Psk',
  'PreShareKey',
  'authorization',
]

/**
 * A line an event on standard error, for people or as a JSON object; standard output is for what people and programs
 * asked for.
 */
export function createLogger({ level, format }: LogSettings): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  const standardError = pino.destination({ dest: 2, sync: true })
  const destination =
    format === 'json' ? standardError : { write: (line: string) => void standardError.write(logLineAsText(line)) }
  return pino({ level, redact: { paths, censor: '***' } }, destination)
}
