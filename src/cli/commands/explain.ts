import { spellFault, spellScope } from '../../domain/fault.ts'
import { readServerFile } from '../../server/server-file.ts'
import { plainTable } from '../../terminal/plain-table.ts'
import { createNativeClient, type NativeClient } from '../../wire/native/client.ts'
import type { EventView } from '../../wire/native/events.ts'
import { explanationText } from '../explanation-text.ts'
import { tunnelNamed } from '../tunnel-named.ts'

export interface ExplainOptions {
  readonly data: string
  readonly admin?: string
  readonly json?: true
}

const usualAdmin = 'http://127.0.0.1:7781'

export const clientOf = ({ data, admin }: ExplainOptions): NativeClient =>
  createNativeClient(admin ?? readServerFile(data)?.admin ?? usualAdmin)

/** Why a tunnel does not carry. */
export async function explainTunnel(named: string, options: ExplainOptions): Promise<void> {
  const client = clientOf(options)
  const tunnel = await tunnelNamed(client, named)
  const text = options.json ? JSON.stringify(tunnel) : explanationText(tunnel, Date.now())
  process.stdout.write(`${text}\n`)
}

function what({ action, resources, changes = [], tunnel, fault: changed, preflight }: EventView): string {
  if (changed !== undefined) {
    const { fault, to, why } = changed
    return `fault ${fault.id} ${to}${why === undefined ? '' : ` (${why})`}: ${spellFault(fault)}, of ${spellScope(fault.scope)}`
  }
  if (preflight !== undefined) {
    const { found, running } = preflight
    return `preflight of ${preflight.tunnel}: ${found.length === 0 ? 'nothing failed' : found.join(', ')}; SAs that carried: ${running}`
  }
  if (tunnel === undefined) {
    const paths = changes.map(({ path }) => path)
    return [action, ...resources.map(({ id }) => id), ...(paths.length === 0 ? [] : [`(${paths.join(', ')})`])].join(
      ' ',
    )
  }
  const { from, to, failure } = tunnel
  const why =
    failure === undefined ? '' : typeof failure === 'string' ? `: ${failure}` : `: ${failure.reason}, ${failure.detail}`
  return `tunnel ${tunnel.tunnel} ${from} -> ${to}${why}`
}

/** What happened, newest first. */
export async function listEvents(about: string | undefined, options: ExplainOptions & { readonly limit: number }) {
  const { events } = await clientOf(options).events({ limit: options.limit, ...(about === undefined ? {} : { about }) })
  const rows = events.map((event) => [new Date(event.at).toISOString(), event.actor, what(event)])
  const text = options.json ? JSON.stringify(events) : plainTable(rows)
  if (text !== '') process.stdout.write(`${text}\n`)
}
