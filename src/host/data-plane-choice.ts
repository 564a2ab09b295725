import type { HostFacts } from './host-facts.ts'

/** linux/capability.h: what making a namespace and its devices takes. */
const neededCapabilities = { CAP_NET_ADMIN: 12n, CAP_SYS_ADMIN: 21n } as const

/** Root in a container may have been left without them. */
export function lackedCapabilities(processStatus: string): readonly string[] {
  const hex = /^CapEff:\s*([0-9a-f]+)$/m.exec(processStatus)?.[1]
  if (hex === undefined) return []
  const held = BigInt(`0x${hex}`)
  return Object.entries(neededCapabilities).flatMap(([name, bit]) => (held & (1n << bit) ? [] : [name]))
}

/**
 * Why it has to be the simulated data plane; undefined where the Linux one can be had, after its packages are installed
 * where that is possible. `whatIsMissing` says what is missing of them, and is asked only where it is not.
 */
export async function whySimulated(
  facts: HostFacts,
  whatIsMissing: () => Promise<string | undefined>,
): Promise<string | undefined> {
  if (facts.platform !== 'linux') return `this is ${facts.platform}, not Linux`
  if (!facts.isRoot) return 'this user is not root'
  const lacked = lackedCapabilities(facts.processStatus)
  if (lacked.length > 0) return `root has no ${lacked.join(' and no ')} here`
  if (!facts.hasTun) return 'there is no /dev/net/tun'
  if (facts.isDebian) return undefined
  const missing = await whatIsMissing()
  return missing === undefined ? undefined : `no Debian, whose packages could be installed, and ${missing}`
}
