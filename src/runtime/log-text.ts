const names: Readonly<Record<string, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

const two = (value: number): string => String(value).padStart(2, '0')

function clockTime(milliseconds: number): string {
  const time = new Date(milliseconds)
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')
}

/** What a terminal would act on is shown, not done: names come from callers. */
const harmless = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
  })

function valueText(value: unknown): string {
  if (typeof value !== 'string') return harmless(JSON.stringify(value) ?? '')
  return /^[\w.:/@%+,()-]+$/.test(value) ? value : harmless(JSON.stringify(value))
}

/** A line of the JSON log for people: the local time, the level, the message and the fields, on one line. */
export function logLineAsText(line: string): string {
  const { level, time, msg, err, pid, hostname, ...fields } = JSON.parse(line) as Record<string, unknown>
  const cause = typeof err === 'object' && err !== null && 'message' in err ? String(err.message) : undefined
  const message = [msg, cause].filter((part) => part !== undefined).join(': ')
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${valueText(value)}`)
  const head = `${clockTime(Number(time))} ${(names[String(level)] ?? '').padEnd(5)} ${harmless(message)}`
  return `${[head, ...pairs].join('  ')}\n`
}
