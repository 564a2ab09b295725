/** What a line of `ping -D -O -n` says (iputils); undefined where it says nothing of a single request. */
export type PingLine =
  /** The answer to this request came after so many milliseconds. */
  | { readonly says: 'answered'; readonly request: number; readonly milliseconds: number }
  /** A request is sent now, the first one or the one after another that nobody has answered yet. */
  | { readonly says: 'sending'; readonly request: number }

export function readPingLine(line: string): PingLine | undefined {
  if (line.startsWith('PING ')) return { says: 'sending', request: 1 }
  const unanswered = /no answer yet for icmp_seq=(\d+)$/.exec(line)
  if (unanswered !== null) return { says: 'sending', request: Number(unanswered[1]) + 1 }
  // "(DUP!)" and "(DIFFERENT ADDRESS!)" stand at the end of a line that is no answer to count.
  const answered = /bytes from [\d.]+: icmp_seq=(\d+) .*time=([\d.]+) ms$/.exec(line)
  if (answered === null) return undefined
  return { says: 'answered', request: Number(answered[1]), milliseconds: Number(answered[2]) }
}
