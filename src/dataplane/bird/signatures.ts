/** Segments that a namespace's kernel has dropped for their signature (RFC 2385), since the namespace is there. */
export interface SignatureCounters {
  /** They had none, and one was due. */
  readonly missing: number
  /** They had one, and none was due. */
  readonly unexpected: number
  /** It was made with another password. */
  readonly wrong: number
}

/** Reads /proc/<pid>/net/netstat: a line of names and a line of numbers for each group. Undefined where a kernel counts none. */
export function readSignatureCounters(text: string): SignatureCounters | undefined {
  const [names, values] = text
    .split('\n')
    .filter((line) => line.startsWith('TcpExt:'))
    .map((line) => line.split(' '))
  const counter = (name: string): number | undefined => {
    const at = names?.indexOf(name) ?? -1
    return at < 0 ? undefined : Number(values?.[at])
  }
  const missing = counter('TCPMD5NotFound')
  const unexpected = counter('TCPMD5Unexpected')
  const wrong = counter('TCPMD5Failure')
  if (missing === undefined || unexpected === undefined || wrong === undefined) return undefined
  return { missing, unexpected, wrong }
}

/**
 * What has been dropped between two looks of what a neighbor of the password, or of none, may have sent. The kernel does not
 * count by neighbor: of several that are silent at once it is said of each.
 */
export function droppedSince(
  before: SignatureCounters | undefined,
  now: SignatureCounters | undefined,
  hasPassword: boolean,
): string | undefined {
  if (before === undefined || now === undefined) return undefined
  if (!hasPassword)
    return now.unexpected > before.unexpected ? 'segments with a signature, where none is due' : undefined
  if (now.wrong > before.wrong) return 'segments signed with another password'
  return now.missing > before.missing ? 'segments without a signature' : undefined
}
