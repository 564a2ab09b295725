/** The same day and hour so many months later, or the last day of a month that is shorter; milliseconds since the epoch. */
export function monthsLater(at: number, months: number): number {
  const date = new Date(at)
  const month = date.getUTCMonth() + months
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate()
  return new Date(at).setUTCFullYear(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), lastDay))
}

/** Three spellings of a moment, one for each family of operations. All take milliseconds since the epoch. */

/** "2021-02-22T03:24:28Z": VPCs and vSwitches. */
export const toSecond = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** "2022-07-08T08:45Z": CEN. */
export const toMinute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`
