import pino, { type Logger } from 'pino'

export type { Logger } from 'pino'

/** Members whose values must never reach a log, wherever they stand. */
const secrets = ['preSharedKey', 'secret', 'secretKey', 'accessKeySecret', 'Psk', 'PreShareKey', 'authorization']

/** One JSON object a line on standard error; standard output is for what people and programs asked for. */
export function createLogger(level: string): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  return pino({ level, redact: { paths, censor: '***' } }, pino.destination({ dest: 2, sync: true }))
}
