import { sections } from './observe-sas.ts'
import { ViciError } from './vici/error.ts'
import type { ViciMessage } from './vici/message.ts'
import type { ViciSession } from './vici/session.ts'

/** charon answers within milliseconds; more means that it hangs. */
export const answer = { timeoutMs: 3000 }

/** Ends an SA at once: the peer is told, and not waited for. */
export const forced = { force: 'yes', timeout: '-1' }

/** What a session is asked to do. */
export type Commands = Pick<ViciSession, 'request' | 'stream'>

/** Has the SA end that `which` names. One that the peer has ended meanwhile has. */
export async function ended(commands: Pick<Commands, 'request'>, which: ViciMessage): Promise<void> {
  try {
    await commands.request('terminate', which, answer)
  } catch (error) {
    if (!(error instanceof ViciError) || error.kind !== 'command-failed') throw error
  }
}

/** Names of the children that a connection is configured with, out of `list-conns`. */
export const childNames = (connection: ViciMessage): readonly string[] =>
  sections(connection)
    .filter(([key]) => key === 'children')
    .flatMap(([, configured]) => sections(configured).map(([child]) => child))

/** What a list of an answer holds; nothing where it is left out. */
export const names = (message: ViciMessage, key: string): readonly string[] => {
  const value = message[key]
  return Array.isArray(value) ? value : []
}
