/** What the host can do, as far as no package changes it. */
export interface HostFacts {
  readonly platform: string
  readonly isRoot: boolean
  readonly hasTun: boolean
  /** The text of /proc/self/status. */
  readonly processStatus: string
  readonly isDebian: boolean
  /** What the Linux data plane lacks here as things stand, packages included; undefined when it can run. */
  whatIsMissing(): Promise<string | undefined>
}

/** linux/capability.h: what making a namespace and its devices takes. */
const neededCapabilities = { CAP_NET_ADMIN: 12n, CAP_SYS_ADMIN: 21n } as const

/** Root in a container may have been left without them. */
export function lackedCapabilities(processStatus: string): readonly string[] {
  const hex = /^CapEff:\s*([0-9a-f]+)$/m.exec(processStatus)?.[1]
  if (hex === undefined) return []
  const held = BigInt(`0x${hex}`)
  return Object.entries(neededCapabilities).flatMap(([name, bit]) => (held & (1n << bit) ? [] : [name]))
}

/** Why the demo has to be on the simulated data plane; undefined where the Linux one can be had. */
export async function whySimulated(facts: HostFacts, asked: boolean): Promise<string | undefined> {
  if (asked) return '--simulated'
  if (facts.platform !== 'linux') return `this is ${facts.platform}, not Linux`
  if (!facts.isRoot) return 'this user is not root'
  const lacked = lackedCapabilities(facts.processStatus)
  if (lacked.length > 0) return `root has no ${lacked.join(' and no ')} here`
  if (!facts.hasTun) return 'there is no /dev/net/tun'
  if (facts.isDebian) return undefined
  const missing = await facts.whatIsMissing()
  return missing === undefined ? undefined : `no Debian, whose packages could be installed, and ${missing}`
}
