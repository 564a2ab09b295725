import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { enterNamespace, environment, inNamespace } from './command.ts'
import type { Where } from './ip.ts'
import { endsWithUs } from './kernel-events.ts'

/**
 * Calls back when something of a table of nftables is removed, as whoever reloads a firewall does with everything. Events may get
 * lost, and are for the next look to find. Ends with the answer.
 */
export function watchTable(
  where: Where,
  table: string,
  { onLoss, onEnd }: { onLoss(): void; onEnd(): void },
): () => void {
  const nft = ['nft', 'monitor', 'destroy']
  const program = where === undefined ? nft : [enterNamespace, ...inNamespace(where, nft)]
  const child: ChildProcess = spawn('setpriv', [...endsWithUs, ...program], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.on('error', () => {})
  child.once('close', onEnd)
  child.unref()
  const { stdout } = child
  if (stdout !== null) {
    // Nobody's program is to go on only because this one is there.
    if ('unref' in stdout && typeof stdout.unref === 'function') stdout.unref()
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.split(' ').includes(table)) onLoss()
    })
  }
  return () => child.kill()
}
