/**
 * A router's route tables. Packets from an attachment are routed by the table that it is associated with, which holds what is
 * propagated into it. Each router has a table of its own, which is named by the router's id, and may have others.
 */
import type { RouterAttachment } from './resource.ts'

/** The table that packets from the attachment are routed by; undefined where they are routed nowhere. */
export const associatedTable = ({ router, table }: RouterAttachment): string | undefined =>
  table === undefined ? router : (table ?? undefined)

/** The tables that hold what the attachment leads to. */
export const propagatedTables = ({ router, propagates }: RouterAttachment): readonly string[] => propagates ?? [router]

/** Whether packets from one attachment are routed into the other. */
export function isReached(from: RouterAttachment, to: RouterAttachment): boolean {
  const table = associatedTable(from)
  return table !== undefined && propagatedTables(to).includes(table)
}
