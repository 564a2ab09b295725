import { preflightText } from '../preflight-text.ts'
import { tunnelNamed } from '../tunnel-named.ts'
import { clientOf, type ExplainOptions } from './explain.ts'

export interface PreflightOptions extends ExplainOptions {
  readonly authenticate?: true
  readonly rekey?: true
}

/** Tells of what would fail apart from a server that could not be asked. */
const foundSomething = 3

/** What would come of a tunnel if it were negotiated now. */
export async function preflightTunnel(named: string, options: PreflightOptions): Promise<void> {
  const client = clientOf(options)
  const tunnel = await tunnelNamed(client, named)
  const { authenticate = false, rekey = false } = options
  const tried = await client.preflight(tunnel.id, { authenticate, rekey })
  process.stdout.write(`${options.json ? JSON.stringify(tried) : preflightText(tunnel, tried)}\n`)
  if (tried.found) process.exitCode = foundSomething
}
