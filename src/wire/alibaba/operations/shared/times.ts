/** Three spellings of a moment, one for each family of operations. All take milliseconds since the epoch. */

/** "2021-02-22T03:24:28Z": VPCs and vSwitches. */
export const toSecond = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** "2022-07-08T08:45Z": CEN. */
export const toMinute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`
