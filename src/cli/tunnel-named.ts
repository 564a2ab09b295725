import { UsageError } from '../runtime/config.ts'
import type { NativeClient } from '../wire/native/client.ts'
import type { ExplainedTunnel } from '../wire/native/tunnels.ts'

/** A tunnel by its id, or the one tunnel of the connection that is named by its id or its name: for these all are read. */
export async function tunnelNamed(
  client: Pick<NativeClient, 'tunnel' | 'tunnels'>,
  named: string,
): Promise<ExplainedTunnel> {
  const known = await client.tunnel(named)
  if (known !== undefined) return known
  const tunnels = await client.tunnels()
  const meant = tunnels.filter(({ connection, connectionName }) => [connection, connectionName].includes(named))
  if (meant.length > 1) {
    throw new UsageError(`"${named}" has several tunnels: name one of ${meant.map(({ id }) => id).join(', ')}`)
  }
  const only = meant[0] && (await client.tunnel(meant[0].id))
  if (only === undefined) throw new UsageError(`"${named}" is no tunnel and no connection`)
  return only
}
