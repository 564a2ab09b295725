const beijingOffset = 8 * 60 * 60 * 1000

/** A time as the cloud writes it, in Beijing time: "2022-07-22 14:05:07". `at` is in milliseconds since the epoch. */
export const formatTime = (at: number): string =>
  new Date(at + beijingOffset).toISOString().slice(0, 19).replace('T', ' ')

/** What the cloud writes where there is no time. */
export const noTime = '0000-00-00 00:00:00'
