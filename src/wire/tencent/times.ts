const beijingOffset = 8 * 60 * 60 * 1000

/** A time as the cloud writes it, in Beijing time: "2022-07-22 14:05:07". `at` is in milliseconds since the epoch. */
export function formatTime(at: number): string {
  const text = new Date(at + beijingOffset).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

/** What the cloud writes where there is no time. */
export const noTime = '0000-00-00 00:00:00'
