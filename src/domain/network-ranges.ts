import type { Ipv4Prefix } from './address.ts'
import type { Network } from './resource.ts'

/** All that a network's addresses may lie in, the range that it was made with first. */
export const rangesOf = ({ prefix, secondary = [] }: Network): readonly Ipv4Prefix[] => [prefix, ...secondary]
