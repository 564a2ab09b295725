import type { Ipv4Address, Ipv4Prefix } from '../../../domain/address.ts'
import type { AsNumber } from '../../../domain/as-number.ts'
import type { BgpSpec, NeighborSpec } from '../../port.ts'

export const address = (text: string): Ipv4Address => text as Ipv4Address
export const prefixes = (...texts: readonly string[]): readonly Ipv4Prefix[] =>
  texts as unknown as readonly Ipv4Prefix[]
const asNumber = (value: number): AsNumber => value as AsNumber

/** The left side's neighbor over a link (169.254.`link`.0/30). */
export const leftNeighbor = (link: number, change: Partial<NeighborSpec> = {}): NeighborSpec => ({
  tunnel: `tun-${link}`,
  localAddress: address(`169.254.${link}.1`),
  neighborAddress: address(`169.254.${link}.2`),
  localAsNumber: asNumber(65_530),
  neighborAsNumber: asNumber(65_531),
  localPreference: 100,
  prefixLimit: 50,
  refused: [],
  ...change,
})

/** The same session from the other end. */
export const rightNeighbor = (link: number, change: Partial<NeighborSpec> = {}): NeighborSpec => {
  const left = leftNeighbor(link)
  return {
    ...left,
    localAddress: left.neighborAddress,
    neighborAddress: left.localAddress,
    localAsNumber: left.neighborAsNumber,
    neighborAsNumber: left.localAsNumber,
    ...change,
  }
}

const usual = {
  learned: 'after',
  shares: false,
  holdTimeSeconds: 30,
  keepaliveSeconds: 10,
  bfd: { intervalMilliseconds: 200, multiplier: 3 },
} as const

export const leftSpec = (neighbors: readonly NeighborSpec[], change: Partial<BgpSpec> = {}): BgpSpec => ({
  ...usual,
  routerId: address('198.51.100.1'),
  neighbors,
  advertised: prefixes('10.1.0.0/16'),
  ...change,
})

export const rightSpec = (neighbors: readonly NeighborSpec[], change: Partial<BgpSpec> = {}): BgpSpec => ({
  ...usual,
  routerId: address('203.0.113.1'),
  neighbors,
  advertised: prefixes('10.2.0.0/16'),
  ...change,
})
